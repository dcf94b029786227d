#!/bin/bash
# One theme: at each depth of colour the bars of both programs look the same,
# and without colours there are none, but what has to be told apart still is.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

looks() {
	tm capture-pane -e -p -t "=$1:"
}
# bar NAME: how the name in the first row is drawn
bar() {
	looks "$1" | head -n 1 | sed 's/ pomoc.*//'
}
colours() {
	looks "$1" | grep -Eo $'\e\\[[0-9;]*m' | grep -E '[[;](3|4)[0-8][;m]'
}

# shellcheck disable=SC2119
desk
n=0
while read -r -a vars; do
	n=$((n + 1))
	term "c$n" env "${vars[@]}" "$POMOC_BUILD/pomoc" \
		--config "$T/pomoc.conf" --data "$T/data$n" \
		--listen "127.0.0.1:$(free_port)"
	term "a$n" env "${vars[@]}" "$POMOC_BUILD/pomoc-agent" "$ADDR" \
		--fingerprint "$FP"
	sees "c$n" "$(say 'Nobody is waiting.')"
	sees "a$n" "$(say 'Who shall help you?')"
	[ -n "$(bar "c$n")" ] || fail "${vars[*]}: the bar has no look"
	same "$(bar "a$n")" "$(bar "c$n")" "${vars[*]}: the agent's bar"
done <<'END'
TERM=linux COLORTERM=
TERM=xterm-256color COLORTERM=
TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1
TERM=vt100 COLORTERM=
END
[ -n "$(colours c1)" ] || fail 'no colours of eight'
has "$(colours c2)" '38;5;'
colours c1 | grep -q ';5;' && fail 'more than eight colours of eight'
for i in 3 4; do
	[ -z "$(colours "c$i")$(colours "a$i")" ] || fail "colours in $i"
	has "$(looks "c$i")" $'\e\\[[0-9;]*7m'
done
# what cannot hide its cursor has it in the corner
same "$(tm display-message -p -t '=c4:' '#{cursor_x} #{cursor_y}')" \
	"$((COLS - 1)) $((ROWS - 1))" 'the cursor of c4'

# a marked row is told by a sign
console_desk marks
client nowak
sees marks 'Biuro Nowak'
keys marks Space
sees marks '^#N'
exit 0
