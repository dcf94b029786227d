#!/bin/bash
# Who hung the front is shut out for penalty-hang-s, and nobody else: as long as
# that says and not longer, and not at all with 0.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

[ "$(id -u)" -eq 0 ] || {
	echo 'only root may look into the files of a desk'
	exit 77
}
keys_for k1 k2 k3
# the attack comes from 127.0.0.1, the others from their own addresses
desk_with() {
	cat >"$T/hang.conf" <<-CONF
	[limits]
	penalty-hang-s = $1
	penalty-auth-s = 0
	penalty-grace-s = 0
	connect-burst = 10000
	unauth-address = 10000
	CONF
	desk --config "$T/hang.conf"
}
# The first word of the page that brain and front share: the link that the front
# works for (console/desk/front_page.h).
# shellcheck disable=SC2317 # called through until_ok
busy_with() {
	od -An -tu8 -N8 "/proc/$DESK_PID/fd/$PAGE" | tr -d ' '
}
# shellcheck disable=SC2317 # called through until_ok
is_stopped() {
	[ "$(ps -o stat= -p "$1" | cut -c1)" = T ]
}
# shellcheck disable=SC2317 # called through until_ok
stopped_at_work() {
	EPOCH=$(now_ms)
	kill -STOP "$FRONT"
	until_ok "$PATIENCE" is_stopped "$FRONT" || fail 'the front goes on'
	[ "$(busy_with)" = 0 ] || return 0
	kill -CONT "$FRONT"
	return 1
}
# Stops the front in the middle of what it does for a link that floods it. EPOCH
# is when the stop began.
hang() {
	FRONT=$(front_of)
	PAGE=$(find "/proc/$DESK_PID/fd" -lname '*memfd:pomoc-watch*' -printf %f -quit)
	[ -n "$PAGE" ] || fail 'no page'
	peer flood "$POMOC_BUILD/support/hostile" "$ADDR" ignored 100000000
	hears flood 'is in'
	until_ok "$PATIENCE" stopped_at_work || fail 'the front is never at work'
	until_ok "$PATIENCE" another_front "$FRONT" ||
		fail 'a front that hangs stays'
	until_ok "$PATIENCE" grep -q ' banned for ' "$T/desk.err" ||
		fail 'nobody is blamed'
}
# may KEY FROM: an agent with that key gets in from that address
may() {
	ssh -v -p "${ADDR##*:}" "${SSHOPTS[@]}" -b "$2" -i "$T/$1" \
		agent@127.0.0.1 -s pomoc </dev/null 2>&1 |
		grep -q '^Authenticated to '
}

SECS=4
desk_with $SECS
cp "$T/k1" "$T/k1.key"
client k1
hangs_up k1
hang
grep -q " banned for $SECS s: 127.0.0.1 SHA256:" "$T/desk.err" ||
	fail "$(grep banned "$T/desk.err")"
# a key that is new there waits; one that was known does not, nor do addresses
# from elsewhere
tries=0
until may k2 127.0.0.1; do
	tries=$((tries + 1))
	[ $(($(now_ms) - EPOCH)) -le $((SECS * 1000 + PATIENCE * 250)) ] ||
		fail 'the penalty has no end'
	[ $tries -ne 1 ] || {
		may k1 127.0.0.1 || fail 'k1, known there, is shut out'
		may k3 127.0.0.2 || fail 'another address is shut out'
	}
done
took=$(($(now_ms) - EPOCH))
[ $tries -ge 1 ] || fail 'there was no penalty'
[ $took -ge $((SECS * 1000)) ] || fail "shut out for $took ms only"
kill -TERM "$DESK_PID"
wait "$DESK_PID" || fail "the desk ended with $?"

# none at all
desk_with 0
hang
grep -q ' banned for 0 s: ' "$T/desk.err" || fail "$(grep banned "$T/desk.err")"
may k2 127.0.0.1 || fail 'shut out for nothing'
exit 0
