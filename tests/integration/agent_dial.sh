#!/bin/bash
# A desk's name has two addresses, and behind the first somebody takes the
# connection and never speaks: agent and console get in by the other one.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

unshare -m true 2>/dev/null || skip 'no mounts of our own'
port=$(free_port)
# stopped, it takes connections into its queue: the kernel's work
mkfifo "$T/mute.ready"
"$POMOC_BUILD/pomoc-desk" --data "$T/mute" --listen "127.0.0.6:$port" \
	--ready-fd 9 9>"$T/mute.ready" 2>"$T/mute.log" </dev/null &
mute=$!
pids+=("$mute")
read -r -t "$PATIENCE" line <"$T/mute.ready" || fail 'no mute desk'
has "$line" '^ready'
front=$(ps -o pid= --ppid "$mute" | tr -d ' ')
kill -STOP "$mute" "$front"

keys_for anna
listed anna
desk --config "$T/pomoc.conf" --listen "127.0.0.9:$port"
printf '127.0.0.6 desk.test\n127.0.0.9 desk.test\n' >"$T/hosts"
PATIENCE=$((PATIENCE + 20))
# there NAME PROGRAM...: in a terminal where desk.test has these addresses
there() {
	local name=$1
	shift
	term "$name" unshare -m sh -c \
		'mount --bind "$1" /etc/hosts && shift && exec "$@"' sh \
		"$T/hosts" "$@"
}
there a "$POMOC_BUILD/pomoc-agent" "desk.test:$port" --fingerprint "$FP"
there c "$POMOC_BUILD/pomoc" --desk "desk.test:$port" --fingerprint "$FP" \
	--identity "$T/anna" --data "$T/console"
until_ok "$PATIENCE" grep -q 'agent SHA256' "$T/desk.err" ||
	fail 'the agent does not get in'
until_ok "$PATIENCE" grep -q 'technician anna' "$T/desk.err" ||
	fail 'the console does not get in'
kill -KILL "$front" "$mute"
exit 0
