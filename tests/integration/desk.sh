#!/bin/bash
# The desk as stock ssh and a scripted agent see it: who is let in, one ticket
# from the queue to its row, two technicians, bad lines, a removed key.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna piotr stranger
listed anna piotr
desk --config "$T/pomoc.conf"

# --- who is let in ---
tech anna
hears anna '"welcome".*"firm":"Serwis Testowy".*"me":"anna"'
hears anna '"price","name":"support B"'
hears anna '"technician","id":"anna","name":"anna","state":"free"'
hears anna '"technician","id":"piotr".*"away"'
ssh_desk stranger tech@127.0.0.1 -s pomoc </dev/null >"$T/out" 2>&1 &&
	fail 'a key that is not listed was let in'
grep -q 'Permission denied' "$T/out" || fail "stranger: $(cat "$T/out")"
ssh_desk stranger root@127.0.0.1 true >"$T/out" 2>&1 &&
	fail 'user root was let in'
# a shell is not to be had, and a person is told what to do instead
ssh_desk anna tech@127.0.0.1 >"$T/out" 2>&1 </dev/null
grep -q 'This is a pomoc desk' "$T/out" || fail "shell: $(cat "$T/out")"
# an agent by hand: one that does not speak the protocol ends
# shellcheck disable=SC2317 # until_ok calls it
by_hand() {
	ssh_desk stranger -N -R pomoc:0:127.0.0.1:9 agent@127.0.0.1 \
		>"$T/out" 2>&1 </dev/null &
	pids+=($!)
	wait $! && fail 'an agent without a conversation stays'
	# it refuses control before its forward, and is asked again behind that
	grep -q 'unknown listen_port 0' "$T/out"
}
# a slow desk has heard of the forward before it asks
until_ok "$PATIENCE" by_hand || fail "no early control"
grep -q 'unknown listen_port 1' "$T/out" || fail "control is asked for once"

# --- the line for a client names the port that the kernel chose ---
has_text "$("$POMOC_BUILD/pomoc" invite --data "$T/desk")" "$ADDR --fingerprint $FP"

# --- a ticket from the queue to its row ---
client nowak
hears nowak '"welcome".*"firm":"Serwis Testowy".*"phone":"22 000 00 00"'
join nowak Rewizor
hears nowak '"queued","ticket":1,"place":1,"of":1,"secret":"[0-9a-f]{32}"'
hears anna '"row","ticket":1,"state":"waiting".*"online":true'
tech piotr
client abc
join abc Subiekt
hears abc '"queued","ticket":2,"place":2,"of":2'

say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1,"visit":1'
hears nowak '"picked","ticket":1,"visit":1,"technician":"anna"'
key=$(ssh-keygen -lf "$T/anna.pub" | cut -d' ' -f2)
[ "$(field nowak '"picked"' key)" = "$key" ] || fail 'the wrong key is named'
hears abc '"queued","ticket":2,"place":1,"of":1'
say piotr '{"t":"claim","ticket":1}'
hears piotr '"taken","ticket":1,"by":"anna"'
ssh_desk piotr -W ticket-1:22 tech@127.0.0.1 >"$T/out" 2>&1 </dev/null &&
	fail "another's ticket was reached"
hears abc '"technician","id":"anna","name":"anna","state":"busy"'

mkfifo "$T/tunnel.in"
ssh_desk anna -W ticket-1:22 tech@127.0.0.1 <"$T/tunnel.in" >"$T/tunnel.out" &
pids+=($!)
exec 5>"$T/tunnel.in"
echo 'through the tunnel' >&5
until_ok "$PATIENCE" grep -q 'through the tunnel' "$T/tunnel.out" ||
	fail 'nothing comes back through the tunnel'
