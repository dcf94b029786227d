#!/bin/bash
# What a front is given, and as whom: in an operator's terminal, as an ordinary
# user, in a rootless container, with an account of its own; and a desk that
# cannot have a front says so and ends.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

bin=$POMOC_BUILD
# the build may lie where ordinary users cannot look
mkdir -m 755 "$T/bin"
cp "$bin/pomoc-desk" "$T/bin/"
chmod 755 "$T"
USER_ID=12345

# shellcheck disable=SC2317 # called through until_ok
served() {
	[ -s "$T/ready.txt" ]
}
# stat_of PID N: field N of its stat, counted behind the name
stat_of() {
	sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f "$2"
}
# shellcheck disable=SC2317 # called through until_ok
front_comes() {
	FRONT=$(ps -o pid= --ppid "$1" | tr -d ' ')
	[ -n "$FRONT" ]
}
# outside FOLDER COMMAND...: a desk that is started so, until it is ready or has
# ended; its words are in $T/err
outside() {
	local data=$1
	shift
	rm -rf "$T/ready.txt"
	mkdir -m 700 "$data"
	[ "$(id -u)" -ne 0 ] || chown "${OWNER-$USER_ID}" "$data"
	"$@" "$T/bin/pomoc-desk" --config "$T/pomoc.conf" --data "$data" \
		--listen 127.0.0.1:0 --ready-fd 8 8>"$T/ready.txt" \
		2>"$T/err" </dev/null &
	DESK_PID=$!
	pids+=("$DESK_PID")
	until_ok "$PATIENCE" eval 'served || ! kill -0 $DESK_PID'
}
ends_well() {
	kill -TERM "$DESK_PID"
	wait "$DESK_PID" || fail "it ended with $?"
}
answers() {
	local port
	port=$(sed 's/.*:\([0-9]*\) SHA256.*/\1/' "$T/ready.txt")
	ssh -p "$port" "${SSHOPTS[@]}" agent@127.0.0.1 true 2>&1 </dev/null |
		grep -q 'Permission denied' || fail "$1: nobody answers"
}

# not_looked_into PID: only root may; a leak checker has to look
not_looked_into() {
	case $bin in
	*-san) ;;
	*) same "$(stat -c %u "/proc/$1/fd")" 0 'who may look into it' ;;
	esac
}

# --- in a terminal ---
# root has groups, which the front must not keep
as=()
[ "$(id -u)" -ne 0 ] || as=(setpriv --groups 4)
term op "${as[@]}" "$T/bin/pomoc-desk" --config "$T/pomoc.conf" --data "$T/d1" \
	--listen 127.0.0.1:0
until_ok "$PATIENCE" grep -q 'desk .* at 127' "$T/op.err" || fail "$(cat "$T/op.err")"
DESK=$(pid_of op)
until_ok "$PATIENCE" front_comes "$DESK" || fail 'no front'
[ "$(stat_of "$DESK" 5)" -ne 0 ] || fail 'the desk is in no terminal'
same "$(stat_of "$FRONT" 5)" 0 'the terminal of the front'
same "$(stat_of "$FRONT" 4)" "$FRONT" 'the session of the front'
same "$(stat_of "$FRONT" 3)" "$FRONT" 'the process group of the front'
# only root may look
descriptors() {
	local fd to
	for fd in "/proc/$FRONT/fd/"*; do
		to=$(readlink "$fd") || continue
		case ${fd##*/}:$to in
		0:/dev/null | [12]:pipe:* | 3:socket:* | 4:/memfd:pomoc-watch*) ;;
		5:socket:*) ;;
		[0-9]*:anon_inode:* | [0-9]*:pipe:* | [0-9]*:socket:*) ;;
		*) fail "the front has ${fd##*/} -> $to" ;;
		esac
	done
	same "$(readlink "/proc/$FRONT/fd/1")" "$(readlink "/proc/$FRONT/fd/2")" 'its log'
	[ "$(readlink "/proc/$FRONT/fd/2")" != "$(readlink "/proc/$DESK/fd/2")" ] ||
		fail 'the front writes to the log itself'
}
[ "$(id -u)" -ne 0 ] || descriptors
[ "$(id -u)" -ne 0 ] || grep -Eq '^Groups:\s*$' "/proc/$FRONT/status" ||
	fail 'it has groups of root'
