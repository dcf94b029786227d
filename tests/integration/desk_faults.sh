#!/bin/bash
# What the desk survives: its front killed or hung, itself killed while a clock
# runs, a client whose link breaks. And what it refuses at its start.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna piotr
listed anna
desk --config "$T/pomoc.conf"
PORT=${ADDR##*:}

# comes_back NAME: the agent's own reconnect, with the secret of its ticket
comes_back() {
	client "$1" "{\"t\":\"hello\",\"v\":$V,\"program\":\"test\",\"lang\":\"en\",\"resume\":\"$2\"}"
	hears "$1" '"queued"'
}
attach() {
	rm -f "$T/tunnel.in"
	mkfifo "$T/tunnel.in"
	ssh_desk anna -W "ticket-$1:22" tech@127.0.0.1 <"$T/tunnel.in" \
		>"$T/tunnel.out" 2>/dev/null &
	TUNNEL=$!
	pids+=("$TUNNEL")
	exec 5>"$T/tunnel.in"
}
let_in() {
	hears "$1" "channel visit-$2"
	[ $# -lt 3 ] || say "$1" "{\"t\":\"checked\",\"ticket\":$3,\"ok\":true,\"left\":3}"
	say "$1" "{\"t\":\"consent\",\"visit\":$2,\"yes\":true,\"rights\":\"view\"}"
	hears "$1" '"clock".*"running":true'
}

client first
join first Rewizor
S1=$(field first '"queued"' secret)
client second
join second Subiekt
S2=$(field second '"queued"' secret)
hears second '"place":2,"of":2'
tech anna
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1,"visit":1'
attach 1
let_in first 1 1
hears anna '"clock","ticket":1,"running":true'

# --- the front is killed in a visit ---
FRONT=$(front_of)
start=$(now_ms)
kill -9 "$FRONT"
until_ok "$PATIENCE" another_front "$FRONT" || fail 'no new front'
comes_back first "$S1"
hears first '"queued","ticket":1,'
comes_back second "$S2"
hears second '"queued","ticket":2,"place":1,"of":1'
tech anna
hears anna '"row","ticket":1,"state":"paused".*"by":"anna"'
hears anna '"clock","ticket":1,"running":false,"why":"link"'
mark first
attach 1
hears first '"picked","ticket":1,"visit":[23]'
let_in first "$(field first '"picked"' visit)"
[ $(($(now_ms) - start)) -le $((PATIENCE * 250)) ] || fail "it took too long"

# --- the front hangs ---
FRONT=$(front_of)
kill -STOP "$FRONT"
listed anna piotr # the brain has something to say, and nobody reads
until_ok 10 another_front "$FRONT" || fail 'a front that hangs stays'
grep -q 'the front hangs' "$T/desk.err" || fail 'nothing in the log'

# --- the desk is killed while a clock runs ---
comes_back first "$S1"
tech anna
mark first
attach 1
hears first '"picked","ticket":1'
let_in first "$(field first '"picked"' visit)"
kill_desk
until_ok "$PATIENCE" gone first || fail 'the front outlives the brain'
desk --config "$T/pomoc.conf"
[ "$(sqlite3 -readonly "$T/desk/desk.db" \
	"SELECT count(*) FROM event WHERE kind = 'recovered'")" -ge 2 ] ||
	fail 'the tickets are not marked recovered'
comes_back first "$S1"
comes_back second "$S2"
hears second '"queued","ticket":2,"place":1,"of":1'
tech anna
hears anna '"row","ticket":1,"state":"paused".*"by":"anna"'
hears anna '"row","ticket":2,"state":"waiting"'
attach 1
hears first '"picked","ticket":1'
let_in first "$(field first '"picked"' visit)"

# --- the client's link breaks, and he comes back; a stranger does not ---
mark anna
kill -9 "${PEER[first]}"
hears anna '"lost","ticket":1,"back":false'
hears anna '"clock","ticket":1,"running":false,"why":"link"'
client thief "{\"t\":\"hello\",\"v\":$V,\"program\":\"x\",\"lang\":\"en\",\"resume\":\"$S1\"}"
has_line thief '"queued"' && fail 'a secret is good for another key'
comes_back first "$S1"
hears anna '"lost","ticket":1,"back":true'
say anna '{"t":"end","ticket":1,"outcome":"unsolved","note":""}'
hears anna '"ended","ticket":1,"outcome":"unsolved","net_gr":0'
hears first '"ended","ticket":1,"outcome":"unsolved","net_gr":0'
# closed while he was away: he is told when he is back
client third
join third Rewizor
S3=$(field third '"queued"' secret)
say anna '{"t":"claim","ticket":3}'
hears third '"picked","ticket":3'
mark anna
kill -9 "${PEER[third]}"
hears anna '"lost","ticket":3'
say anna '{"t":"end","ticket":3,"outcome":"cancelled","note":""}'
hears anna '"gone","ticket":3,"why":"cancelled"'
client third "{\"t\":\"hello\",\"v\":$V,\"program\":\"x\",\"lang\":\"en\",\"resume\":\"$S3\"}"
hears third '"ended","ticket":3,"outcome":"cancelled","net_gr":0'
# the same secret again: the ticket is closed
hangs_up first
client first "{\"t\":\"hello\",\"v\":$V,\"program\":\"x\",\"lang\":\"en\",\"resume\":\"$S1\"}"
has_line first '"queued"' && fail 'a closed ticket came back'

# --- a second desk, and other bad starts ---
starts_not() {
	local want=$1 pattern=$2 rc=0
	shift 2
	timeout 10 "$POMOC_BUILD/pomoc-desk" "$@" >"$T/out" 2>"$T/err" || rc=$?
	[ $rc -eq "$want" ] || fail "$*: exit $rc: $(cat "$T/err")"
	[ "$(wc -l <"$T/err")" -eq 1 ] || fail "$*: $(cat "$T/err")"
	grep -Eq -- "$pattern" "$T/err" || fail "$*: $(cat "$T/err")"
}
starts_not 1 "[0-9]+" --data "$T/desk" --listen 127.0.0.1:0
starts_not 1 "$PORT|${ADDR##*:}" --data "$T/other" --listen "$ADDR"
printf '[desk]\nfirm = A\n[limits]\nping-s = many\n' >"$T/bad.conf"
starts_not 2 'bad.conf:4: ' --data "$T/other" --config "$T/bad.conf"
starts_not 2 'none.conf' --data "$T/other" --config "$T/none.conf"
printf '[price "x"]\nkind = support\n' >"$T/prices.conf"
starts_not 2 'prices.conf:1: ' --data "$T/other" --config "$T/pomoc.conf"
rm "$T/prices.conf"
mkdir "$T/foreign"
chmod 700 "$T/foreign"
sqlite3 "$T/foreign/desk.db" 'CREATE TABLE a (b)'
starts_not 1 'desk.db' --data "$T/foreign" --listen 127.0.0.1:0
starts_not 2 '' --colour red
starts_not 2 '' extra
"$POMOC_BUILD/pomoc-desk" --print-limits | grep -q '^ping-s = 15' ||
	fail 'no limits'
"$POMOC_BUILD/pomoc-desk" --version | grep -q '^pomoc-desk ' || fail version
exit 0
