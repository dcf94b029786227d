#!/bin/bash
# Cases 10 to 13: a binary file, an SGR of 17 parameters, REP, letters that are
# cut, an OSC without end: the frame around the shared screen stands on both
# sides, and the next line is read as it was written.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# sane N: what is typed next is seen by both, between whole bars
sane() {
	text a "reset; clear; echo $1-\$((60+6))"
	keys a Enter
	for who in a c; do
		sees "$who" "^$1-66"
	done
	sees a "$(say 'sees and MAY TYPE')"
	sees c '^ [a-z ]*[0-9:]+  200,00'
	for who in a c; do
		screen "$who" | iconv -f utf-8 -t utf-8 >/dev/null ||
			fail "$who shows no text"
	done
}
# raw NAME BYTES: written by a program in the share
raw() {
	printf '%b' "$2" >"$T/$1.raw"
	text c "clear; cat '$T/$1.raw'; echo"
	keys c Enter
	sane "$1"
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
head -c 200000 "$POMOC_BUILD/pomoc-agent" >"$T/binary.raw"
text c "clear; cat '$T/binary.raw'; echo"
keys c Enter
sane binary
raw sgr '\033[1;2;3;4;5;7;9;31;42;38;5;9;48;2;1;2;3mA\033[m'
raw rep 'x\033[999999999bY'
raw cut '\xc5\n\xe2\x82\n\xf0\x9f\x98\n\xff\xfe'
raw osc '\033]0;never ends'
raw dcs '\033Pnever ends'
raw c1 '\x9b31m\x9d0;title\x90q\x84\x85'
exit 0
