#!/bin/bash
# The Windows agent is killed in a visit: the job object ends all that ran in
# the pseudo console, and the technician knows at once.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"

busy_visit
pid=$(pid_of_wine a)
[ -n "$pid" ] || fail 'the agent is not found'
began=$(now_ms)
kill -9 "$pid"
sees c "$(say 'The link of %s is lost; the clock stands.' | sed 's/%s/.*/')"
echo "the technician knows: $(($(now_ms) - began)) ms"
until_ok 5 none_left || fail "left behind: $(in_console)"
echo "nothing left: $(($(now_ms) - began)) ms"
