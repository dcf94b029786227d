#!/bin/bash
# Every limit at its least and at its most: the desk starts, serves a client who
# joins, hangs up, comes back and hangs up again, and ends in order. (What more
# the brain does at these ends is in tests/unit/desk/test_brain_any.c.)
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# key, least, most
mapfile -t ROWS < <("$POMOC_BUILD/pomoc-desk" --print-limits | sed -n \
	'/\.\./{s/.*(.*, \([0-9]*\)\.\.\([0-9]*\),.*/\1 \2/;h;n;s/ =.*//;G;s/\n/ /p;}')
[ "${#ROWS[@]}" -ge 35 ] || fail "only ${#ROWS[@]} limits are printed"

# what must be moved along, for limits are ordered among themselves
along() {
	case $1 in
	ping-s) echo "dead-s = 1800" ;;
	dead-s) echo "ping-s = 1" ;;
	kex-s) echo "login-s = 600" ;;
	login-s) echo "kex-s = 1" ;;
	unauth-start) echo "unauth-max = 10000" ;;
	unauth-max) echo "unauth-start = 1" ;;
	out-pause-bytes) echo "out-close-bytes = 268435456" ;;
	out-close-bytes) echo "out-pause-bytes = 4096" ;;
	idle-ask-s) printf 'idle-pause-s = 86399\nidle-end-s = 86400\n' ;;
	idle-pause-s) printf 'idle-ask-s = 1\nidle-end-s = 86400\n' ;;
	idle-end-s) printf 'idle-ask-s = 1\nidle-pause-s = 2\n' ;;
	esac
}

# conf KEY VALUE: the lines for it; the ends of idle times are taken
conf() {
	local value=$2
	case $1=$2 in
	idle-ask-s=86400) value=86398 ;;
	idle-pause-s=1) value=2 ;;
	idle-pause-s=86400) value=86399 ;;
	idle-end-s=1) value=3 ;;
	esac
	printf '%s = %s\n' "$1" "$value"
	along "$1"
}

# visit NAME SECRET ANSWER: join, or go on with the ticket of before; then it hangs up
visit() {
	peer "$1" "$POMOC_BUILD/support/lineagent" "$ADDR" "$FP" "$T/c.key"
	say "$1" "${HELLO%\}}${2:+,\"resume\":\"$2\"}}"
	[ -n "$2" ] || say "$1" '{"t":"join","technician":"any","product":"Subiekt","name":"Jan","company":"","phone":"600","problem":"x"}'
	until_ok "$PATIENCE" has_line "$1" "$3|\"error\"" ||
		fail "$KEYS: no answer; $(cat "$T/$1.err")"
	hangs_up "$1"
}

# limits far apart in the list go together: a desk for each alone takes long
opened=0
third=$(((${#ROWS[@]} + 2) / 3))
for ((i = 0; i < third; i++)); do
	for end in 2 3; do
		printf '[limits]\nloopback-exempt = yes\n' >"$T/ends.conf"
		KEYS=
		for ((k = i; k < ${#ROWS[@]}; k += third)); do
			# shellcheck disable=SC2206 # three words
			row=(${ROWS[k]})
			KEYS="$KEYS ${row[0]} = ${row[end - 1]}"
			conf "${row[0]}" "${row[end - 1]}" >>"$T/ends.conf"
		done
		desk --config "$T/ends.conf"
		visit one "" '"queued"|"refused"'
		secret=$(field one '"secret"' secret)
		[ -z "$secret" ] || visit two "$secret" '"listed"'
		kill -TERM "$DESK_PID"
		wait "$DESK_PID" || fail "$KEYS: the desk ended with $?"
		grep -q 'Sanitizer\|runtime error\| died ' "$T/desk.err" &&
			fail "$KEYS: $(cat "$T/desk.err")"
		opened=$((opened + $(grep -c ' opened by ' "$T/desk.err")))
	done
done
# where all places are kept for known clients a new one finds none
[ "$opened" -ge $((2 * third - 2)) ] || fail "only $opened tickets were opened"
exit 0
