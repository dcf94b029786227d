#!/bin/bash
# Nothing that runs in the pseudo console outlives a visit with the Windows
# agent that F12 ends.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"

busy_visit
began=$(now_ms)
keys a F12
sees a "$(say 'Questions? %s, phone %s' | sed 's/%s.*//')"
echo "the end is shown: $(($(now_ms) - began)) ms"
until_ok 5 none_left || fail "left behind: $(in_console)"
echo "nothing left: $(($(now_ms) - began)) ms"
close a Enter
