#!/bin/bash
# The Windows agent is killed in a visit: the job object ends all that ran in
# the pseudo console, and the technician knows at once.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"

ping_runs() {
	[ -n "$(named '^([^ ]*\\)?ping\.exe')" ]
}
none_left() {
	[ -z "$(in_console)" ]
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
sees a '^[A-Z]:.*>'
run a 'start /b ping -n 600 127.0.0.1 >nul'
until_ok "$PATIENCE" ping_runs || fail 'no ping runs'
pid=$(pid_of_wine a)
[ -n "$pid" ] || fail 'the agent is not found'
began=$(now_ms)
kill -9 "$pid"
sees c "$(say 'The link of %s is lost; the clock stands.' | sed 's/%s/.*/')"
echo "the technician knows: $(($(now_ms) - began)) ms"
until_ok 5 none_left || fail "left behind: $(in_console)"
echo "nothing left: $(($(now_ms) - began)) ms"
