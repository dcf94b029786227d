#!/bin/bash
# Case 36: a technician picks a client and is gone before he is with him: the
# client is back in the queue at the place that he had, also when it was the
# desk that died.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# back TICKET: the first of the two waits at his place again
back() {
	hears first "\"queued\",\"ticket\":1,\"place\":1,\"of\":2"
	hears piotr "\"row\",\"ticket\":1,\"state\":\"waiting\""
}

keys_for anna piotr
listed anna piotr
printf 'claim-s = 5\n' >>"$T/pomoc.conf"
desk --config "$T/pomoc.conf"
tech piotr
client first
join first Subiekt
SECRET=$(field first '"queued"' secret)
client second
join second Subiekt
hears second '"place":2,"of":2'

tech anna
say anna '{"t":"claim","ticket":1}'
hears first '"picked","ticket":1'
hears second '"place":1,"of":1'
mark first
mark piotr
kill -9 "${PEER[anna]}"
back
hears second '"place":2,"of":2'

# the desk is killed between the two
mark first
say piotr '{"t":"claim","ticket":1}'
hears first '"picked","ticket":1'
kill_desk
for n in first second piotr; do
	until_ok "$PATIENCE" gone $n || fail "$n outlives the desk"
done
desk --config "$T/pomoc.conf"
client first "${HELLO%\}},\"resume\":\"$SECRET\"}"
tech piotr
back
exit 0
