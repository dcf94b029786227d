#!/bin/bash
# A technician whose key stays in ssh-agent: a whole visit, with the key that is
# chosen by its public part, with one of several that the desk finds, and with a
# token's. And one whom the desk does not know: the line to add, in one piece.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

mkdir -m 700 "$T/desk"
for n in other anna stranger; do
	ssh-keygen -q -t ed25519 -N '' -C "$n" -f "$T/$n"
done
ssh-keygen -q -t rsa -b 3072 -N '' -C 'rsa' -f "$T/rsa"
for n in anna rsa; do
	printf 'name="%s" %s\n' "$n" "$(cat "$T/$n.pub")"
done >"$T/desk/technicians"
export SSH_AUTH_SOCK=$T/agent
ssh-agent -D -a "$SSH_AUTH_SOCK" >/dev/null &
pids+=($!)
until_ok "$PATIENCE" test -S "$SSH_AUTH_SOCK" || fail 'no ssh-agent'
"$POMOC_BUILD/support/tokenagent" "$T/token" "$T/stranger" touched \
	>"$T/token.pub" &
pids+=($!)
until_ok "$PATIENCE" test -s "$T/token.pub" || fail 'no token'
printf 'name="token" %s\n' "$(cat "$T/token.pub")" >>"$T/desk/technicians"
ssh-add -q "$T/other" "$T/rsa" "$T/anna" 2>/dev/null || fail 'ssh-add'
# nothing is read from the files any more
rm "$T/rsa" "$T/anna"
# shellcheck disable=SC2119
desk
DESK=("$ADDR" "$FP")

at_desk() {
	local name=$1
	shift
	console "$name" --desk "${DESK[0]}" --fingerprint "${DESK[1]}" "$@"
}
# helps CONSOLE CLIENT NAME: a visit, from the queue to the receipt
helps() {
	local a=$2
	sees "$1" "$3: free"
	client "$a"
	sees "$1" 'Biuro Nowak'
	let_in "$1" "$a"
	sees "$1" "$(say TYPE)"
	text "$1" 'echo typed-$((40+2))'
	keys "$1" Enter
	sees "$a" 'typed-42'
	solve "$1"
	sees "$a" '246.00'
	close "$a" Enter
}
at_desk c --identity "$T/anna.pub"
helps c a anna
keys c Q
same "$(ended c)" 0 'with anna.pub'
# the second of the agent's keys is the first that the desk knows
at_desk d
helps d b rsa
keys d Q
same "$(ended d)" 0 'with any key'
SSH_AUTH_SOCK=$T/token at_desk e
sees e 'touch it when it blinks'
helps e f token
keys e Q
same "$(ended e)" 0 'with a token'

# a desk inside
mkdir -m 700 "$T/data"
config
console_desk h --identity "$T/anna.pub"
helps h i anna
keys h Q
same "$(ended h)" 0 'a desk inside'

ssh-add -q -D
ssh-add -q "$T/stranger"
at_desk g
sees g 'the desk does not know this key'
keys g Q
same "$(ended g)" 0 'a stranger'
has_text "$(cat "$T/g.err")" "name=\"YOUR NAME\" $(cat "$T/stranger.pub")"
exit 0
