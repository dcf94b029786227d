#!/bin/bash
# What a desk can say about money to a client: another price while he answers,
# questions while he types, receipts of its own making.
. "$(dirname "$0")/../support/liar.sh"

CONFIRMS=$(say 'Enter confirms, other keys undo it.')

# raised TEXT NET: the letter is pressed, and another price comes before Enter
raised() {
	until_ok "$PATIENCE" chosen a y || fail 'no choice'
	order clock "$2"
	sees a "$3"
	shows a "$CONFIRMS" && fail "the choice was for $1, not for $2"
	keys a Enter
	a_while
	heard 'agent to the desk: .*"consent"' && fail "yes to $1 is yes to $2"
	sees a 'Let the technician in'
}

# unanswered: nothing that is typed answers the dearer price
unanswered() {
	a_while
	heard 'agent to the desk: .*"(agree|answer)"' && fail 'it was answered'
}

# receipt LIE TEXT: a client is told TEXT
receipt() {
	client "$1"
	hears "agent to the desk: .*\"join\""
	sees "$1" 'anna|queue'
	order end "$1"
	sees "$1" 'The receipt is in'
	shows "$1" "$2" || fail "a receipt with another $1 is taken"
	tm kill-session -t "=$1"
}

meet honest
pick c a
give_code c a
sees a '246,00 zł gross'
raised 20000 90000 '900,00 zł net'
raised 90000 150000 '1 ?500,00 zł net'
consent a y
hears '^signed for 150000: yes'
sees a 'sees and MAY TYPE'

# it asks in the middle of his words, and again
text a 'echo a word'
order rate 90000
sees a '900,00 zł'
text a 'aaaa yes a'
keys a Enter a Enter
unanswered
order rate 100000
unanswered
keys a a Enter
unanswered
# only he who turns to the question answers it
sees a '1 ?000,00 zł'
keys a F6
until_ok "$PATIENCE" chosen a d || fail 'no choice of d'
until_ok "$PATIENCE" confirmed a '1 ?000,00 zł' || fail 'd is not confirmed'
hears 'agent to the desk: .*"agree".*"yes":false'

# what it signs with whose key, and what it says there
order end amount
sees a 'The receipt is in'
sees a 'does not say what you see here'
tm kill-session -t =a
tm kill-session -t =c
receipt key "signed with a key that is"
receipt text 'signature of the receipt is wrong'
client honest
sees honest 'queue'
order end honest
sees honest 'The receipt is in'
shows honest 'CAREFUL' && fail 'an honest receipt is blamed'
close honest Enter
tm kill-session -t =honest

# a desk that had a key and names none any more
order keyless
client honest
sees honest 'queue'
order end key
sees honest 'signs its receipts with another'
