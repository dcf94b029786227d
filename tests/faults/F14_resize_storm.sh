#!/bin/bash
# Case 14: both windows change their size all the time, and the client's
# terminal says 0x0 and 65535x65535: both go on, with the screen of the size
# that there really is.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# says NAME COLS ROWS: as its terminal would say that it has that size
size() {
	stty -F "$(tm display-message -p -t "=$1:" '#{pane_tty}')" \
		cols "$2" rows "$3"
}
sane() {
	# keys may be taken before the signal of the last size
	text a "clear; until stty size | grep '^2. 80'; do :; done; echo $1-\$((70+7))"
	keys a Enter
	sees a "^$1-77"
	sees c "^$1-77"
	sees a "$(say 'sees and MAY TYPE')"
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
for n in {1..60}; do
	for who in a c; do
		tm resize-window -t "=$who:" -x $((20 + n * 37 % 180)) \
			-y $((5 + n * 13 % 60))
	done
done
for who in a c; do
	tm resize-window -t "=$who:" -x 80 -y 24
done
sane storm
sees a '^2[0-9] 80$'
for end in '0 0' '65535 65535' '1 1' '500 200'; do
	for who in a c; do
		# shellcheck disable=SC2086 # two words
		size "$who" $end
	done
done
for who in a c; do
	size "$who" 80 24
done
sane ends
sees a '^2[0-9] 80$'
exit 0
