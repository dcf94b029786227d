#!/bin/bash
# Case 78: the queue has no place: who comes is told how many wait, nobody who
# waits loses his place, and a place that becomes free is given.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

printf 'queue-max = 2\nqueue-known = 0\n' >>"$T/pomoc.conf"
keys_for anna
listed anna
desk --config "$T/pomoc.conf"
for n in first second; do
	client $n
	join $n Subiekt
done
client third
say third '{"t":"join","technician":"any","product":"Subiekt","name":"Jan","company":"F","phone":"1","problem":"x"}'
hears third '"refused".*queue full, 2 waiting'
for n in first second; do
	mark $n
	say $n '{"t":"ping","n":1}'
	hears $n '"pong"'
	has_line $n '"ended"\|"place":3' && fail "$n lost his place"
done
say first '{"t":"cancel"}'
hears first '"ended"'
hears second '"place":1,"of":1'
join third Subiekt
hears third '"place":2,"of":2'
exit 0
