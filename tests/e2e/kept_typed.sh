#!/bin/bash
# The desk goes before it has answered: the end of a ticket stays on the screen
# with its note, says why, and is sent again when the desk is back; so is a
# note.
# shellcheck disable=SC2317 # called through until_ok
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

lost=$(say 'The link was lost before the desk said whether this is done' |
	cut -c 1-26)

mkdir -m 700 "$T/desk"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/anna"
echo "name=\"anna\" $(cat "$T/anna.pub")" >>"$T/desk/technicians"
# shellcheck disable=SC2119
desk
client a
console anna --desk "$ADDR" --fingerprint "$FP" --identity "$T/anna" \
	--data "$T/anna.data"
sees anna 'Biuro Nowak'

# goes KEY...: what is sent with these keys is never answered
goes() {
	kill -STOP "$DESK_PID"
	keys anna "$@"
	sees anna "$(say 'Being written ...')"
	kill_desk
	sees anna "$lost"
}
comes_back() {
	desk --listen "$ADDR"
	sees anna "$(say 'desk ok')"
	sees anna 'Biuro Nowak'
}
told() {
	"$POMOC_BUILD/pomoc" show --data "$T/desk" "$@"
}

# --- a note
keys anna n
sees anna 'Note, technicians only:'
text anna 'rings at noon'
goes Enter
sees anna 'rings at noon'
comes_back
keys anna Enter
sees anna "$(say 'Done.')"
has "$(told 1)" 'rings at noon'

# --- the end of a ticket that was tended by phone
keys anna c
until_ok "$PATIENCE" grep -q 'ticket 1: called by anna' "$T/desk.err" ||
	fail 'not called'
keys anna X
sees anna "$(say 'End a ticket that waits?')"
keys anna w
sees anna "$(say 'End the ticket')"
keys anna s
sees anna 'Ctrl-S'
text anna 'the driver was old'
goes C-s
sees anna 'the driver was old'
comes_back
keys anna C-s
sees anna "$(say 'ticket %lld: %s, nothing to pay' |
	sed "s/%lld/1/; s/%s/$(say 'solved')/")"
until_ok "$PATIENCE" is_gone anna "$(say 'End the ticket')" ||
	fail 'the box stays'
has "$(told 1)" 'the driver was old'
exit 0
