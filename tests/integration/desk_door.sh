#!/bin/bash
# Who waits at the door of a desk: one that speaks no SSH is told so at once,
# one that does gets the place of the oldest that does not log in, and an
# address has so many links.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

cat >"$T/pomoc.conf" <<'CONF'
[limits]
kex-s = 60
login-s = 120
unauth-address = 3
links-address = 1
CONF
keys_for anna
listed anna
desk --config "$T/pomoc.conf"
PORT=${ADDR##*:}

# call WORDS: connects, says them; FD and the first LINE that comes
call() {
	exec {FD}<>"/dev/tcp/127.0.0.1/$PORT"
	[ -z "$1" ] || printf '%s\r\n' "$1" >&"$FD"
	LINE=
	read -r -t "$PATIENCE" -u "$FD" LINE
}

# --- three that hold the places ---
for i in 1 2 3; do
	call 'SSH-2.0-holds'
	[[ $LINE == SSH-2.0-* ]] || fail "caller $i is not served: $LINE"
	[ "$i" -ne 1 ] || oldest=$FD
done

# --- the fourth waits at the door ---
call 'GET / HTTP/1.0'
[[ $LINE == 'pomoc-desk: this is SSH'* ]] || fail "no SSH is served: $LINE"
exec {FD}>&-
call 'SSH-2.0-speaks'
[[ $LINE == SSH-2.0-* ]] || fail "one who speaks has no place: $LINE"
exec {FD}>&-
timeout "$PATIENCE" cat <&"$oldest" >"$T/rest" || fail 'the oldest stays'

# --- links that are logged in: one of an address ---
client one
peer two "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/two.key"
hears two '"error","code":"busy"'
say one '{"t":"ping","n":7}'
hears one '"pong","n":7'

# --- the desk ends while they are there ---
call 'SSH-2.0-late'
kill "$DESK_PID"
wait "$DESK_PID" || fail "the desk ends with $?"
grep 'the front .* died' "$T/desk.err" && fail 'the front broke at the end'
exit 0
