#!/bin/bash
# Nobody stays at the door: a visit that lets nobody in ends by the desk's clock,
# whatever the console does; both people read it, no program comes again by
# itself, and the technician may ask once more.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

mkdir -m 700 "$T/data"
config
echo 'let-in-s = 25' >>"$T/pomoc.conf"
console_desk c
client a
sees c 'Biuro Nowak'
pick c a
until_ok 60 shows a 'anna was not let in in time' || fail 'it goes on'
sees c 'did not let you in in time'
! until_ok 3 shows a 'six digits' || fail 'asked again by itself'
"$POMOC_BUILD/pomoc" show --data "$T/data" 1 >"$T/events"
grep -q 'detached.*nobody was let in in time' "$T/events" ||
	fail "$(cat "$T/events")"
[ "$(grep -c 'attached' "$T/events")" = 1 ] || fail "it came again: $(cat "$T/events")"

pick c a
give_code c a
consent a y
sees a 'sees and MAY TYPE'
"$POMOC_BUILD/pomoc" verify --data "$T/data" >"$T/out" || fail verify
exit 0
