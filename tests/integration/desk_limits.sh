#!/bin/bash
# Limits against strangers: silent callers, too many of them, bad keys; and a
# visit that goes on meanwhile. Nothing is exempt here: technicians come from
# another loopback address than the attack.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna stranger
listed anna
cat >"$T/pomoc.conf" <<'CONF'
[limits]
kex-s = 1
login-s = 2
penalty-grace-s = 2
penalty-auth-s = 1
connect-burst = 1000
unauth-address = 3
CONF
desk --config "$T/pomoc.conf"
PORT=${ADDR##*:}
SSHOPTS+=(-b 127.0.0.2)

client nowak
join nowak Subiekt
tech anna
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1,"visit":1'
mkfifo "$T/tunnel.in"
ssh_desk anna -W ticket-1:22 tech@127.0.0.1 <"$T/tunnel.in" >"$T/tunnel.out" &
pids+=($!)
exec 5>"$T/tunnel.in"
n=0
echoes() {
	local start
	n=$((n + 1))
	start=$(now_ms)
	echo "line $n" >&5
	until_ok "$PATIENCE" grep -q "line $n\$" "$T/tunnel.out" ||
		fail "the visit stands: line $n"
	[ $(($(now_ms) - start)) -lt 1000 ] || fail "line $n is late"
}
echoes

# banner FD: the first line that the desk says there, within 3 s
banner() {
	local line=
	read -r -t 3 -u "$1" line
	echo "$line"
}
# shellcheck disable=SC2317 # called through until_ok
is_closed() {
	read -r -t 0.1 -n 1 -u "$1" _
	[ $? -eq 1 ]
}

# --- callers that say nothing ---
for i in 1 2 3; do
	exec {fd}<>"/dev/tcp/127.0.0.1/$PORT"
	silent[i]=$fd
	[[ $(banner "$fd") == SSH-2.0-* ]] || fail "caller $i is not served"
done
exec {fd}<>"/dev/tcp/127.0.0.1/$PORT"
[[ $(banner "$fd") == 'pomoc-desk: '* ]] || fail 'a fourth silent caller'
exec {fd}>&-
# another address is not concerned
ssh_desk anna -b 127.0.0.3 tech@127.0.0.1 -s pomoc </dev/null >"$T/out" 2>&1
grep -q 'Permission\|reset' "$T/out" && fail "$(cat "$T/out")"
for i in 1 2 3; do
	until_ok 5 is_closed "${silent[i]}" || fail 'a silent caller stays'
	fd=${silent[i]}
	exec {fd}>&-
done
# who is silent there is not served for a while, and told so; who speaks is
exec {fd}<>"/dev/tcp/127.0.0.1/$PORT"
[[ $(banner "$fd") == 'pomoc-desk: '* ]] || fail 'no penalty'
exec {fd}>&-
exec {fd}<>"/dev/tcp/127.0.0.1/$PORT"
printf 'SSH-2.0-test\r\n' >&"$fd"
[[ $(banner "$fd") == SSH-2.0-* ]] || fail 'one who speaks is not served'
exec {fd}>&-
echoes
# shellcheck disable=SC2317 # called through until_ok
served() {
	local fd line
	exec {fd}<>"/dev/tcp/127.0.0.1/$PORT"
	line=$(banner "$fd")
	exec {fd}>&-
	[[ $line == SSH-2.0-* ]]
}
until_ok 15 served || fail 'the penalty has no end'

# --- a storm of connects ---
for i in $(seq 300); do
	exec {fd}<>"/dev/tcp/127.0.0.1/$PORT" || break
	exec {fd}>&-
	[ $((i % 100)) -ne 0 ] || echoes
done
echoes

# --- a client whose request card is too long, and one of no product ---
client abc
say abc "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\",\"name\":\"$(printf 'ż%.0s' {1..65})\",\"company\":\"\",\"phone\":\"\",\"problem\":\"\"}"
hears abc '"refused","code":"bad".*64'
say abc '{"t":"join","technician":"any","product":"Excel","name":"A","company":"","phone":"","problem":""}'
hears abc '"refused","code":"bad"'
say abc '{"t":"join","technician":"jan","product":"Subiekt","name":"A","company":"","phone":"","problem":""}'
hears abc '"refused","code":"technician"'
say abc '{"t":"join","technician":"any","product":"Subiekt","name":"\u202e\u0007\u200b","company":"","phone":"","problem":""}'
hears abc '"refused","code":"bad"'
mark anna
say abc '{"t":"join","technician":"anna","product":"Subiekt","name":"A\u001b[31m\u202eB","company":"","phone":"","problem":"\u0000x"}'
hears abc '"error"|"queued"'

# --- a client who is silent, as one whose cable was pulled ---
kill -TERM "$DESK_PID"
wait "$DESK_PID"
printf 'ping-s = 1\ndead-s = 3\n' >>"$T/pomoc.conf"
desk --config "$T/pomoc.conf"
client quiet
say quiet '{"t":"ping","n":7}'
hears quiet '"pong","n":7'
# somebody's router forgets quiet connections: ping-s is the time on the wire
start=$(now_ms)
mark quiet
hears quiet '"ping","n":0'
took=$(($(now_ms) - start))
[ $took -le $((PATIENCE * 125)) ] || fail "quiet for $took ms"
kill -STOP "${PEER[quiet]}"
until_ok 8 grep -q 'no sign of life' "$T/desk.err" || fail 'a silent link stays'
kill -CONT "${PEER[quiet]}"
exit 0
