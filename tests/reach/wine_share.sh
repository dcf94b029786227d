#!/bin/bash
# The data of the Windows agent in a folder that does not begin with a drive, as
# on a file server: above the share nothing is to be made.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"

console_desk c
term a env POMOC_DATA="//?/Z:$T/folder of/the agent" \
	"$top/tests/support/wine_agent.sh" "$EXE" "$ADDR" --fingerprint "$FP"
sees a "$(say 'Who shall help you?')"
shows a 'cannot be kept' && fail 'the key is not kept'
until_ok "$PATIENCE" test -s "$T/folder of/the agent/agent_key" ||
	fail 'no key is there'
close a F12

# a key that others can read is not used, and what is said of it is of Windows
chmod 644 "$T/folder of/the agent/agent_key"
tm kill-session -t '=a'
term a env POMOC_DATA="//?/Z:$T/folder of/the agent" \
	"$top/tests/support/wine_agent.sh" "$EXE" "$ADDR" --fingerprint "$FP"
sees a "$(say 'Who shall help you?')"
sees a 'cannot be kept here'
sees a 'Security: nobody but'
shows a 'chmod' && fail 'a command that is not there'
close a F12
