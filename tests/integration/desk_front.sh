#!/bin/bash
# Fronts that stop, a desk that is killed with such a one, peers that are there
# no more, a key that changes hands, an address that wants the whole queue.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna piotr
listed anna piotr
sed -i '/loopback-exempt/d' "$T/pomoc.conf"
cat >>"$T/pomoc.conf" <<'CONF'
tickets-address = 5
connect-burst = 100
connect-minute = 1000
ping-s = 1
dead-s = 2
CONF
desk --config "$T/pomoc.conf"

# --- one address has so many places, also when nobody is there any more ---
for n in 1 2 3 4 5; do
	client "c$n"
	join "c$n" Rewizor
	hangs_up "c$n"
done
client more
say more '{"t":"join","technician":"any","product":"Rewizor","name":"Jan","company":"F","phone":"600","problem":"x"}'
hears more '"refused","code":"busy","text":"too many requests'

# --- a peer that does not answer ---
kill -STOP "${PEER[more]}"
until_ok "$PATIENCE" grep -q 'no sign of life' "$T/desk.err" ||
	fail 'a dead peer stays'
kill -CONT "${PEER[more]}"
until_ok "$PATIENCE" gone more || fail 'it does not notice'

# --- a front that is stopped, with nothing to be said to anybody ---
FRONT=$(front_of)
start=$(now_ms)
kill -STOP "$FRONT"
until_ok "$PATIENCE" another_front "$FRONT" || fail 'a stopped front stays'
[ $(($(now_ms) - start)) -le $((PATIENCE * 150)) ] || fail 'it took too long'
# one that goes on at once is left in peace
FRONT=$(front_of)
kill -STOP "$FRONT"
kill -CONT "$FRONT"
tech anna
[ "$(front_of)" = "$FRONT" ] || fail 'a front was replaced without need'

# --- a key in other hands: who is here with it is cut off ---
{
	echo "name=\"ewa\" $(cat "$T/anna.pub")"
	echo "name=\"anna\" $(cat "$T/piotr.pub")"
	echo "name=\"maria\" $(cat "$T/piotr.pub")"
} >"$T/desk/technicians.new"
mv "$T/desk/technicians.new" "$T/desk/technicians"
until_ok 5 gone anna || fail 'she is still here under her old name'
tech ewa anna
hears ewa '"welcome".*"me":"ewa"'
tech anna piotr
hears anna '"welcome".*"me":"anna"' # the first line of a key counts
mark ewa
kill -HUP "$DESK_PID"
until_ok "$PATIENCE" grep -q 'were read again' "$T/desk.err" || fail 'no SIGHUP'
say ewa '{"t":"ping","n":3}'
hears ewa '"pong","n":3'

# --- a desk that is killed with a front that cannot notice ---
FRONT=$(front_of)
kill -STOP "$FRONT"
kill_desk
# called through until_ok
# shellcheck disable=SC2317
released() {
	! tcp_has "${ADDR##*:}" '0A'
}
until_ok "$PATIENCE" released || fail 'the port is still taken'
exit 0
