#!/bin/bash
# A yes is never lost: after an accepted quote another one is declined, then one
# is added, by further hours, and one is put in its place, each in the same words
# on both screens; the work is put back, the client goes, and the ticket is ended
# unpicked.
# usage: quote_more.sh [LOCALE COLS ROWS]
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}

TITLE=$(say 'A quote for the client: accept it?')
ADDED=$(say 'In addition to what was accepted (%s net):' | sed 's/%s.*//')
REPLACED=$(say 'In place of what was accepted (%s net):' | sed 's/%s.*//')
# card NAME: the title and the words below it, as one line
card() {
	screen "$1" | sed -n "/$TITLE/,/F6/p" | sed '/F6/d' | tr -s ' \n' ' '
}
cards_agree() {
	[[ $(card c) == *"$(card a | cut -c 1-200)"* ]] || [ "$(card c)" = "$(card a)" ]
}
is_gone_everywhere() {
	! shows c "$TITLE" && ! shows a "$TITLE"
}
# offer SUM HOURS TEXT [KEY]
offer() {
	keys c C-] '$'
	sees c "$(say 'Quote for the client')"
	[ -z "${4-}" ] || keys c "$4"
	text c "$1"
	keys c Tab
	text c "$2"
	keys c Tab
	text c "$3"
	keys c C-s
	sees a "$TITLE"
	sees a "$3"
	sees c "$3"
}
# reply LABEL
reply() {
	keys a F6
	answer a "$1" "$TITLE"
	until_ok "$PATIENCE" is_gone_everywhere || fail 'the card stays'
}

# one hour of work that was done before
mkdir -m 700 "$T/data"
keys=$(home_of a)/.local/share/pomoc
mkdir -p "$keys"
ssh-keygen -q -t ed25519 -N '' -f "$keys/agent_key"
"$POMOC_BUILD/support/midway" "$T/data" \
	"$(ssh-keygen -lf "$keys/agent_key" | cut -d ' ' -f 2)" Alfa 3599 ||
	fail 'midway'
console_desk c
sees c Alfa
client a
let_in c a
sees a '1:00:00'

# one further hour behind the first one: what both cards say of it
offer '' 1 'reindeksacja'
for who in a c; do
	has_text "$(card $who)" '1:00:00 = 200,00 zł'
	has_text "$(card $who)" '400,00 zł'
	has_text "$(card $who)" '492,00 zł'
done
reply '&accept'
sees c "$(say '%s accepted the quote.' | sed 's/%s//')"
sees a '400,00.*492,00'

# declined: what was accepted stays, and the clock goes on
offer '300,00' '' 'raport'
has "$(card a)" "$ADDED *400,00"
has_text "$(card a)" '700,00 zł'
has_text "$(card a)" "$(say 'Declined: what was accepted before stays in force.' | cut -c 1-20)"
reply '&decline'
sees c "$(say '%s declined the quote.' | sed 's/%s//')"
sees a '1 h 0[0-9] min.*400,00.*492,00'

# added, then replaced
offer '500,00' '' 'wydruk'
has_text "$(card c)" '900,00 zł'
reply '&accept'
sees a '900,00.*1 107,00'
offer '1 000,00' '' 'razem' C-r
for who in a c; do
	has "$(card $who)" "$REPLACED *900,00"
	has_text "$(card $who)" '1 230,00 zł'
done
reply '&accept'
sees a '1 000,00.*1 230,00'

# put back; the client goes; ended by whoever is there, unpicked
keys c C-] d
sees c '^>.*Alfa'
keys c u
sees c "$(say 'Back into the queue?')"
keys c b
sees a "$(say 'You are back in the queue, at the same place.')"
keys a F12
sees a "$(say 'Questions? %s, phone %s' | sed 's/%s.*//')"
keys c X
sees c "$(say 'End a ticket that waits?')"
keys c "$(letter '&work was done')"
sees c "$(say 'End the ticket')"
keys c s
sees c 'Ctrl-S'
text c 'gotowe'
keys c C-s
sees c '1 230,00'
has "$("$POMOC_BUILD/pomoc" show --data "$T/data" 1)" '1 230,00'
"$POMOC_BUILD/pomoc" verify --data "$T/data" >"$T/out" ||
	fail "verify: $(cat "$T/out")"
exit 0
