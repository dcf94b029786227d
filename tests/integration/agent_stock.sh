#!/bin/bash
# The stock ssh client at the agent's inner server: refused with one clear line
# unless the agent's configuration pins its key; then, after consent, it shares
# the screen, and the user takes typing away and ends it.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
command -v ssh >/dev/null || skip 'no ssh'

ssh-keygen -q -t ed25519 -N '' -f "$T/tech"
PIN=$(ssh-keygen -lf "$T/tech.pub" | cut -d ' ' -f 2)
mkdir -p "$T/desk"
echo "name=\"anna\" $(cat "$T/tech.pub")" >"$T/desk/technicians"
# shellcheck disable=SC2119
desk
cat >"$T/ssh_config" <<END
Host *
	IdentityFile $T/tech
	IdentitiesOnly yes
	StrictHostKeyChecking no
	UserKnownHostsFile /dev/null
	LogLevel ERROR
	ProxyCommand none
END

# ticket NAME: the number that the agent shows
ticket() {
	screen "$1" | sed -n 's/.*Request number \([0-9]*\):.*/\1/p'
}

client() {
	local name=$1
	shift
	agent "$name" --technician any --product Subiekt --name Jan \
		--company Biuro --phone 600 --problem test "$@" -- /bin/sh
	sees "$name" 'You are next in the queue|Your place in the queue'
	sees "$name" 'Request number'
}

# guest NAME TICKET
guest() {
	term "$1" ssh -tt -F "$T/ssh_config" -o ProxyCommand="ssh -F \
$T/ssh_config -p ${ADDR##*:} -W %h:%p tech@127.0.0.1" "tech@ticket-$2"
}

# not pinned: told so, nothing is shown and nothing is asked
client a
guest g "$(ticket a)"
until_ok 5 test -e "$T/g.exit" || fail 'the refused client hangs'
# a dead pane has scrolled
tm capture-pane -p -S - -t '=g:' | grep -q "only pomoc's console" ||
	fail 'the refused client was not told why'
shows a 'Let the technician in' && fail 'consent was asked for a stranger'
keys a q
sees a 'Leave the queue'
keys a l
until_ok 5 test -e "$T/a.exit" || fail 'the agent does not end'

# pinned: consent is still asked
mkdir -p "$(home_of b)/.config/pomoc"
printf '[technician "anna"]\nkey = %s\n' "$PIN" \
	>"$(home_of b)/.config/pomoc/agent.conf"
client b
guest h "$(ticket b)"
sees b 'Let the technician in'
sees h 'Waiting for the client'
text h 'echo too-early-$((3+4))'
keys h Enter
answer b '&yes, see and type' 'Let the technician in'
sees b 'sees and MAY TYPE'
text h 'echo both-$((40+2))'
keys h Enter
sees b both-42
sees h both-42
shows b too-early && fail 'keys from before the consent got through'

# taken back, given back
keys b F2
sees b 'may only WATCH'
text h 'echo no-$((50+5))'
keys h Enter
text b 'echo yes-$((60+6))'
keys b Enter
sees h yes-66
shows b 'no-' && fail 'typing was not taken back'

# hidden: what he was shown is not left there
keys b F4
sees b 'SCREEN HIDDEN'
sees h 'The client has hidden the screen'
shows h 'yes-66|both-42' && fail 'a hidden screen is seen'
keys b F4
sees h yes-66
shows h 'has hidden' && fail 'the words stay'

# the end: the guest's connection goes, no shell stays
text b 'sleep 43219 & echo started-$((70+7))'
keys b Enter
sees b started-77
keys b F12
sees b 'You have ended the visit'
until_ok 5 test -e "$T/h.exit" || fail 'the guest is still connected'
until_ok 2 eval '[ -z "$(runs "^sleep 43219")" ]' ||
	fail 'a process of the shared shell is left'
exit 0
