#!/bin/bash
# Large pastes by both arrive whole, whatever the program's pace.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

whole() {
	cmp -s "$1" "$2"
}

# arrived WHO WHAT FILE
arrived() {
	until_ok 20 whole "$3" "$T/text" || fail "$2 by $1: $(
		wc -c <"$3") of $(wc -c <"$T/text") bytes, $(cmp "$3" "$T/text")"
	echo "$2 by $1: whole"
}

lines "$T/text" 300000
size=$(wc -c <"$T/text")
console_desk c
client a
sees c 'Jan Nowak'
let_in c a

for who in a c; do
	run "$who" "cat >'$T/cat.$who'; echo cat-$who-\$((40+2))"
	paste "$who" "$T/text"
	keys "$who" C-d
	sees a "cat-$who-42" 30
	arrived $who cat "$T/cat.$who"

	# 30 KB each 0.1 s
	run "$who" "stty raw -echo; for i in 1 2 3 4 5 6 7 8 9 10 11; do dd \
bs=30000 count=1 iflag=fullblock,count_bytes count=\$((i < 11 ? 30000 : \
$size - 300000)) status=none; sleep 0.1; done >'$T/slow.$who'; stty sane; \
clear; echo slow-$who-\$((40+2))"
	until_ok "$PATIENCE" test -e "$T/slow.$who" || fail 'no slow reader'
	paste "$who" "$T/text"
	sees a "slow-$who-42" 30
	arrived $who 'a slow reader' "$T/slow.$who"
done

if command -v vim >/dev/null; then
	head -n 1500 "$T/text" >"$T/short"
	mv "$T/short" "$T/text"
	for who in a c; do
		run "$who" "clear; vim -N -u NONE -i NONE -n -c 'set paste' \
'$T/vim.$who'; clear; echo vim-$who-\$((40+2))"
		sees a "vim.$who\" \[New"
		text "$who" i
		paste "$who" "$T/text"
		keys "$who" Escape
		text "$who" ':$d'
		keys "$who" Enter
		text "$who" ':x'
		keys "$who" Enter
		sees a "vim-$who-42" 40
		arrived $who vim "$T/vim.$who"
	done
fi
