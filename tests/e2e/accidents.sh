#!/bin/bash
# A hundred sentences, pastes and clicks while the client is asked for consent and
# for a right: none answers it, the honest answer does.
# usage: accidents.sh [LOCALE COLS ROWS]
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/accidents.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}
RANDOM=7

console_desk c
client a
sees c 'Biuro Nowak'
pick c a
give_code c a
CONSENT=$(say 'Let the technician in?')
sees a "$CONSENT"
sees a '246,00'
sentences a 50
shows a "$CONSENT" || fail 'consent by accident'
none 'consent' || fail "$(events)"
consent a w
sees a "$(say 'may only WATCH')"

keys c C-] w
RIGHT=$(say '%s asks for a right: %s' | sed 's/^%s//; s/%s.*//')
sees a "$RIGHT"
sentences a 50
shows a "$RIGHT" || fail 'a right by accident'
answer a '&yes' "$RIGHT"
sees a "$(say 'sees and MAY TYPE')"
exit 0
