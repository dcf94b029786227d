#!/bin/bash
# A "no" stays one: declined, unanswered by the shell, released, handed over. No
# program asks again by itself; the technician's own act does.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

events() {
	"$POMOC_BUILD/pomoc" show --data "$T/data" "$1"
}

# count TICKET PATTERN
count() {
	events "$1" | grep -Ec -- "$2"
}

# Enough for ten tries of the first version: it came back after 0.3 s.
quiet() {
	! until_ok 3 shows "$1" "$2"
}

mkdir -m 700 "$T/data"
ssh-keygen -q -t ed25519 -N '' -f "$T/bartek"
echo "name=\"bartek\" $(cat "$T/bartek.pub")" >"$T/data/technicians"
console_desk c
client a
sees c 'Biuro Nowak'
pick c a
give_code c a
consent a n
sees a 'You did not let anna in'
sees c 'the client said no'
quiet a 'six digits|Let the technician in' || fail 'asked again after a no'
same "$(count 1 'consent')" 1 'one answer is in the journal'
same "$(count 1 'attached')" 1 'and one visit'
shows a 'You did not let anna in' || fail 'the client does not read what was'

# the technician asks again, and the same client may say yes
pick c a
give_code c a
consent a y
sees a 'sees and MAY TYPE'
text a 'echo in-$((3+4))'
keys a Enter
sees c 'in-7'

# a right: the technician hears the no, also where it is of before
keys a F2
sees a 'may only WATCH'
keys c C-] w
answer a '&no' 'asks for a right: type'
sees c 'Biuro Nowak said no to that'
keys c C-] v
sees c 'You only look now'
keys c C-] w
sees c 'Biuro Nowak said no to that'
shows a 'asks for a right' && fail 'asked again within a minute'
keys a F3
sees a 'sees and MAY TYPE'

# put back into the queue: the console does not take it again
keys c C-] d
sees c 'Queue'
keys c u
sees c 'Back into the queue'
keys c b
sees a 'back in the queue'
quiet a 'six digits' || fail 'taken again by itself after a release'
same "$(count 1 'claimed')" 1 'claims after the release'
sees c '>N .*Biuro Nowak'

# handed over: it waits for the other one, who is asked for a code of his own
pick c a
shows a 'back in the queue' && fail 'words of before beside the code'
give_code c a
consent a y
sees a 'sees and MAY TYPE'
keys c C-] h
sees c 'bartek' # a box with who may take it
until_ok "$PATIENCE" eval 'keys c Down; shows c "> *bartek"' ||
	fail 'bartek cannot be chosen'
keys c Enter
sees a 'back in the queue'
quiet a 'six digits|Let the technician in' || fail 'taken back by itself'
same "$(count 1 'claimed.*anna')" 2 'claims of the one who handed over'
console d --desk "$ADDR" --fingerprint "$FP" --identity "$T/bartek" \
	--data "$T/data-d"
sees d 'Biuro Nowak'
pick d a
give_code d a
consent a y
sees a 'sees and MAY TYPE'

# a shell that cannot be started is no reason to ask again either
client b -- /nonexistent/shell
keys c q
sees c 'N .*Biuro Nowak'
until_ok "$PATIENCE" eval 'keys c Down; shows c "^>N"' ||
	fail 'the second client cannot be chosen'
pick c b
give_code c b
consent b y
sees c "shell cannot be started"
quiet b 'six digits|Let the technician in' || fail 'asked again for no shell'
