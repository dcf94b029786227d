#!/bin/bash
# The second link of who is far, at the desk: whose key has a tunnel is let in as
# "twin" and gets its channels, once; it ends when it carries nothing any more,
# and who is refused is counted as for any other name.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna piotr stranger
listed anna piotr
cat >"$T/pomoc.conf" <<'CONF'
[limits]
ping-s = 1
dead-s = 600
auth-tries-tech = 2
penalty-auth-s = 20
connect-burst = 1000
unauth-address = 3
CONF
desk --config "$T/pomoc.conf"
# technicians come from another address than agents, and than the flood
SSHOPTS+=(-b 127.0.0.2)
export PONG=1

# twin_of KEY NAME: the stock client as twin, in the background; it takes no
# channel, and says which it was offered
twin_of() {
	ssh -v -N -p "${ADDR##*:}" "${SSHOPTS[@]}" -o LogLevel=DEBUG1 \
		-i "$T/$1" twin@127.0.0.1 </dev/null >"$T/$2.out" 2>&1 &
	PEER[$2]=$!
	pids+=("$!")
}
refused() {
	twin_of "$1" refused
	until_ok "$PATIENCE" gone refused || fail "$1 hangs as twin"
	grep -q '^Authenticated to ' "$T/refused.out" && fail "$1 is let in as twin"
	grep -qi 'permission denied\|authentication fail' "$T/refused.out" ||
		fail "$1: $(tail -n 3 "$T/refused.out")"
}
# agents_twin NAME: that of one
agents_twin() {
	peer "$1" env LOGIN=twin "$POMOC_BUILD/support/lineagent" "$ADDR" \
		"$FP" "$T/one.key"
}
n=0
echoes() {
	n=$((n + 1))
	echo "line $n" >&5
	until_ok "$PATIENCE" grep -q "line $n\$" "$T/tunnel.out" ||
		fail "the tunnel stands: line $n"
}
# said PATTERN TIMES: the desk has said that as often
# shellcheck disable=SC2317 # called through until_ok
said() {
	[ "$(grep -c "$1" "$T/desk.err")" -ge "$2" ]
}

# --- without a tunnel ---
tech anna
tech piotr
client one
join one Subiekt
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1,"visit":1'
for key in stranger anna one.key; do
	refused $key
done

# --- with one: those at its ends and nobody else ---
mkfifo "$T/tunnel.in"
ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -i "$T/anna" -W ticket-1:22 \
	tech@127.0.0.1 <"$T/tunnel.in" >"$T/tunnel.out" &
TUNNEL=$!
pids+=("$TUNNEL")
exec 5>"$T/tunnel.in"
hears one 'channel visit-1'
echoes
for key in stranger piotr; do
	refused $key
done
agents_twin first
hears first '^channel visit-1$'
echoes

# --- a second one finds nothing to carry ---
agents_twin second
until_ok "$PATIENCE" gone second || fail 'a second twin stays'
grep -q channel "$T/second.out" && fail 'a second twin got a channel'
said 'nothing to carry' 1 || fail "$(tail -n 3 "$T/desk.err")"
gone first && fail 'the first twin has ended'
echoes

# --- the technician's: here one that wants no channel is let go ---
twin_of anna annas
until_ok "$PATIENCE" grep -q 'forwarded.* ticket-1 ' "$T/annas.out" ||
	fail "no channel for the technician: $(cat "$T/annas.out")"
until_ok "$PATIENCE" gone annas || fail 'a twin that carries nothing stays'
said 'it carries nothing' 1 || fail "$(tail -n 3 "$T/desk.err")"
gone first && fail 'one that carries has ended'
echoes

# --- it goes and comes while the tunnel stands ---
kill "${PEER[first]}"
until_ok "$PATIENCE" gone first
echoes
agents_twin again
hears again '^channel visit-1$'
echoes

# --- the tunnel ends, and the twin after it ---
kill "$TUNNEL"
until_ok "$PATIENCE" gone again || fail 'a twin without a tunnel stays'
said 'it carries nothing' 2 || fail "$(tail -n 3 "$T/desk.err")"
refused one.key

# --- a flood of them: hung up on, and then made to wait at the door ---
for ((i = 0; i < 8; i++)); do
	ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -b 127.0.0.1 -i "$T/stranger" \
		-i "$T/piotr" -i "$T/anna" twin@127.0.0.1 </dev/null \
		>"$T/flood.out" 2>&1 && fail 'a flood is let in'
done
said 'ended: 2 refused log-ins' 8 || fail 'tries are not counted'
exec {fd}<>"/dev/tcp/127.0.0.1/${ADDR##*:}"
line=
read -r -t "$PATIENCE" -u "$fd" line
exec {fd}>&-
[[ $line == 'pomoc-desk: '* ]] || fail "no penalty: $line"
# who is known there is served all the same
say one '{"t":"ping","n":7}'
hears one '"pong","n":7'
say piotr '{"t":"ping","n":8}'
hears piotr '"pong","n":8'
exit 0
