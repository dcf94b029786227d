#!/bin/bash
# Case 48: no process can be made any more (that there is no descriptor left is
# in desk_hostile.sh): the desk that has lost its front stays, tries again, and
# is there as soon as it can.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

[ "$(id -u)" -eq 0 ] || skip 'only root can be somebody of whom there is nothing'
NOBODY=(setpriv --reuid 12345 --regid 12345 --clear-groups)
UNDER=("${NOBODY[@]}" prlimit --nproc=2)
chmod 755 "$T"
mkdir -m 755 "$T/bin"
cp "$POMOC_BUILD/pomoc-desk" "$T/bin"
keys_for anna
listed anna
chown -R 12345:12345 "$T/desk"
BUILD=$POMOC_BUILD
POMOC_BUILD=$T/bin
desk --config "$T/pomoc.conf"
POMOC_BUILD=$BUILD
client good
join good Subiekt
SECRET=$(field good '"queued"' secret)

# brain and front are two; with a third the brain cannot have another front
mkfifo "$T/third"
"${NOBODY[@]}" cat <"$T/third" &
third=$!
pids+=("$third")
exec 6>"$T/third"
FRONT=$(front_of)
kill -9 "$FRONT"
until_ok "$PATIENCE" gone good || fail 'the link outlives its front'
tried_in_vain() {
	grep -q 'resource temporarily unavailable' "$T/desk.err"
}
until_ok "$PATIENCE" tried_in_vain || fail 'it says nothing of it'
kill -0 "$DESK_PID" || fail 'the desk has ended'
[ -z "$(front_of)" ] || fail 'there is a front all the same'
exec 6>&-
wait "$third"
until_ok "$PATIENCE" another_front "$FRONT" || fail 'no front ever'
client good "${HELLO%\}},\"resume\":\"$SECRET\"}"
hears good '"queued","ticket":1,"place":1,"of":1'
exit 0
