#!/bin/bash
# Forty clients and three technicians behind one address, while others there
# hammer at the desk with silent connections, log-ins that come to nothing and
# bad keys; limits as they are by default, and nothing is exempt. The hammering
# begins before the desk knows anybody.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

CLIENTS=40
case $POMOC_BUILD in
*-san) CLIENTS=12 ;;
esac
keys_for anna piotr ewa stranger
listed anna piotr ewa
printf '[desk]\nfirm = Biuro\n' >"$T/pomoc.conf"
desk --config "$T/pomoc.conf"
FRONT=$(front_of)
hostile=$POMOC_BUILD/support/hostile

# hammer MANNER [NUMBER]: again and again, until the file is gone
touch "$T/hammer"
hammer() {
	while [ -e "$T/hammer" ]; do
		"$hostile" "$ADDR" "$@"
	done >>"$T/hammer.$1" 2>&1 </dev/null &
	pids+=($!)
}
for _ in 1 2 3 4 5 6; do
	hammer silent
done
hammer no-login
hammer no-login
hammer slow-kex
hammer slow-banner
hammer tries 6
hammer knocks 20
until_ok "$PATIENCE" grep -q 'front: link .* dropped' "$T/desk.err" ||
	fail 'nobody hammers'
# the address has its bad name by now
# shellcheck disable=SC2317 # called through until_ok
sent_away() {
	local fd line
	exec {fd}<>"/dev/tcp/127.0.0.1/${ADDR##*:}"
	read -r -t 5 -u "$fd" line
	exec {fd}>&-
	[[ $line == 'pomoc-desk: '* ]]
}
until_ok "$PATIENCE" sent_away || fail 'silence is served'

start=$(now_ms)
# ten at once: more would only show how busy the machine is
for ((from = 1; from <= CLIENTS; from += 10)); do
	batch=()
	for ((n = from; n < from + 10 && n <= CLIENTS; n++)); do
		batch+=("c$n")
	done
	for c in "${batch[@]}"; do
		peer "$c" "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" \
			"$T/$c.key"
	done
	for c in "${batch[@]}"; do
		say "$c" "$HELLO"
	done
	for c in "${batch[@]}"; do
		hears "$c" '"listed"'
	done
done
for t in anna piotr ewa; do
	tech $t
	hears $t "\"me\":\"$t\""
done
took=$(($(now_ms) - start))
echo "$CLIENTS clients and 3 technicians in $took ms"

# a technician who has to come again, and again
for n in 1 2 3 4 5; do
	mark anna
	hangs_up anna
	tech anna
done
# nobody was put out meanwhile, and the front is the same
! grep -q 'agent SHA256.* is gone' "$T/desk.err" || fail 'a client was put out'
same "$(front_of)" "$FRONT" 'the front'
rm "$T/hammer"
exit 0
