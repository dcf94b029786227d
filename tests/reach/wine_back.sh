#!/bin/bash
# The desk dies while a Windows agent waits, and comes again: the agent is back
# in its place.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"

not_told() {
	! shows a "$(say 'The link to the service point is lost; trying again.')"
}

# shellcheck disable=SC2119
desk
client a
sees a "$(say 'You are next in the queue.')"
kill_desk
sees a "$(say 'The link to the service point is lost; trying again.')"
until_ok "$PATIENCE" grep -q 'refuses the connection' \
	"$T/home/a/.local/share/pomoc/agent.log" || fail 'it is not tried again'
desk --listen "$ADDR"
until_ok "$PATIENCE" not_told || fail 'the text stayed'
sees a "$(say 'You are next in the queue.')"
keys a F12
same "$(ended a)" 0 'exit of the agent'
