#!/bin/bash
# Case 50: processes that end all the time, at the desk (its fronts, killed one
# after the other) and in the shared shell (orphans by the hundred): none of
# them is left as a zombie.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# below PID: the processes that descend from it, and their states
below() {
	ps -e -o pid= -o ppid= -o stat= | awk -v root="$1" '
		{ parent[$1] = $2; stat[$1] = $3 }
		END {
			for (p in parent) {
				q = p
				while (q in parent && q != root)
					q = parent[q]
				if (q == root)
					print p, stat[p]
			}
		}'
}
no_zombie() {
	! below "$1" | grep -q ' Z'
}
front_of_desk() {
	FRONT=$(ps -o pid= --ppid "$DESK_PID" | tr -d ' ')
	[ -n "$FRONT" ] && [ "$FRONT" != "${1-}" ]
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
	fail "zombies of the agent: $(below "$(pid_of a)")"
front_of_desk
for _ in 1 2 3 4 5 6 7 8; do
	old=$FRONT
	kill -9 "$FRONT"
	until_ok 30 front_of_desk "$old" || fail 'no new front'
done
until_ok "$PATIENCE" no_zombie "$DESK_PID" ||
	fail "zombies of the desk: $(below "$DESK_PID")"
kill -0 "$DESK_PID" || fail 'the desk has ended'
exit 0