hears nowak 'channel visit-1'
say nowak '{"t":"consent","visit":1,"yes":true,"rights":"view"}'
hears nowak '"refused".*check code'
say nowak '{"t":"checked","ticket":1,"ok":true,"left":3}'
say nowak '{"t":"consent","visit":1,"yes":true,"rights":"view,type"}'
hears anna '"consented","ticket":1,"visit":1,"yes":true'
hears anna '"clock","ticket":1,"running":true.*"net_hour_gr":25000'
hears nowak '"clock","ticket":1,"running":true'
say nowak '{"t":"rights","visit":1,"rights":"view"}'
say anna '{"t":"pause","ticket":1}'
hears nowak '"clock","ticket":1,"running":false,"why":"technician"'
mark anna
say anna '{"t":"resume","ticket":1}'
hears anna '"clock","ticket":1,"running":true'
a_second anna 1 # one begun second is one begun hour
say anna '{"t":"end","ticket":1,"outcome":"solved","note":"raport naprawiony"}'
hears anna '"ended","ticket":1,"outcome":"solved","net_gr":25000,"vat_gr":5750,"gross_gr":30750'
hears nowak '"ended","ticket":1,"outcome":"solved","net_gr":25000'
hears anna '"done","what":"end","ticket":1'
hears piotr '"gone","ticket":1,"why":"solved"'
row=$(sqlite3 -readonly "$T/desk/desk.db" \
	'SELECT id, technician, outcome, net_gr FROM ticket WHERE id = 1')
[ "$row" = '1|anna|solved|25000' ] || fail "the row is: $row"
until_ok "$PATIENCE" test ! -e /proc/"${pids[-1]}" || fail 'the tunnel stays'
say anna '{"t":"log","id":7,"offset":0,"limit":10,"client":"nowak"}'
hears anna '"logrow","id":7,"ticket":1.*"note":"raport naprawiony"'
hears anna '"logend","id":7,"total":1.*"net_gr":25000'
say anna '{"t":"end","ticket":1,"outcome":"solved","note":""}'
hears anna '"refused".*"ticket":1'

# --- lines that nobody may say ---
bad() {
	client "$1"
	say "$1" "$2"
	hears "$1" "\"error\",\"code\":\"bad\".*$3"
	until_ok "$PATIENCE" gone "$1" || fail "$1: $2: stays connected"
}
bad b1 '{"t":"consent","visit":1,"yes":true}' 'out of turn'
bad b2 '{"t":"drink"}' 'unknown message'
bad b3 'not json' '.'
bad b4 '{"t":"claim","ticket":2}' 'may not be sent'
bad b5 "$(printf '{"t":"error","code":"x","text":"%05000d"}' 0)" 'longer'
bad b6 "$(printf '{"t":"ping","n":1}\n%.0s' {1..60})" 'too many'
client old "{\"t\":\"hello\",\"v\":$V,\"program\":\"x\",\"lang\":\"en\",\"later\":\"yes\"}"

# --- programs of other versions: told who is to be updated, before a ticket ---
# other NAME VERSION PATTERN
other() {
	peer "$1" "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/old.key"
	say "$1" "{\"t\":\"hello\",\"v\":$2,\"program\":\"agent $2\",\"lang\":\"en\"}"
	hears "$1" "\"error\",\"code\":\"version\",\"text\":\".*version $V .*version $2 .*$3"
	until_ok "$PATIENCE" gone "$1" || fail "version $2 stays connected"
}
other newer $((V + 1)) 'the desk is the older one'
other before 2 'update your program'

# --- a technician who is removed ---
say piotr '{"t":"claim","ticket":2}'
hears piotr '"claimed","ticket":2'
mark abc
start=$(now_ms)
listed anna
until_ok "$PATIENCE" gone piotr || fail 'the removed technician stays'
[ $(($(now_ms) - start)) -le 5000 ] || fail 'it took too long'
hears abc '"queued","ticket":2,"place":1,"of":1'
ssh_desk piotr tech@127.0.0.1 -s pomoc </dev/null 2>/dev/null &&
	fail 'the removed technician is let in again'

# --- leaving ---
say abc '{"t":"cancel"}'
hears abc '"ended","ticket":2,"outcome":"cancelled","net_gr":0'
hears anna '"gone","ticket":2,"why":"cancelled"'
kill -TERM "$DESK_PID"
wait "$DESK_PID" || fail "the desk ended with $?"
exit 0
