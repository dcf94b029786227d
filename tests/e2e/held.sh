#!/bin/bash
# The client's program runs in tmux, so that whoever types on its machine can
# press his keys: while a quote stands nothing that was started in the share
# runs, so no quote is accepted by the one who made it.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# a loop that presses the client's keys, in a session of its own
cat >"$T/press" <<END
while :; do
	tmux -L $TMUX_NAME send-keys -t '=a:' "\$1"
	printf '\033[1;1Hforged' >"\$2"
	echo >>'$T/pressed'
	sleep 0.2
done
END

pressed() {
	wc -l <"$T/pressed"
}
presses_again() {
	[ "$(pressed)" -gt "$1" ]
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
tty=$(tm display-message -p -t '=a:' '#{pane_tty}')
text c "setsid sh '$T/press' a '$tty' >/dev/null 2>&1 &"
keys c Enter
until_ok "$PATIENCE" presses_again 3 || fail 'the technician cannot attack'

keys c C-] '$'
sees c "$(say 'Quote for the client')"
text c '1 000,00'
keys c Tab
keys c Tab
text c 'nothing'
keys c C-s
sees a "$(say 'A quote for the client: accept it?')"
sees a "$(say 'waits: all stands still')"
n=$(pressed)
text c "tmux -L $TMUX_NAME send-keys -t =a: a"
keys c Enter
sees c "$(say 'The client is being asked: typing waits for that.')"
until_ok 2 presses_again "$n" && fail 'it went on'
shows a "$(say 'A quote for the client: accept it?')" || fail 'it was answered'

# taken back: all goes on
keys c C-] '$'
sees c "$(say 'Take the quote back?')"
keys c t
sees a "$(say 'sees and MAY TYPE')"
until_ok "$PATIENCE" presses_again "$n" || fail 'it stands for ever'
keys a F12
sees a "$(say 'You have ended the visit.')"
n=$(pressed)
until_ok 1 presses_again "$n" && fail 'it lives on'
exit 0
