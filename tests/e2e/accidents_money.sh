#!/bin/bash
# Fifty sentences, pastes and clicks while a quote and a dearer kind of work
# wait for an answer: none is one. Then that question goes all its ways.
# usage: accidents_money.sh [LOCALE COLS ROWS]
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/accidents.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}
RANDOM=7

# kind NAME KEY: chosen in the menu, moving by KEY
kind() {
	keys c C-] k
	sees c "$(say 'Kind of work from now on')"
	until_ok "$PATIENCE" on_item c "$1" "$2" || fail "no $1 in the menu"
	keys c Enter
}
on_item() {
	shows "$1" "> *[0-9]*.*$2" && return
	keys "$1" "$3"
	return 1
}

console_desk c
client a
sees c 'Biuro Nowak'
let_in c a

keys c C-] '$'
sees c "$(say 'Quote for the client')"
text c 1000
keys c C-s
QUOTE=$(say 'A quote for the client: accept it?')
sees a "$QUOTE"
sentences a 25
shows a "$QUOTE" || fail 'a quote by accident'
none 'answered' || fail "$(events)"
keys c C-] '$'
sees c "$(say 'Take the quote back?')"
keys c t
until_ok "$PATIENCE" is_gone a "$QUOTE" || fail 'the quote stays'

# a dearer kind of work: asked, taken back, declined, agreed to
RATE=$(say 'Another price from now on: agree?')
kind "$(say 'database repair')" Down
sees a "$RATE"
sees a '492,00'
sees c "$RATE"
sentences a 25
shows a "$RATE" || fail 'a price by accident'
none 'kind-answered' || fail "$(events)"
keys c C-] k
sees c "$(say 'Take the question back?')"
keys c t
until_ok "$PATIENCE" is_gone a "$RATE" || fail 'the question stays'
kind "$(say 'database repair')" Down
sees a "$RATE"
keys a F6
answer a '&decline' "$RATE"
sees c "$(say '%s did not agree; the price stays.' | sed 's/.*%s//')"
sees a '200,00'
kind "$(say 'database repair')" Down
sees a "$RATE"
keys a F6
answer a '&accept' "$RATE"
sees c "$(say '%s agreed; the new price is in force.' | sed 's/.*%s//')"
sees a "$(say 'From now on the work is: %.60s, %s net per hour.' |
	sed 's/%.*//')$(say 'database repair')"
# back again needs nobody's yes
kind 'support A' Up
sees a "$(say 'From now on the work is: %.60s, %s net per hour.' |
	sed 's/%.*//')support A"
exit 0
