#!/bin/bash
# Keys in the last row and titles of columns are pressed with the mouse, in both
# programs.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# click NAME ROW TEXT: the left button, on the beginning of that text there; row
# 0 is the last one
click() {
	local line row=$2 before
	[ "$row" -gt 0 ] || row=$ROWS
	line=$(screen "$1" | sed -n "${row}p")
	before=${line%%"$3"*}
	[ "$before" != "$line" ] || fail "no $3 in row $2 of $1: $line"
	text "$1" $'\e'"[<0;$((${#before} + 1));${row}M"
	text "$1" $'\e'"[<0;$((${#before} + 1));${row}m"
}

COLS=132 ROWS=30
console_desk console
agent nowak --name 'Jan Nowak' --company 'Biuro Nowak' \
	--phone '+48 600 000 000' --problem 'cannot close the month'
sees nowak "$(say 'Who shall help you?')"
click nowak 0 Enter
sees nowak "$(say 'Which program is it about?')"
click nowak 0 Esc
sees nowak "$(say 'Who shall help you?')"
click nowak 0 "$(say take)"
sees nowak "$(say 'Which program is it about?')"
click nowak 0 Enter
sees console 'Biuro Nowak.* no '

click console 0 'c called'
sees console 'Biuro Nowak.* yes '
click console 2 client
sees console 'client▲'
click console 2 client
sees console 'client▼'
click console 1 '[2 Log'
sees console 'no\.▼'
click console 2 completed
sees console 'completed▼'
click console 2 completed
sees console 'completed▲'
# each column of the log begins in its own order
click console 2 worked
sees console '▼worked'
click console 2 product
sees console 'product▲'
click console 2 product
sees console 'product▼'
click console 2 client
sees console 'client▲'
click console 0 'q back'
sees console 'client▼'
# a box takes none for what it stands on
click console 0 '/ find'
sees console "^$(say 'Find: ' | sed 's/ $//')"
keys console Escape
sees console '/ find'
exit 0
