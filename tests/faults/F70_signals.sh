#!/bin/bash
# Case 70: SIGWINCH, SIGTSTP and SIGCONT, SIGTERM, SIGHUP in console and agent:
# whatever comes, the terminal is afterwards as it was before.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# as it was: of the shell that is in the terminal
ordinary() {
	text "$1" "clear; stty -a | grep -o ' icanon'; stty -a | grep -o ' echo '; echo $2-\$((1+1))"
	keys "$1" Enter
	sees "$1" "^$2-2"
	shows "$1" '^ icanon' || fail "$1, $2: the terminal stays raw"
	shows "$1" '^ echo' || fail "$1, $2: the terminal stays without echo"
	same "$(tm display-message -p -t "=$1:" \
		'#{alternate_on} #{cursor_flag} #{mouse_any_flag}')" '0 1 0' \
		"$1, $2: other screen, cursor, mouse"
}
# child NAME: the program in the foreground of that terminal
child() {
	local tty
	tty=$(tm display-message -p -t "=$1:" '#{pane_tty}')
	ps -o pid=,stat=,comm= -t "${tty#/dev/}" |
		awk '$2 ~ /\+/ && $3 ~ /^pomoc/ { print $1; exit }'
}
begins() {
	text "$1" "$2"
	keys "$1" Enter
	sees "$1" "$3"
	until_ok "$PATIENCE" eval "[ -n \"\$(child $1)\" ]" || fail "no $1"
	PID=$(child "$1")
}
# all SIGNALS of one program: NAME COMMAND PATTERN
all() {
	term "$1" sh -c 'exec bash --norc -i 2>&1'
	begins "$1" "$2" "$3"
	for _ in 1 2 3 4 5; do
		kill -WINCH "$PID"
	done
	sees "$1" "$3"
	kill -TSTP "$PID"
	sees "$1" 'Stopped'
	ordinary "$1" tstp
	text "$1" fg
	keys "$1" Enter
	sees "$1" "$3"
	for signal in TERM HUP INT; do
		[ -n "$(child "$1")" ] || begins "$1" "clear; $2" "$3"
		PID=$(child "$1")
		kill -$signal "$PID"
		until_ok "$PATIENCE" eval "! kill -0 $PID" ||
			fail "$1 stays after SIG$signal"
		ordinary "$1" "$signal"
	done
}

# shellcheck disable=SC2119
desk
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/anna"
echo "name=\"anna\" $(cat "$T/anna.pub")" >"$T/desk/technicians"
all a "$POMOC_BUILD/pomoc-agent $ADDR --fingerprint $FP --technician any --product Subiekt --name Jan --company X --phone 1 --problem x" \
	'next in the queue|place in the queue'
all c "$POMOC_BUILD/pomoc --desk $ADDR --fingerprint $FP --identity $T/anna --data $T/console" \
	'Queue'
exit 0
