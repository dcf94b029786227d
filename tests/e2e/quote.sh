#!/bin/bash
# A quote on both screens in the same words: taken back, declined in vain by
# the technician's keys, accepted by the client's own; then what it costs.
# usage: quote.sh [LOCALE COLS ROWS]
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}

TITLE=$(say 'A quote for the client: accept it?')
# card NAME: the title and the words below it
card() {
	screen "$1" | sed -nE "/$TITLE/,/(pay|zapłaty)\\.$/p"
}
no_card() {
	! shows "$1" "$TITLE"
}
cards_agree() {
	[ -n "$(card c)" ] && [ "$(card c)" = "$(card a)" ]
}
offer() {
	keys c C-] '$'
	sees c "$(say 'Quote for the client')"
	text c "$1"
	keys c Tab
	text c "$2"
	keys c Tab
	text c "$3"
	keys c C-s
	sees c "$TITLE"
	sees a "$TITLE"
	until_ok "$PATIENCE" cards_agree ||
		fail "c: $(card c) / a: $(card a)"
	has_text "$(card a)" "$3"
}

config
cat >>"$T/pomoc.conf" <<-END

	[template "reindex"]
	text = Odbudowano indeksy bazy.

	[template "printer"]
	text = Ustawiono drukarkę.
END
console_desk c
agent a
answer_steps a
sees c 'Biuro Nowak'
let_in c a

# by the hour, behind the one that was begun; the technician takes it back
sees a '200,00.*246,00'
offer '' 3 'przegląd bazy'
has_text "$(card a)" '= 200,00'
has_text "$(card a)" '800,00'
has_text "$(card a)" '984,00'
# what the technician types is for the shell, never for the question
text c 'a'
keys c Enter
text c 'd'
keys c Enter
keys c C-] '$'
sees c "$(say 'Take the quote back?')"
cards_agree || fail 'the technician could answer'
keys c t
until_ok "$PATIENCE" no_card c || fail 'it stays on the console'
until_ok "$PATIENCE" no_card a || fail 'it stays on the agent'
sees a "$(say 'The quote was taken back: nothing to answer.')"

# a fixed sum: the client's Enter alone is no answer, a and Enter is one
offer '1 000,00' '' 'naprawa raportów'
sees a "$(say 'F6: answer. The terminal waits.')"
keys a Enter
text a 'aota'
keys a Enter
cards_agree || fail 'typing was an answer'
keys a F6
keys a Enter
cards_agree || fail 'Enter alone was an answer'
answer a '&accept' "$TITLE"
sees c "$(say '%s accepted the quote.' | sed 's/%s//')"
sees a 'aota.*not found' # typed before, read now
until_ok "$PATIENCE" no_card c || fail 'it stays on the console'
sees a '1 000,00.*1 230,00'
# the note: the second text of the configuration, and a line by hand
keys c C-] X
sees c "$(say 'End the ticket')"
keys c s
sees c 'Ctrl-T: reindex'
keys c C-t
sees c 'Odbudowano'
keys c C-t
sees c 'Ustawiono'
keys c Enter
text c 'Zrobione.'
sees c '[|│] Zrobione'
keys c C-s
sees a '1 230,00'
close a Enter
close c Q
"$POMOC_BUILD/pomoc" show 1 --receipt --data "$T/data" >"$T/receipt"
grep -q '1 000,00.*naprawa raportów' "$T/receipt" || fail 'not on the receipt'
grep -q 'Ustawiono drukarkę. *Zrobione' "$T/receipt" || fail 'no note'
# the client's own copy is the same, and stock ssh-keygen knows who signed it
copy=$(echo "$T"/home/a/.local/share/pomoc/receipts/*-1.txt)
cmp "$copy" "$T/receipt" || fail 'the copies differ'
echo "desk $(cat "$T/data/receipt_key.pub")" >"$T/signers"
ssh-keygen -Y verify -f "$T/signers" -I desk -n pomoc-receipt \
	-s "$copy.sig" <"$copy" >"$T/out" 2>&1 || fail "$(cat "$T/out")"
has_text "$(ssh-keygen -Y check-novalidate -n pomoc-receipt \
	-s "$copy.sig" <"$copy")" \
	"$(ssh-keygen -lf "$T/data/receipt_key.pub" | cut -d ' ' -f 2)"
sed -i 's/1 000,00/1 000,01/' "$copy"
ssh-keygen -Y verify -f "$T/signers" -I desk -n pomoc-receipt \
	-s "$copy.sig" <"$copy" >/dev/null 2>&1 && fail 'a forged receipt passes'
exit 0
