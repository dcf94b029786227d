#!/bin/bash
# What a shell says beside its text, on terminals that can show little of it: the
# title of its window, colours, hidden words, a screen turned over, lines longer
# than the screen; a client's own Backspace, and one who hides his screen.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# 8 colours, 64 pairs, nothing to conceal with
console() {
	local name=$1
	shift
	term "$name" env TERM=screen "$POMOC_BUILD/pomoc" "$@"
}

# its Backspace is ^H
agent() {
	local name=$1
	shift
	term "$name" sh -c 'stty erase ^H; exec "$@"' sh \
		"$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$FP" "$@"
}

title_of() {
	tm display-message -p -t "=$1:" '#{pane_title}'
}
is_called() {
	[ "$(title_of "$1")" = "$2" ]
}
called() {
	until_ok "$PATIENCE" is_called "$1" "$2" ||
		fail "the terminal of $1 is called $(title_of "$1"), not $2"
}

# one_line NAME PATTERN: it is there as one line, whatever its width
one_line() {
	tm capture-pane -p -J -t "=$1:" | grep -Eq "$2"
}
whole() {
	until_ok "$PATIENCE" one_line "$1" "$2" || {
		screen "$1"
		fail "$1 copies $2 in pieces"
	}
}

turned() {
	tm capture-pane -p -e -t "=$1:" | grep -q $'\033\\[7mover'
}
straight() {
	! turned "$1"
}
# the console shows it below its head
same_there() {
	tm capture-pane -p -e -N -t =a: >"$T/pic.a"
	tm capture-pane -p -e -N -t =c: >"$T/pic.c"
	"$POMOC_BUILD/support/cells" "${COLS}x10" "$T/pic.a" "$T/pic.c" 1 0
}

console_desk c
client a
sees c 'Jan Nowak'
mine=$(title_of a)
let_in c a

run a "printf '\\033]2;ksi\\304\\231gi\\001\\033\\\\'"
called a 'pomoc-agent: księgi?'
sees c '\[księgi\?\]'

text a 'echo eraX'
tm send-keys -t =a: -H 08
run a 'sed | wc -c'
sees c '^7$'

run a 'printf "%0190d.\n" 7'
whole a '0{189}7\.'
whole c '0{189}7\.'

run a "clear; printf '\\033[8mhidden-%s\\033[m|\\n' word"
sees c '^ *\|'
shows c hidden-word && fail 'what is concealed is read at the console'

# 56 pairs of two colours, and those of the bars
run a 'clear; for b in 0 1 2 3 4 5 6 7; do for f in 0 1 2 3 4 5 6 7; do
[ $f = $b ] || printf "\033[3$f;4${b}mX"; done; printf "\033[m\n"; done; echo drawn.'
sees c 'drawn\.'
[ "$(screen c | grep -o X | wc -l)" -ge 56 ] || fail 'letters are missing'
tm capture-pane -p -e -t =c: | tr -d '\n' |
	grep -Eq $'\033\\[3([0-7])(;|m\033\\[)4\\1mX' && {
	tm capture-pane -p -e -t =c:
	fail 'a letter has the colour of what it stands on'
}

run a "clear; printf '\\033[?5h'; echo over"
sees c over
until_ok "$PATIENCE" turned a || fail 'the screen is not turned over'
until_ok "$PATIENCE" same_there >"$T/differs" || {
	cat "$T/differs"
	fail 'the screen is not turned over there'
}
run a "printf '\\033[?5l'"
until_ok "$PATIENCE" straight a || fail 'the screen stays turned over'
until_ok "$PATIENCE" same_there >"$T/differs" || fail 'and there'

run a 'clear; seq 60; echo shown-$((1 + 1))'
sees c shown-2
keys c C-] '['
sees c 'back'
keys a F4
sees c 'The client has hidden the screen'
shows c 'shown-2|^5[0-9]$' && fail 'a hidden screen is seen'
keys c C-] '[' Up Up
sees c 'The client has hidden the screen'
shows c 'shown-2|^[0-9]+$' && fail 'a hidden screen is read back'
keys a F4
sees c shown-2

keys a F12
sees a 'You have ended the visit'
keys a F12
[ "$(ended a)" = 0 ] || fail 'the agent fails'
called a "$mine"

# an old Linux console prints the q of what sets the cursor's shape
term l env TERM=linux "$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$FP"
tm pipe-pane -t =l: "cat >>'$T/linux'"
sees l 'q quit'
keys l q
ended l >/dev/null
until_ok "$PATIENCE" grep -aq '1049l' "$T/linux" || fail 'nothing is put back'
grep -aqE '\[[0-9]* q|22;2t|23;2t' "$T/linux" && fail 'the Linux console gets what it prints'
exit 0
