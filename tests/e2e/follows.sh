#!/bin/bash
# The technician's terminal takes over what the client's program wants of it, the
# shape of the cursor and drags of the mouse, and only while that is shown.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# got BYTES: since forget
got() {
	grep -aqF "$(printf '%b' "$1")" "$T/bytes"
}
gets() {
	until_ok "$PATIENCE" got "$1" || fail "the console does not send $1"
}
forget() {
	: >"$T/bytes"
}

in_visit() {
	keys c Enter
	soon shows c TYPE
}

console_desk c
tm pipe-pane -t =c: "cat >>'$T/bytes'"
client a
sees c 'Jan Nowak'
let_in c a
forget
run a "printf '\\033[6 q\\033[?1002h\\033[?1006h'"
gets '\033[6 q'
gets '\033[?1002h'
forget
keys c C-] d
gets '\033[?1002l\033[?1000h'
got '\033[?1002h' && fail 'drags in the queue'
keys c : # a line to type in
gets '\033[0 q'
forget
keys c Escape
until_ok "$PATIENCE" in_visit || fail 'the visit does not come back'
gets '\033[6 q'
gets '\033[?1002h'
forget
run a "printf '\\033[0 q\\033[?1002l'"
gets '\033[0 q'
gets '\033[?1002l'
