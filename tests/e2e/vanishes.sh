#!/bin/bash
# What a box of the console is about goes away while it is open: it closes with
# the words of what happened, and what was typed in it is not lost.
# shellcheck disable=SC2317 # called through until_ok
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

question=$(say 'A quote for the client: accept it?')
quote=$(say 'Quote for the client')
back=$(say 'Take the quote back?')
late=$(say 'The ticket has ended meanwhile.')

gone() {
	! shows "$1" "$2"
}
# offers CLIENT: a quote that waits for his answer
offers() {
	keys c C-] '$'
	sees c "$quote"
	text c 1000
	keys c C-s
	sees "$1" "$question"
}
# typed TEXT: in the box of the end
typed() {
	keys c C-] X
	sees c "$(say 'End the ticket')"
	keys c s
	sees c 'Ctrl-S'
	text c "$1"
	sees c "$1"
}

console_desk c
client a
sees c 'Biuro Nowak'
let_in c a
offers a
keys c C-] '$'
sees c "$back"
keys a F6
answer a '&accept' "$question"
sees c "$(say '%s accepted the quote.' | sed 's/%s/Biuro Nowak/')"
shows c "$back" && fail 'the question outlives the quote'

# the client leaves while the technician writes what he did
typed 'printer driver replaced'
keys a F12
sees a "$(say 'You have ended the visit.' | cut -c 1-20)"
until_ok "$PATIENCE" gone c TYPE || fail 'the visit goes on'
sees c 'printer driver replaced'
keys c C-s
sees c "$(say 'ticket %lld: %s, %s net, %s gross' | cut -d '%' -f 1)1"
"$POMOC_BUILD/pomoc" show --data "$T/data" 1 |
	grep -q 'printer driver replaced' || fail 'the text is lost'

# the ticket itself ends meanwhile
tm kill-session -t =a
client b
sees c '^>.*Biuro Nowak'
let_in c b
offers b
typed 'half of the month is booked'
keys b F6
answer b '&decline' "$question"
sees c "$late"
sees c 'half of the month is booked'
keys c C-s
until_ok "$PATIENCE" gone c "$late" || fail 'the box stays'
noted() {
	"$POMOC_BUILD/pomoc" show --data "$T/data" 2 |
		grep -q 'half of the month is booked'
}
until_ok "$PATIENCE" noted || fail 'the note is lost'

# and with nothing typed there is nothing to keep
tm kill-session -t =b
client d
sees c '^>.*Biuro Nowak'
let_in c d
offers d
keys c C-] X
sees c "$(say 'End the ticket')"
keys d F6
answer d '&decline' "$question"
sees c "$(say 'Nobody is waiting')"
shows c "$(say 'End the ticket')" && fail 'an empty box stays'
exit 0
