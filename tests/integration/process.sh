#!/bin/bash
# What a program inherits: closed descriptors, ignored and blocked signals, open
# files, a full disk behind standard output.
# shellcheck disable=SC2317 # functions are called through others
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/programs.sh

# outlet FILE CODE COMMAND...: the same with standard output to FILE
outlet() {
	local to=$1 want=$2 rc=0
	shift 2
	"$@" >"$to" 2>"$T/err" </dev/null || rc=$?
	[ "$rc" -eq "$want" ] || fail "$* >$to: exit $rc, want $want"
}

# --- standard output that takes nothing ---
say_all() {
	"$1" pomoc --version
	"$1" pomoc --help
	"$1" pomoc log --help
	"$1" pomoc log --data "$T/log"
	"$1" pomoc prices
	"$1" pomoc_agent --version
	"$1" pomoc_agent --help
	"$1" pomoc_desk --version
	"$1" pomoc_desk --help
	"$1" pomoc_desk --print-limits
}
full() {
	outlet /dev/full 1 "$@"
	same "$(wc -l <"$T/err")" 1 "lines of $*"
	has_text "$(cat "$T/err")" 'could not be written: No space left'
}
shut() {
	local rc=0
	"$@" >&- 2>"$T/err" || rc=$?
	same "$rc" 1 "$* without standard output"
	has_text "$(cat "$T/err")" 'could not be written'
}
# nobody reads any more: the reader's wish, no error
early() {
	local rc
	mkfifo "$T/pipe"
	exec 8<>"$T/pipe"
	exec 7>"$T/pipe" 8<&-
	"$@" >&7 2>"$T/err"
	rc=$?
	exec 7>&-
	rm "$T/pipe"
	same "$rc" 0 "$* to a reader that has left"
	same "$(cat "$T/err")" '' "$* to a reader that has left"
}
say_all full
say_all shut
say_all early

# --- descriptors 0 to 2 closed, in every combination ---
# closed MASK COMMAND...: becomes the command; in a subshell of the caller's
closed() {
	local mask=$1
	shift
	[ $((mask & 1)) -eq 0 ] || exec 0<&-
	[ $((mask & 2)) -eq 0 ] || exec 1>&-
	[ $((mask & 4)) -eq 0 ] || exec 2>&-
	exec "$@"
}
# no file of the desk's may have a standard number
standard_is_harmless() {
	local fd to
	for fd in 0 1 2; do
		to=$(readlink "/proc/$1/fd/$fd") || fail "fd $fd of $1 is closed"
		case $to in
		/dev/null | pipe:* | "$T"/std.*) ;;
		*) fail "fd $fd of $1 is $to" ;;
		esac
	done
}
front_of() {
	pgrep -P "$1" | head -n 1
}
has_front() {
	[ -n "$(front_of "$1")" ]
}
# serves COMMAND...: a desk started by it lives, answers and ends
serves() {
	local pid line addr
	rm -f "$T/ready9"
	mkfifo "$T/ready9"
	"$@" "$POMOC_BUILD/pomoc-desk" --data "$T/d9" --listen 127.0.0.1:0 \
		--ready-fd 9 9>"$T/ready9" 3>"$T/std.leak" \
		<"$T/std.in" >"$T/std.out" 2>"$T/std.err" &
	pid=$!
	pids+=("$pid")
	read -r -t "$PATIENCE" line <"$T/ready9" || fail "$*: not ready"
	read -r _ addr _ <<<"$line"
	standard_is_harmless "$pid"
	until_ok "$PATIENCE" has_front "$pid" || fail "$*: no front"
	same "$(sed -n 's/^SigBlk:\t//p' "/proc/$pid/status")" 0000000000000000 \
		"$*: blocked"
	[ ! -e "/proc/$(front_of "$pid")/fd/3" ] ||
		[ "$(readlink "/proc/$(front_of "$pid")/fd/3")" != "$T/std.leak" ] ||
		fail "$*: the front has a file of ours"
	ssh-keyscan -T 5 -p "${addr##*:}" 127.0.0.1 2>/dev/null |
		grep -q ssh-ed25519 || fail "$*: the desk does not answer"
	kill -TERM "$pid"
	wait "$pid"
	same $? 0 "$*: exit of the desk"
}
: >"$T/std.in"
for mask in 1 2 4 7; do
	serves closed $mask
done
for mask in 0 1 2 3 4 5 6 7; do
	rm -f "$T/copy"
	rc=0
	(closed $mask "$POMOC_BUILD/pomoc" backup --data "$T/log" "$T/copy") \
		>/dev/null 2>&1 || rc=$?
	# the copy is whole, and a lost message is told by the exit code alone
	[ $rc -eq $((mask & 2 ? 1 : 0)) ] || fail "backup without $mask: $rc"
	same "$(head -c 15 "$T/copy")" 'SQLite format 3' "copy without $mask"
	rc=0
	(closed $mask "$POMOC_BUILD/pomoc-agent" 127.0.0.1:1 --fingerprint \
		"SHA256:$(printf %043d 0)") >/dev/null 2>&1 </dev/null || rc=$?
	same "$rc" 4 "agent without $mask"
	rc=0
	(closed $mask "$POMOC_BUILD/pomoc") >/dev/null 2>&1 </dev/null || rc=$?
	same "$rc" 1 "console without $mask"
done

# --- signals ignored and blocked by the parent ---
SIGS=HUP,INT,QUIT,PIPE,ALRM,TERM,CHLD,CONT,TSTP,TTIN,TTOU,WINCH,USR1,USR2,PROF
serves env --ignore-signal=$SIGS --block-signal=$SIGS
gives 0 env --ignore-signal=$SIGS --block-signal=$SIGS \
	"$POMOC_BUILD/pomoc" verify --data "$T/log"

# --- the same for the two that live in a terminal ---
# shellcheck disable=SC2119
desk
term a env --ignore-signal=$SIGS --block-signal=$SIGS sh -c \
	'exec 2>&- 5</dev/null; exec "$@"' - "$POMOC_BUILD/pomoc-agent" \
	"$ADDR" --fingerprint "$FP" --technician any --product Subiekt
sees a 'Your name'
kill -TERM "$(pid_of a)"
same "$(ended a)" 143 'agent that ignored all signals'
term con env --ignore-signal=$SIGS --block-signal=$SIGS sh -c \
	'exec 2>&-; exec "$@"' - "$POMOC_BUILD/pomoc" --data "$T/con" \
	--config "$T/pomoc.conf" --listen 127.0.0.1:0
sees con 'Queue|queue'
kill -TERM "$(pid_of con)"
same "$(ended con)" 0 'console that ignored all signals'

# --- a file as large as it may be is an error, not the end ---
(
	ulimit -f 100
	gives 1 pomoc backup --data "$T/log" "$T/large"
)
said 'cannot write'
[ ! -e "$T/large" ] || fail 'half a copy stayed'

exit 0
