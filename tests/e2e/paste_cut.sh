#!/bin/bash
# The technician's paste is cut off by the user's F2: the program is told its end,
# or it would take all that the user types, Ctrl-C too, for a part of it.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
lines "$T/much" 3000000 # more than the agent takes

# slow NAME: a program that wants marks, and reads the beginning of a paste before
# there is a file NAME; the end of a paste stands at the beginning of a row
slow() {
	run a "clear; stty raw -echo; printf '\\033[?2004hwaits-$1'; head -c 20 >'$T/head.$1'; until [ -e '$T/$1' ]; do sleep 0.1; done; cat -v | stdbuf -o0 tr '^' '\\r'"
	sees a "waits-$1"
	sees c "waits-$1"
	paste c "$T/much"
	until_ok "$PATIENCE" test -s "$T/head.$1" || fail 'nothing was pasted'
}

slow revoked
keys a F2
sees a "$(say 'may only WATCH')"
touch "$T/revoked"
text a 'of-the-user'
sees a '^\[\[201~of-the-user'

# his next keys are outside of it, too, whatever of it is still on its way
keys a F3
sees a "$(say 'sees and MAY TYPE')"
sees c 'TYPE'
text c '-of-both'
sees a '(201~|of-the-user)-of-both'
