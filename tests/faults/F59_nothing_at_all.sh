#!/bin/bash
# Case 59: 200,000 packets of nothing (20,000 channels, 2,000 forwards and 3,000
# tries of a key are in desk_hostile.sh): answered behind them, by the same
# front, whose memory has not grown.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

desk --config "$T/pomoc.conf"
client good
join good Subiekt
FRONT=$(front_of)
before=$(awk '/^VmRSS/ { print $2 }' "/proc/$FRONT/status")
timeout 100 "$POMOC_BUILD/support/hostile" "$ADDR" ignored 200000 >"$T/out" 2>&1 ||
	fail "$(cat "$T/out")"
cat "$T/out"
grep -q 'answered after' "$T/out" || fail 'nothing is answered'
[ "$(front_of)" = "$FRONT" ] || fail 'the front is another'
mark good
say good '{"t":"ping","n":3}'
hears good '"pong","n":3'
case $POMOC_BUILD in
*-san) ;;
*)
	after=$(awk '/^VmRSS/ { print $2 }' "/proc/$FRONT/status")
	[ $((after - before)) -le 4096 ] ||
		fail "memory: $before kB before, $after kB now"
	;;
esac
exit 0
