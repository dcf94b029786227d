#!/bin/bash
# A client who has accepted a quote is handed over: the first one's clock stands,
# the client's bar says where he is, and the second consent says what it costs
# then, not what it would have cost before.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

mkdir -m 700 "$T/desk"
for who in anna piotr; do
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/$who"
	printf 'name="%s" %s\n' "$who" "$(cat "$T/$who.pub")" \
		>>"$T/desk/technicians"
done
# shellcheck disable=SC2119
desk
for who in anna piotr; do
	console "$who" --desk "$ADDR" --fingerprint "$FP" \
		--identity "$T/$who" --data "$T/$who.data"
	sees "$who" "$(say 'Nobody is waiting')"
done
client c
sees anna '^>N'
let_in anna c
keys anna C-] '$'
sees anna "$(say 'Quote for the client')"
text anna '1500'
keys anna Tab
keys anna Tab
text anna 'another server'
keys anna C-s
sees c "$(say 'F6: answer. The terminal waits.')"
keys c F6
answer c '&accept' '\[A\]'
sees c '1 500,00 .*1 845,00'

# oneself is not offered
keys anna C-] h
sees anna "$(say 'For which technician?')"
shows anna '^[^a-z]*anna' && fail 'anna is offered herself'
keys anna Down
keys anna Enter
sees c "$(say 'nobody: in the queue')"
shows c "$(say 'not connected')" && fail 'in the queue, and "not connected"'
sees anna "$(say 'the visit is over')"
span() {
	screen anna | grep -oE '[0-9]:[0-9]{2}:[0-9]{2}' | head -n 1
}
was=$(span)

# nothing is begun there any more
keys anna C-] '$'
sees anna "$(say 'That ticket is not yours.')"
shows anna "$(say 'Quote for the client')" && fail 'a box for what is not hers'

sees piotr '^>N\*.*Biuro Nowak'
pick piotr c
give_code piotr c
sees c 'You have accepted a quote: 1 500,00 zł net, 1 845,00 zł gross'
shows c 'The clock begins now' && fail 'another price in the consent'
consent c y
sees c "$(say 'sees and MAY TYPE')"
same "$(span)" "$was" 'the clock of the one who has gone'