grep -q 'pomoc-desk.*info: front: started' "$T/op.err" || fail "$(cat "$T/op.err")"
! grep -q 'pomoc-front' "$T/op.err" || fail 'a line in another name'
for p in "$DESK" "$FRONT"; do
	grep -Eq 'core file size +0 ' "/proc/$p/limits" || fail 'core files'
done
not_looked_into "$FRONT"
# the terminal is closed: that is the end, not a new configuration
tm kill-session -t =op:
# shellcheck disable=SC2317 # called through until_ok
gone_both() {
	[ ! -e "/proc/$DESK" ] && [ ! -e "/proc/$FRONT" ]
}
until_ok "$PATIENCE" gone_both || fail 'a closed terminal does not end it'
grep -q 'ended by signal 1' "$T/op.err" || fail "$(cat "$T/op.err")"

[ "$(id -u)" -eq 0 ] || exit 0
setpriv --reuid $USER_ID --regid $USER_ID --clear-groups \
	"$T/bin/pomoc-desk" --version >/dev/null || skip 'no other users here'

# --- an ordinary user ---
outside "$T/d2" setpriv --reuid $USER_ID --regid $USER_ID --clear-groups
served || fail "$(cat "$T/err")"
answers 'an ordinary user'
until_ok "$PATIENCE" front_comes "$DESK_PID"
grep -Eq '^CapEff:\s0+$' "/proc/$FRONT/status" || fail 'it has capabilities'
not_looked_into "$FRONT"
not_looked_into "$DESK_PID"
ends_well

# --- a rootless container: root is a name only ---
if setpriv --reuid $USER_ID --regid $USER_ID --clear-groups unshare -Ur true; then
	outside "$T/d3" setpriv --reuid $USER_ID --regid $USER_ID \
		--clear-groups unshare -Ur
	served || fail "$(cat "$T/err")"
	grep -q 'the user of this container' "$T/err" || fail "$(cat "$T/err")"
	answers 'a rootless container'
	until_ok "$PATIENCE" front_comes "$DESK_PID"
	grep -Eq '^CapEff:\s0+$' "/proc/$FRONT/status" ||
		fail 'it has capabilities'
	ends_well
fi

# --- root that has no right to give itself up ---
OWNER=0 outside "$T/d4" setpriv --bounding-set=-all --inh-caps=-all
wait "$DESK_PID"
same $? 1 'root without capabilities'
[ ! -s "$T/ready.txt" ] || fail "it says: $(cat "$T/ready.txt")"
same "$(grep -c 'pomoc-desk: the front cannot start: cannot become nobody' \
	"$T/err")" 1 'the reason'

# --- an account for the whole desk ---
printf '[desk]\nfirm = F\nuser = nobody\n' >"$T/pomoc.conf"
USER_ID=$(id -u nobody)
outside "$T/d5"
served || fail "$(cat "$T/err")"
answers 'a desk with an account'
until_ok "$PATIENCE" front_comes "$DESK_PID"
for p in "$DESK_PID" "$FRONT"; do
	grep -Eq "^Uid:(\s$USER_ID){4}$" "/proc/$p/status" || fail 'still root'
	grep -Eq '^CapEff:\s0+$' "/proc/$p/status" || fail 'it has capabilities'
done
same "$(stat -c %u "$T/d5/desk.db")" "$USER_ID" 'the owner of the log'
ends_well
chown 0 "$T/d5/desk.db"
rm -f "$T/ready.txt"
"$T/bin/pomoc-desk" --config "$T/pomoc.conf" --data "$T/d5" \
	--listen 127.0.0.1:0 2>"$T/err" </dev/null
same $? 1 'files of somebody else'
grep -q 'desk.db does not belong to nobody; run: chown -R nobody: ' "$T/err" ||
	fail "$(cat "$T/err")"
sed -i 's/user = .*/user = no-such-user/' "$T/pomoc.conf"
"$T/bin/pomoc-desk" --config "$T/pomoc.conf" --data "$T/d6" \
	--listen 127.0.0.1:0 2>"$T/err" </dev/null
same $? 1 'an unknown user'
grep -q 'there is no user "no-such-user"' "$T/err" || fail "$(cat "$T/err")"
exit 0
