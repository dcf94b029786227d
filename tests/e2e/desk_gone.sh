#!/bin/bash
# The desk is killed while a client waits, and while a technician has picked
# him: the client is told at once, with the phone number, until it is back.
# shellcheck disable=SC2317 # called through until_ok
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

lost=$(say 'The link to the service point is lost; trying again.')
place=$(say 'You are next in the queue.')
coming=$(say '%s takes care of you now and is about to connect.' |
	sed 's/%s/anna/')

# told_at_once CLIENT
told_at_once() {
	local start
	start=$(now_ms)
	sees "$1" "$lost"
	echo "told after $(($(now_ms) - start)) ms"
	has_text "$(screen "$1" | tr -s ' \n' ' ')" \
		'Your place is kept. Questions? Phone +48 22 000 00 00.'
	tm resize-window -t "=$1:" -x $((COLS + 4)) -y "$ROWS"
	sees "$1" "$lost"
}
not_told() {
	! shows "$1" "$lost"
}

# shellcheck disable=SC2119
desk
client a
sees a "$place"
kill_desk
told_at_once a
# still so behind the first tries, and gone with the desk's return
until_ok "$PATIENCE" grep -q 'next try\|desk is down' \
	"$T/home/a/.local/share/pomoc/agent.log"
sees a "$lost"
desk --listen "$ADDR"
until_ok "$PATIENCE" not_told a || fail 'the text stayed'
sees a "$place"

console_desk c
client b
sees c 'Jan Nowak'
pick c b
keys c Escape Escape
sees b 'anna is not connected any more'

# nobody leaves by Q while a client counts on him, from whatever view
# asks_before_leaving CONSOLE
asks_before_leaving() {
	keys "$1" Q
	sees "$1" "$(say 'Leave pomoc?')"
	keys "$1" n
	until_ok "$PATIENCE" no_question "$1" || fail 'the question stayed'
}
no_question() {
	! shows "$1" "$(say 'Leave pomoc?')"
}
keys c q
sees c '^>.*Jan Nowak|Jan Nowak'
asks_before_leaving c
keys c 2
sees c "$(say 'Time log')|worked|Worked"
asks_before_leaving c
kill -9 "$(pgrep -P "$(pid_of c)" | head -n 1)" "$(pid_of c)"
told_at_once b
shows b "$coming" && fail 'nobody is about to connect'

# the same at a desk elsewhere: a colleague's client holds nobody
mkdir -m 700 "$T/team"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/anna"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/piotr"
printf 'name="%s" %s\n' anna "$(cat "$T/anna.pub")" \
	piotr "$(cat "$T/piotr.pub")" >"$T/team/technicians"
desk --data "$T/team"
for who in anna piotr; do
	console "$who" --desk "$ADDR" --fingerprint "$FP" \
		--identity "$T/$who" --data "$T/$who.data"
done
client d
sees anna '^>.*Biuro Nowak'
pick anna d
keys anna Escape Escape
sees anna "$(say 'The visit is over')"
keys anna q
sees anna '^>[Aa].*Biuro Nowak'
asks_before_leaving anna
sees piotr '^.[Aa].*Biuro Nowak'
keys piotr Q
same "$(ended piotr)" 0 "piotr's console"
exit 0
