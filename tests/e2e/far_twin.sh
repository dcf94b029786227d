#!/bin/bash
# Over a line of 140 ms there and back: agent and console have a second link to
# the desk, and while the first one stands still what is typed goes by that one;
# the visit outlives the second, and comes back after the first as it always did.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

declare -A LINE
# far NAME: a far line to the desk; sets ADDR to where it begins
far() {
	mkfifo "$T/$1.line.in"
	"$POMOC_BUILD/support/farline" "${DESK##*:}" 70 <"$T/$1.line.in" \
		>"$T/$1.line.out" 2>"$T/$1.line.err" &
	pids+=("$!")
	exec {fd}>"$T/$1.line.in"
	LINE[$1]=$fd
	until_ok "$PATIENCE" grep -q '^port' "$T/$1.line.out" ||
		fail 'no far line'
	ADDR=127.0.0.1:$(sed -n 's/^port //p' "$T/$1.line.out")
}
# line NAME COMMAND NUMBER: hold, go or cut a connection of that line
line() {
	local before
	before=$(grep -c "^$2 $3\$" "$T/$1.line.out")
	echo "$2 $3" >&"${LINE[$1]}"
	until_ok "$PATIENCE" obeyed "$@" "$before" || fail "$*: not done"
}
# shellcheck disable=SC2317 # called through until_ok
obeyed() {
	[ "$(grep -c "^$2 $3\$" "$T/$1.line.out")" -gt "$4" ]
}
callers() {
	grep -c '^caller' "$T/$1.line.out"
}
declare -A LOG=([c]=$T/c.data/console.log
	[a]=$(home_of a)/.local/share/pomoc/agent.log)
# noted NAME TIMES PATTERN: its log says so as often
# shellcheck disable=SC2317 # called through until_ok
noted() {
	[ "$(grep -c "$3" "${LOG[$1]}")" -ge "$2" ]
}
# carries NAME TIMES: its second link has got its channel as often
carries() {
	until_ok "$PATIENCE" noted "$@" 'the second link to the desk carries' ||
		fail "no second link of $*"
}
n=40
# typed_through WHEN: the technician's line is done, and seen at both ends
typed_through() {
	n=$((n + 1))
	run c "echo typed-\$(($n + 0))-$n"
	sees a "^typed-$n-$n" || fail "$1"
	sees c "^typed-$n-$n" || fail "$1"
}

# may_type WORD: the client's yes has come by the desk, too, to the console; what
# is typed before that is dropped by design
may_type() {
	until_ok "$PATIENCE" answers "$1" || fail 'the technician cannot type'
}
# shellcheck disable=SC2317 # called through until_ok
answers() {
	run c "echo $1-\$((1 + 1))"
	soon shows a "^$1-2"
}

mkdir -m 700 "$T/desk"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/anna"
printf 'name="anna" %s\n' "$(cat "$T/anna.pub")" >"$T/desk/technicians"
# shellcheck disable=SC2119
desk
DESK=$ADDR
far c
console c --desk "$ADDR" --fingerprint "$FP" --identity "$T/anna" \
	--data "$T/c.data"
far a
client a
sees c 'Biuro Nowak'
let_in c a
may_type first
for who in a c; do
	carries $who 1
	same "$(callers $who)" 2 "connections of $who"
done
typed_through 'both links'

for held in 'a 1' 'a 2' 'c 1' 'c 2'; do
	line "${held% *}" hold "${held#* }"
	typed_through "connection $held stands still"
	line "${held% *}" go "${held#* }"
done
line a hold 1
line c hold 1
typed_through 'both first ones stand still'
line a go 1
line c go 1
typed_through 'all of them again'

line a cut 2
typed_through 'without a second link'
line c cut 2
typed_through 'without both'
same "$(callers a) $(callers c)" '2 2' 'connections'

# the first one: the visit is picked up again, with a second link
line a cut 1
carries a 2
until_ok "$PATIENCE" noted a 2 'consent for anna: yes' ||
	fail 'the visit is not picked up again'
may_type again
typed_through 'after the first link was cut'
line a hold 3
typed_through 'the new first one stands still'
line a go 3
exit 0
