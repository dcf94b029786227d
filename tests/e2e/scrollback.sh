#!/bin/bash
# Both look back; the technician while output runs: the picture stands still, no line
# is missing, and all lines that the client's program keeps can be reached.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# numbers WHO: those of the lines L... on the screen
numbers() {
	screen "$1" | sed -n 's/^L\([0-9]*\)$/\1/p'
}
# no_gap: more than twenty, each one more than the last
no_gap() {
	numbers c | awk 'NR > 1 && $1 != last + 1 { bad = 1 }
		{ last = $1 } END { exit bad || NR < 20 }'
}
first_is() {
	[ "$(numbers "$2" | head -n 1)" = "$1" ]
}
grown() {
	[ "$(numbers a | tail -n 1)" -gt $(($1 + 20)) ]
}
# a shell goes on where what it ran ended by itself in the very moment of Ctrl-C
stopped() {
	keys a C-c
	text a "echo ended-\$((40+2))"
	keys a Enter
	soon shows a ended-42
}
above() {
	[ "$(numbers c | head -n 1)" -lt "$1" ]
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a

# nothing to go back to yet
run a 'PS1=; clear; printf "\033[3J"'
keys c C-] '['
run a "echo one-\$((40+2))"
sees c one-42

run a 'i=1000; while :; do i=$((i+1)); echo L$i; sleep 0.02; done'
sees c L1080
keys c C-] '['
sees c 'lines back'
until_ok "$PATIENCE" no_gap || fail "lines are missing: $(numbers c | xargs)"
was=$(numbers c)
until_ok "$PATIENCE" grown "$(tail -n 1 <<<"$was")" || fail 'no output'
same "$(numbers c)" "$was" 'the picture moved'
keys c PageUp
until_ok "$PATIENCE" above "$(head -n 1 <<<"$was")" || fail 'PageUp goes down'
until_ok "$PATIENCE" no_gap || fail "lines are missing: $(numbers c | xargs)"
keys c q
until_ok "$PATIENCE" stopped || fail 'the output goes on'

run a 'clear; printf "\033[3J"; for i in $(seq 10001 11500); do echo L$i; done'
sees c L11500
keys c C-] '['
sees c 'lines back'
keys c Home
until_ok "$PATIENCE" first_is 10001 c ||
	fail "the oldest is $(numbers c | head -n 1)"
no_gap || fail "lines are missing: $(numbers c | xargs)"
keys c q

# the user too; the next key is none for his shell
keys a C-] '['
sees a 'Looking back'
keys a Home
until_ok "$PATIENCE" first_is 10001 a ||
	fail "the user's oldest is $(numbers a | head -n 1)"
keys a q
sees a L11500
run a "echo two-\$((40+2))"
sees a two-42
