#!/bin/bash
# A flood of what used to be dear, on a large screen: the user's F2 and F12 and
# the technician's way to his queue work at once, and a picture in colours that
# fills all of it reaches the technician, also after it was hidden.
# How long it takes is printed; the limit is for a machine with other work.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
COLS=500 ROWS=202 LIMIT=3000
FLOOD=$POMOC_BUILD/support/flood
CORPUS=$(cd "$(dirname "$0")/../fuzz/corpus/cost" && pwd)

# took WHAT NAME KEY PATTERN: presses the key until the screen answers in time
took() {
	local what=$1 name=$2 key=$3 pattern=$4 begin ms
	begin=$(now_ms)
	# shellcheck disable=SC2086
	keys "$name" $key
	sees "$name" "$pattern" 30
	ms=$(($(now_ms) - begin))
	echo "$what: $ms ms"
	[ $ms -lt $LIMIT ] || fail "$what took $ms ms"
}

# flood NAME: until the program writes and nothing else does
flood() {
	text a "$FLOOD $CORPUS/$1"
	keys a Enter
	until_ok 10 eval "[ -n \"\$(runs '^$FLOOD $CORPUS/$1')\" ]" ||
		fail "the flood $1 does not run"
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a

# every cell with colours of its own: more than a frame may be
text a "awk 'BEGIN { for (r = 0; r < 199; r++) { for (c = 0; c < 500; c++) \
printf \"\\033[38;2;%d;%d;%d;48;2;%d;%d;%dm#\", c % 256, r, (c * r) % 256, \
r, c % 256, (c + r) % 256; printf \"\\033[m\\n\" } }'; echo pict''ure"
keys a Enter
sees a picture 30
sees c picture 30
keys a F4
sees a 'HIDDEN'
text a 'echo un''seen'
keys a Enter
sees a unseen
keys a F4
sees c unseen 30
text a 'clear; echo aft''er'
keys a Enter
sees c after 30

for name in su lf_region; do
	flood "$name"
	took "$name, F2" a F2 'may only WATCH'
	took "$name, F3" a F3 'MAY TYPE'
	took "$name, to the queue" c 'C-] d' 'Enter pick'
	keys c Enter
	keys a C-c
	text a 'reset; clear; echo rea''dy'
	keys a Enter
	sees a ready 30
	sees c ready 30
done

flood su
took 'F12' a F12 'You have ended the visit'
exit 0
