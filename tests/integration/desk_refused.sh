#!/bin/bash
# A disk that takes no more although it has room (a quota, a limit, a fault):
# the clock stands when it shall, both sides are told, nothing is told as done,
# and all is written when it takes again; a desk that ends before says what is
# lost.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna

# Of the log's own files nothing more fits in; what the desk says does.
refuse() {
	[ "$(stat -c %s "$T/desk/desk.db-wal")" -gt 65536 ] ||
		fail 'the log is too small for this test'
	prlimit --pid "$DESK_PID" --fsize=65536: || fail 'prlimit'
}
working() { # as ticket N, of NAME
	join "$2" Subiekt
	worked_on anna "$2" "$1"
	mark anna
	mark "$2"
	say anna "{\"t\":\"resume\",\"ticket\":$1}"
	hears anna "\"clock\",\"ticket\":$1,\"running\":true"
}
state() {
	sqlite3 -readonly "$T/desk/desk.db" "SELECT state FROM ticket WHERE id = $1"
}
in_state() {
	[ "$(state "$1")" = "$2" ]
}

# --- it takes again ---
desk --config "$T/pomoc.conf"
tech anna
client one
working 1 one
refuse
mark anna
mark one
say anna '{"t":"pause","ticket":1}'
hears anna '"banner".*"disk"'
hears anna '"warn".*"writing"'
hears one '"warn".*"writing"'
has_line anna '"running":false' && fail 'told before it is written'
client two
say two '{"t":"join","technician":"any","product":"Subiekt","name":"Jan","company":"","phone":"600","problem":"x"}'
hears two '"refuse.*"disk"'
prlimit --pid "$DESK_PID" --fsize=unlimited:
hears anna '"clock","ticket":1,"running":false'
hears one '"clock","ticket":1,"running":false'
hears anna '"banner".*"code":""'
in_state 1 paused || fail "it is $(state 1)"
join two Subiekt

# --- the desk ends before ---
mark anna
say anna '{"t":"resume","ticket":1}'
hears anna '"clock","ticket":1,"running":true'
refuse
say anna '{"t":"pause","ticket":1}'
hears anna '"warn".*"writing"'
kill "$DESK_PID"
kill "$DESK_PID"
rc=0
wait "$DESK_PID" || rc=$?
[ $rc -ne 0 ] || fail 'it ends as if all were well'
grep -q 'not written: ticket 1: paused' "$T/desk.err" ||
	fail "not named: $(tail -n 5 "$T/desk.err")"
"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 ||
	fail "verify: $(cat "$T/out")"
exit 0
