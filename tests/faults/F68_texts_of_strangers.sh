#!/bin/bash
# Case 68: a client whose name and problem are ESC, C1, letters that turn the
# writing and a pile of accents: the technician sees a row that is safe and not
# empty, on his screen and in the tables. One whose name is nothing that can be
# seen is asked for it.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# stranger NAME JSON-NAME JSON-PROBLEM
stranger() {
	client "$1"
	say "$1" "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\",\"name\":\"$2\",\"company\":\"\",\"phone\":\"1\",\"problem\":\"$3\"}"
	hears "$1" '"queued"'
}
rows() {
	sqlite3 -readonly "$T/desk/desk.db" "SELECT count(*) FROM person"
}

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
stranger esc '\u001b[2J\u001b]0;x\u0007Esc' 'a\u001b[31mred'
stranger c1 '\u009b2J\u0090C1' '\u0085x'
stranger bidi 'Bidi\u202egnihton\u2066\u200f' '\u202ex'
client none
say none '{"t":"join","technician":"any","product":"Subiekt","name":"\u200b\u200d\ufeff\u2060","company":"","phone":"1","problem":"\u200b"}'
hears none '"refused".*your name is needed'
stranger pile "Pile$(printf '\u0301%.0s' {1..50})" \
	"$(printf '\u0489%.0s' {1..400})"
same "$(rows)" 4 'requests'
same "$(sqlite3 -readonly "$T/desk/desk.db" "SELECT count(*) FROM person
	WHERE trim(name) = '' OR client = ''")" 0 'names that are empty'
console c --desk "$ADDR" --fingerprint "$FP" --identity "$T/anna" \
	--data "$T/console"
for word in Esc C1 Bidi Pil; do
	sees c "$word"
done
for _ in 1 2 3 4 5; do
	screen c >"$T/screen"
	keys c Down
done
LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' "$T/screen" &&
	fail 'a control character on the screen'
grep -q $'[\u0080-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]' \
	"$T/screen" && fail 'what turns the writing or has no width'
# four rows, and none of them without a name
same "$(grep -Ec '^[> ]N [0-9:]+ +[^ ]' "$T/screen")" 4 'rows'
"$POMOC_BUILD/pomoc" queue --data "$T/desk" >"$T/table" || fail 'no table'
LC_ALL=C grep -q $'[\x01-\x08\x0b-\x1f\x7f]' "$T/table" &&
	fail 'a control character in the table'
exit 0
