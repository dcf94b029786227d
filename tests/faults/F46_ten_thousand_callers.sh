#!/bin/bash
# Case 46: ten thousand connections, one after the other as fast as they are
# taken: a visit that is there keeps its echo, by the same front.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
tech anna
client good
join good Subiekt
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed"'
mkfifo "$T/tunnel.in"
ssh_desk anna -W ticket-1:22 tech@127.0.0.1 <"$T/tunnel.in" \
	>"$T/tunnel.out" 2>/dev/null &
pids+=($!)
exec 5>"$T/tunnel.in"
hears good 'channel visit-1'

FRONT=$(front_of)
"$POMOC_BUILD/support/hostile" "$ADDR" knocks 10000 >"$T/knocks.out" 2>&1 &
knocks=$!
pids+=("$knocks")
n=0 slowest=0
knocking() {
	kill -0 "$knocks" 2>/dev/null
}
echo_comes() {
	grep -q "^echo-$1\$" "$T/tunnel.out"
}
while knocking; do
	n=$((n + 1))
	start=$(now_ms)
	echo "echo-$n" >&5
	until_ok "$PATIENCE" echo_comes $n || fail 'the visit has no echo'
	took=$(($(now_ms) - start))
	[ $took -le $slowest ] || slowest=$took
done
wait "$knocks" || fail "$(cat "$T/knocks.out")"
echo "$n echoes meanwhile, the slowest took $slowest ms"
[ $n -ge 2 ] || fail 'nothing was echoed meanwhile'
[ $slowest -le $((PATIENCE * 100)) ] || fail 'the visit waited'
[ "$(front_of)" = "$FRONT" ] || fail 'the front is another'
client late
hears late '"listed"'
exit 0
