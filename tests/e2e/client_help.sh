#!/bin/bash
# F1 at each step of the client, and in a small window: a page that any key
# closes, by which nothing is chosen; it goes when the next step comes, and a
# choice that was made before it does not stand behind it. Then the list of keys
# of the technician, in a window too low for it.
# usage: client_help.sh [LOCALE COLS ROWS]
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=${1-C.UTF-8} COLS=${2-60} ROWS=${3-18}

help() {
	say 'Help: any key closes it'
}

no_help() {
	! shows a "$(help)"
}

# helps TEXT: F1 and back; the step is still the same
helps() {
	sees a "$(say "$1")"
	keys a F1
	sees a "$(help)"
	keys a x
	until_ok "$PATIENCE" no_help || fail "the help stays at: $1"
	sees a "$(say "$1")"
}

turned() {
	keys "$1" NPage
	soon shows "$1" "$last"
}

console_desk c
agent a
helps 'Who shall help you?'
keys a Enter
helps 'Which program is it about?'
keys a Enter
helps 'Your name *'
text a 'Jan Nowak'
keys a F1
sees a "$(help)"
keys a Enter
until_ok "$PATIENCE" no_help || fail 'the help stays'
sees a 'Jan Nowak'
for _ in 1 2 3 4 5; do
	keys a Enter
done
helps 'You are next in the queue.'
keys a F1
sees a "$(help)"
sees c 'Jan Nowak'
take c
# the next step is seen, not the page
sees a '[0-9]{3} [0-9]{3}'
no_help || fail 'the help hides the code'
keys a F1
sees a "$(help)"
keys a x
give_code c a
sees a "$(say 'Let the technician in?')"
until_ok "$PATIENCE" chosen a "$(letter '&yes, see and type')" ||
	fail 'nothing is chosen'
keys a F1
sees a "$(help)"
keys a Enter
until_ok "$PATIENCE" no_help || fail 'the help stays'
sees a "$(say 'Let the technician in?')"
is_gone a "$(say 'Enter confirms, other keys undo it.')" ||
	fail 'a choice stands behind the help'
keys a Enter
sees a "$(say 'Let the technician in?')"
consent a y
sees c 'Ctrl-\] \?'

# all keys behind the prefix, a page at a time, and the prefix waits on
tm resize-window -t '=c:' -x 60 -y 12
keys c C-]
sees c "$(say 'After Ctrl-]')"
last=$(say 'guess keys: when far, always, never')
shows c "$last" && fail 'the window is too high for this test'
until_ok "$PATIENCE" turned c || fail 'the last key is never shown'
keys c '?'
sees c "$(say 'arrows: more   Esc: back')"
exit 0
