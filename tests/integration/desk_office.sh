#!/bin/bash
# Forty clients and three technicians behind one address, while others there
# hammer at the desk with silent connections, log-ins that come to nothing and
# bad keys; limits as they are by default, and nothing is exempt. The hammering
# begins before the desk knows anybody. Three of the clients and all technicians
# are the real programs: a visit each, with typing on both sides.
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
hammers=()
hammer() {
	while [ -e "$T/hammer" ]; do
		"$hostile" "$ADDR" "$@"
	done >>"$T/hammer.$1" 2>&1 </dev/null &
	pids+=($!)
	hammers+=($!)
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
until_ok "$PATIENCE" grep -q 'front: link .* dropped\|the log-in was not finished' "$T/desk.err" ||
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

# some wait in the queue, and each technician helps a client
for n in 1 2 3 4 5 6 7; do
	join "c$n" Subiekt
done
# a program would answer the pings of 15 seconds
live_on() {
	for ((n = 1; n <= CLIENTS; n++)); do
		say "c$n" '{"t":"ping","n":1}'
	done
}
# helps TECHNICIAN: the whole visit, with the real programs; in its own shell
helps() {
	for fd in "${FD[@]}"; do
		exec {fd}>&-
	done
	. tests/support/story.sh
	console "r$1" --desk "$ADDR" --fingerprint "$FP" \
		--identity "$T/$1" --data "$T/$1.data"
	agent "of_$1" --technician "$1" --product Gestor \
		--name Jan --company "Office $1" --phone 1 --problem x
	sees "r$1" "Office $1"
	until_ok "$PATIENCE" on_row "r$1" "Office $1" ||
		fail "$1 cannot choose his client"
	let_in "r$1" "of_$1"
	run "of_$1" 'echo client-$((40+2))'
	sees "r$1" client-42
	run "r$1" 'echo technician-$((50+2))'
	sees "of_$1" technician-52
}
start=$(now_ms)
live_on
visits=()
for t in anna piotr ewa; do
	helps $t &
	visits+=($!)
done
# meanwhile one has to come again, and again
for n in 1 2 3 4 5; do
	mark anna
	hangs_up anna
	tech anna
done
for v in "${visits[@]}"; do
	wait "$v" || fail 'a visit came to nothing'
done
echo "3 visits in $(($(now_ms) - start)) ms"
kill -0 "${hammers[@]}" || fail 'the hammering has ended'
# nobody was put out meanwhile, and the front is the same
! grep 'agent SHA256.* is gone' "$T/desk.err" || fail 'a client was put out'
same "$(front_of)" "$FRONT" 'the front'
rm "$T/hammer"
exit 0
