#!/bin/bash
# Case 50: processes that end all the time, at the desk (its fronts, killed one
# after the other) and in the shared shell (orphans by the hundred): none of
# them is left as a zombie.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# zombies PID: those that descend from it
zombies() {
	below "$1" | xargs -r ps -o pid=,stat=,comm= -p | grep ' Z'
}
no_zombie() {
	! zombies "$1"
}
front_of_desk() {
	FRONT=$(ps -o pid= --ppid "$DESK_PID" | tr -d ' ')
	[ -n "$FRONT" ] && [ "$FRONT" != "$1" ]
}

mkdir -m 700 "$T/desk"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/anna"
echo "name=\"anna\" $(cat "$T/anna.pub")" >"$T/desk/technicians"
# shellcheck disable=SC2119
desk
console c --desk "$ADDR" --fingerprint "$FP" --identity "$T/anna" \
	--data "$T/console"
client a
sees c 'Biuro Nowak'
let_in c a
text c 'for i in $(seq 300); do (setsid true &); (sh -c "kill -9 \$\$" &); done; echo storm-$((4+5))'
keys c Enter
sees a 'storm-9' 60
until_ok "$PATIENCE" no_zombie "$(pid_of a)" ||
	fail "zombies of the agent: $(zombies "$(pid_of a)")"
front_of_desk none
for _ in 1 2 3 4 5 6 7 8; do
	old=$FRONT
	kill -9 "$FRONT"
	until_ok 30 front_of_desk "$old" || fail 'no new front'
done
until_ok "$PATIENCE" no_zombie "$DESK_PID" ||
	fail "zombies of the desk: $(zombies "$DESK_PID")"
kill -0 "$DESK_PID" || fail 'the desk has ended'
exit 0
