#!/bin/bash
# The technician gives up before he was let in, or his console is gone: the user
# reads that, and not that somebody is about to come. The user ends the visit:
# the technician reads that it is over, and not that the user is silent.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

mkdir -m 700 "$T/desk"
ssh-keygen -q -t ed25519 -N '' -f "$T/key"
echo "name=\"anna\" $(cat "$T/key.pub")" >"$T/desk/technicians"
# shellcheck disable=SC2119
desk
anna() {
	console "$1" --desk "$ADDR" --fingerprint "$FP" --identity "$T/key" \
		--data "$T/data"
}
anna c
client a
sees c 'Biuro Nowak'
gone='anna is not connected any more'

# at the code
pick c a
keys c Escape
keys c Escape
sees a "$gone"

# at the question: the console is gone
pick c a
give_code c a
sees a 'Let the technician in?'
kill -9 "$(pid_of c)"
sees a "$gone"
shows a 'Let the technician in?' && fail 'the question stays'

# and she may come again
anna d
sees d 'Biuro Nowak'
pick d a
give_code d a
consent a y
sees a 'sees and MAY TYPE'
keys a F12
sees d 'the visit is over'
shows d 'the client is silent' && fail 'who has gone is not silent'
exit 0
