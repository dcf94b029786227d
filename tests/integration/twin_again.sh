#!/bin/bash
# A key that comes as twin again and again, takes no channel and hangs on to the
# links, keeps no more than the last of them, however seldom the desk looks.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
cat >"$T/pomoc.conf" <<'CONF'
[limits]
loopback-exempt = yes
ping-s = 300
dead-s = 600
CONF
desk --config "$T/pomoc.conf"

tech anna
client one
join one Subiekt
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1,"visit":1'
mkfifo "$T/tunnel.in"
ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -i "$T/anna" -W ticket-1:22 \
	tech@127.0.0.1 <"$T/tunnel.in" >"$T/tunnel.out" &
pids+=("$!")
exec 5>"$T/tunnel.in"
hears one 'channel visit-1'

# twin NAME: the stock client, which refuses the channel
twin() {
	ssh -v -N -p "${ADDR##*:}" "${SSHOPTS[@]}" -o LogLevel=DEBUG1 \
		-i "$T/anna" twin@127.0.0.1 </dev/null >"$T/$1.out" 2>&1 &
	PEER[$1]=$!
	pids+=("$!")
	until_ok "$PATIENCE" grep -q 'forwarded.* ticket-1 ' "$T/$1.out" ||
		fail "no channel for $1: $(cat "$T/$1.out")"
}
twin first
for ((i = 0; i < 3; i++)); do
	twin "again$i"
done
until_ok "$PATIENCE" gone first || fail 'the first one stays'
until_ok "$PATIENCE" gone again1 || fail 'the one before stays'
# the tunnel is none the worse
echo still here >&5
until_ok "$PATIENCE" grep -q 'still here' "$T/tunnel.out" ||
	fail 'the tunnel stands'
exit 0
