#!/bin/bash
# The technician pauses a clock that the desk has stopped because nobody types:
# then no key lets it go on but his own.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

config
printf '%s\n' 'idle-ask-s = 2' 'idle-pause-s = 6' >>"$T/pomoc.conf"
console_desk c
client a
sees c 'Biuro Nowak'
let_in c a
sees a "$(say 'stands: nothing happens')"
sees c '  idle'
keys c C-] p
sees a "$(say 'paused by the technician')"
sees c '  paused'
text a 'echo typed-$((40+2))'
keys a Enter
sees c 'typed-42'
until_ok 3 shows a "$(say 'next hour in %s' | cut -d ' ' -f 1,2)" &&
	fail 'a key of the client lets it go on'
keys c C-] p
sees a "$(say 'next hour in %s' | cut -d ' ' -f 1,2)"
"$POMOC_BUILD/pomoc" show --data "$T/data" 1 >"$T/events"
[ "$(grep -c 'resumed' "$T/events")" = 1 ] || fail "$(cat "$T/events")"
"$POMOC_BUILD/pomoc" verify --data "$T/data" >"$T/out" || fail verify
exit 0
