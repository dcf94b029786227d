#!/bin/bash
# Nothing that runs in the pseudo console outlives a visit with the Windows
# agent that F12 ends.
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
began=$(now_ms)
keys a F12
sees a "$(say 'Questions? %s, phone %s' | sed 's/%s.*//')"
echo "the end is shown: $(($(now_ms) - began)) ms"
until_ok 5 none_left || fail "left behind: $(in_console)"
echo "nothing left: $(($(now_ms) - began)) ms"
close a Enter
