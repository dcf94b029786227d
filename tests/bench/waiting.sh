#!/bin/bash
# What a client that waits costs the desk: memory, processor time and wake-ups.
# usage: waiting.sh [CLIENTS [SECONDS]]
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/lines.sh"
CLIENTS=${1-100} SECONDS_IDLE=${2-20}

processes() {
	echo "$DESK_PID" "$(front_of)"
}

# field of smaps_rollup in KB, of all processes of the desk
memory() {
	local p
	for p in $(processes); do
		sed -n 's/^Pss: *\([0-9]*\).*/\1/p' "/proc/$p/smaps_rollup"
	done | awk '{ n += $1 } END { print n }'
}

# nanoseconds on a processor, and sleeps that ended
spent() {
	local p
	for p in $(processes); do
		echo "$(cut -d' ' -f1 "/proc/$p/schedstat")" \
			"$(sed -n 's/^voluntary_ctxt_switches:\s*//p' \
				"/proc/$p/status")"
	done | awk '{ c += $1; w += $2 } END { printf "%.0f %.0f\n", c, w }'
}

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
client first
join first Subiekt
before=$(memory)
peer crowd "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/crowd" "$CLIENTS"
hears crowd "^up $CLIENTS "
say crowd "$HELLO"
tech anna
say crowd '{"t":"join","technician":"any","product":"Subiekt","name":"Jan","company":"Firma","phone":"600 100 200","problem":"nie działa"}'
hears anna "\"ticket\":$((CLIENTS + 1))[,}]"
sleep 1
after=$(memory)
read -r cpu wakes < <(spent)
sleep "$SECONDS_IDLE"
read -r cpu2 wakes2 < <(spent)
awk -v n="$CLIENTS" -v kb=$((after - before)) -v ns=$((cpu2 - cpu)) \
	-v w=$((wakes2 - wakes)) -v s="$SECONDS_IDLE" 'BEGIN {
	printf "%-42s %8.1f KB\n", "desk, memory for a waiting client", kb / n
	printf "%-42s %8.2f ms\n", "desk, CPU for a waiting client, a minute",
		ns / 1e6 * 60 / s / n
	printf "%-42s %8.2f\n", "desk, wake-ups for a waiting client, same",
		w * 60 / s / n
}'
