#!/bin/bash
# A visit in which nobody types: both sides are asked, the clock pauses, a key
# lets it go on, at last the visit ends. And the limits that pomoc.conf sets.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
cat >>"$T/pomoc.conf" <<'CONF'
problem-chars = 20
idle-ask-s = 1
idle-pause-s = 2
idle-end-s = 4
CONF
desk --config "$T/pomoc.conf"
client nowak
say nowak '{"t":"join","technician":"any","product":"Subiekt","name":"Nowak","company":"","phone":"","problem":"more than twenty characters"}'
hears nowak '"refused".*20 characters'
join nowak Subiekt
tech anna
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1'
mkfifo "$T/tunnel.in"
ssh_desk anna -W ticket-1:22 tech@127.0.0.1 <"$T/tunnel.in" \
	>"$T/tunnel.out" 2>/dev/null &
pids+=($!)
exec 5>"$T/tunnel.in"
hears nowak 'channel visit-1'
say nowak '{"t":"checked","ticket":1,"ok":true,"left":3}'
say nowak '{"t":"consent","visit":1,"yes":true,"rights":"view,type"}'
for who in nowak anna; do
	hears $who '"clock","ticket":1,"running":true'
	hears $who '"warn","ticket":1,"code":"idle"'
	hears $who '"clock","ticket":1,"running":false,"why":"idle"'
	hears $who '"warn","ticket":1,"code":"idle-pause"'
	mark $who
done
# a key, on either side: the agent says so
say nowak '{"t":"active","visit":1}'
for who in nowak anna; do
	hears $who '"clock","ticket":1,"running":true'
	hears $who '"code":"idle-pause"'
	mark $who
done
say anna '{"t":"resume","ticket":1}'
for who in nowak anna; do
	hears $who '"clock","ticket":1,"running":true'
	hears $who '"code":"idle-end"'
done
wait "${pids[-1]}"
say anna '{"t":"end","ticket":1,"outcome":"solved","note":""}'
hears anna '"ended","ticket":1,"outcome":"solved"'

# what is fixed says so
printf '[limits]\nforwards = 1\n' >"$T/bad.conf"
"$POMOC_BUILD/pomoc-desk" --config "$T/bad.conf" --print-limits >/dev/null 2>"$T/why" &&
	fail "a fixed limit was taken"
grep -q 'forwards is fixed at 1' "$T/why" || fail "$(cat "$T/why")"
