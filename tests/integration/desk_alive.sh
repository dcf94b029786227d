#!/bin/bash
# Clients and technicians who have nothing to say are never put out, at the ends
# of what ping-s and dead-s may be.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# pair NAME PING DEAD: a desk with these, and one agent and one console at it
pair() {
	local name=$1 port
	port=$(free_port)
	mkdir -p "$T/$name"
	printf '[technician]\nname = anna\n[limits]\nloopback-exempt = yes\nping-s = %s\ndead-s = %s\n' \
		"$2" "$3" >"$T/$name.conf"
	term "$name" "$POMOC_BUILD/pomoc" --config "$T/$name.conf" \
		--data "$T/$name" --listen "127.0.0.1:$port"
	until_ok "$PATIENCE" tcp_has "$port" 0A || fail "no desk $name"
	ADDR=127.0.0.1:$port
	FP=$(ssh-keygen -lf "$T/$name/host_key" | cut -d ' ' -f 2)
	agent "a$name"
	sees "a$name" 'technician|Technician|[Cc]hoose'
}
pair shortest 1 2
pair close 14 15
pair usual 5 10
start=$(now_ms)
# three times the longest dead-s is too long for a test; of 15 s a half and more
# shows it, for the first silence was the one that killed
# shellcheck disable=SC2317 # called through until_ok
over() {
	[ $(($(now_ms) - start)) -ge 20000 ]
}
until_ok 30 over
for name in shortest close usual; do
	! grep -q 'no sign of life\|is gone' "$T/$name/desk.log" ||
		fail "$name: $(grep 'no sign of life\|is gone' "$T/$name/desk.log")"
done
# which pairs there are
for bad in '15 15' '45 15'; do
	printf '[limits]\nping-s = %s\ndead-s = %s\n' "${bad% *}" "${bad#* }" \
		>"$T/bad.conf"
	"$POMOC_BUILD/pomoc-desk" --config "$T/bad.conf" --check-config \
		2>"$T/err"
	same $? 2 "the pair $bad"
	grep -q 'ping-s must be less than dead-s' "$T/err" || fail "$(cat "$T/err")"
done
exit 0
