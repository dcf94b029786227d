#!/bin/bash
# How many messages a link may say at once, and after that: as many as
# message-burst are answered, one more ends the link; then one at a time, as
# message-rate fills it up.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
# says_at_once NAME N: the hello and pings, N messages in one go
says_at_once() {
	local text=$HELLO i
	for ((i = 1; i < $2; i++)); do
		text+=$'\n'"{\"t\":\"ping\",\"n\":$i}"
	done
	say "$1" "$text"
}
BURST=6
printf '[limits]\nloopback-exempt = yes\nmessage-burst = %d\nmessage-rate = 1\n' \
	$BURST >"$T/rates.conf"
desk --config "$T/rates.conf"

peer n "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/n.key"
says_at_once n $BURST
hears n '"listed"'
hears n "\"pong\",\"n\":$((BURST - 1))"
# a second later there is room for one more, and so on
for i in 91 92; do
	until_ok 5 is_past $(($(now_ms) + 1000))
	say n "{\"t\":\"ping\",\"n\":$i}"
	hears n "\"pong\",\"n\":$i"
done
gone n && fail 'within the limits, and hung up on'

peer more "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/more.key"
says_at_once more $((BURST + 1))
until_ok "$PATIENCE" grep -q 'too many messages' "$T/desk.err" ||
	fail "one more than $BURST is taken"
until_ok "$PATIENCE" gone more || fail 'it is not hung up on'
has_line more "\"pong\",\"n\":$BURST" && fail 'what was too much is answered'
exit 0
