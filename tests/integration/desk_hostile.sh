#!/bin/bash
# Callers with bad manners: every one is got rid of or costs nothing, the same
# front goes on, and a client who waits keeps his place and his echo.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
cat >>"$T/pomoc.conf" <<'CONF'
kex-s = 1
login-s = 2
hello-s = 1
packet-min-bytes = 1024
CONF
desk --config "$T/pomoc.conf"
client good
join good Rewizor
FRONT=$(front_of)

rss_kb() {
	awk '/^VmRSS/ { print $2 }' "/proc/$FRONT/status"
}
served() {
	local start
	start=$(now_ms)
	mark good
	say good '{"t":"ping","n":5}'
	hears good '"pong","n":5'
	[ $(($(now_ms) - start)) -le $((PATIENCE * 100)) ] ||
		fail "$1: the others wait"
}
# rude PATTERN MANNER [NUMBER]: what comes of it
rude() {
	local want=$1 pid
	shift
	"$POMOC_BUILD/support/hostile" "$ADDR" "$@" >"$T/rude.out" \
		2>"$T/rude.err" &
	pid=$!
	pids+=("$pid")
	served "$*"
	wait "$pid" || fail "$*: $(cat "$T/rude.out" "$T/rude.err")"
	grep -Eq "$want" "$T/rude.out" || fail "$*: $(cat "$T/rude.out")"
	[ "$(front_of)" = "$FRONT" ] || fail "$*: the front is another"
}
soon='ended after [0-9]{1,4} ms'

before=$(rss_kb)
# time that nobody fills
for manner in silent slow-banner slow-kex no-login no-forward no-hello; do
	rude "$soon" $manner
done
# bytes before the log-in
rude "$soon" long-banner 4
rude "$soon" garbage 4
rude "$soon" tries 3000
# more than one asks for
rude "$soon" channels 20000
rude "$soon" forwards 2000
rude 'answered after' ignored 50000
rude "$soon" new-keys 20000
# packets and windows
for size in 0 1 5 10 11 1023; do
	rude "$soon" tiny-packets $size
	grep -q "takes packets of $size bytes only" "$T/desk.err" ||
		fail "packets of $size: $(tail -n 1 "$T/desk.err")"
done
# so many are enough: it ends, for it says no hello
rude "$soon" tiny-packets 1024
grep -q 'takes packets of 1024 bytes' "$T/desk.err" &&
	fail 'packets of 1024 bytes are refused'
rude 'still here' no-window 20
rude "$soon" ignores-window 100
# many of them
rude 'ended' knocks 2000
peer crowd "$POMOC_BUILD/support/hostile" "$ADDR" crowd 100
hears crowd '100 are here'
served crowd
hangs_up crowd
client late
join late Subiekt
hears late '"place":2,"of":2'

case $POMOC_BUILD in
*-san) ;;
*)
	[ $(($(rss_kb) - before)) -le 8192 ] ||
		fail "memory: $before KB before, $(rss_kb) KB now"
	;;
esac
kill -TERM "$DESK_PID"
wait "$DESK_PID" || fail "the desk ended with $?"

# --- no descriptors left; only root may count those of a front ---
[ "$(id -u)" -eq 0 ] || exit 0
ulimit -n 64
desk --config "$T/pomoc.conf"
client good
join good Rewizor
FRONT=$(front_of)
for n in 1 2; do
	peer many$n "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" \
		"$T/many" 40
done
# called through until_ok
# shellcheck disable=SC2317
none_free() {
	[ "$(find "/proc/$FRONT/fd" -mindepth 1 | wc -l)" -ge 64 ]
}
until_ok "$PATIENCE" none_free || fail 'there are descriptors left'
served 'no descriptors'
hangs_up many1
hangs_up many2
client newcomer
[ "$(front_of)" = "$FRONT" ] || fail 'no descriptors: the front is another'
exit 0
