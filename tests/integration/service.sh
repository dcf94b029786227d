#!/bin/bash
# What a desk tells the system that started it as a service (sd_notify): by a
# socket in a folder and by an abstract one; that it serves, reads again, lives
# and ends, and nothing in the name of the front.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# hearing NAME: somebody who listens there, what he hears in $T/heard
hearing() {
	"$POMOC_BUILD/support/notified" "$1" >"$T/heard" 2>"$T/notified.err" &
	HEARING=$!
	pids+=("$HEARING")
	until_ok 5 grep -q "^hears " "$T/heard" || fail 'nobody listens'
}
told() {
	until_ok "$PATIENCE" grep -Eq -- "$1" "$T/heard" ||
		fail "not told: $1; but: $(cat "$T/heard")"
}
# shellcheck disable=SC2317 # called through until_ok
told_times() {
	[ "$(grep -cE -- "$1" "$T/heard")" -ge "$2" ]
}
ends_well() {
	kill -TERM "$DESK_PID"
	wait "$DESK_PID"
	same $? 0 'exit status of the desk'
	told '^STOPPING=1'
}

keys_for anna
listed anna
hearing "$T/notify"
UNDER=(env "NOTIFY_SOCKET=$T/notify" WATCHDOG_USEC=200000)
desk --config "$T/pomoc.conf"
told "^READY=1 STATUS=Serves at $ADDR\$"
# the ready line of --ready-fd and READY are one moment: the front serves
until_ok "$PATIENCE" told_times '^WATCHDOG=1$' 5 || fail 'no sign of life'
# the sockets of the service are no business of the front's
front=$(front_of)
! tr '\0' '\n' <"/proc/$front/environ" | grep -E 'NOTIFY_SOCKET|WATCHDOG' ||
	fail 'the front has it too'

# read again: begun at a moment of the kernel's clock, and ended
kill -HUP "$DESK_PID"
told '^RELOADING=1 MONOTONIC_USEC=[0-9]+$'
until_ok "$PATIENCE" told_times '^READY=1' 2 || fail 'it is not ready again'
began=$(sed -n 's/^RELOADING=1 MONOTONIC_USEC=//p' "$T/heard")
listened=$(sed -n 's/^hears //p' "$T/heard")
((began >= listened && began <= listened + 600000000)) ||
	fail "$began is not soon after $listened"
echo 'nonsense' >>"$T/pomoc.conf"
kill -HUP "$DESK_PID"
told '^READY=1 STATUS=Serves at .*; not read again: configuration$'
sed -i '$d' "$T/pomoc.conf"

# rows that cannot be written yet are named, and nothing of them is lost
client nowak
mkfifo "$T/sql"
sqlite3 "$T/desk/desk.db" <"$T/sql" >"$T/sql.out" &
pids+=($!)
exec 6>"$T/sql"
printf '.timeout 5000\nBEGIN IMMEDIATE;\nSELECT 4711;\n' >&6
until_ok 10 grep -q 4711 "$T/sql.out" || fail 'no lock'
say nowak '{"t":"join","technician":"any","product":"Subiekt","name":"Jan","company":"","phone":"600","problem":"x"}'
hears nowak '"warn".*"writing"'
kill -TERM "$DESK_PID"
told '^STOPPING=1 STATUS=Ends; [1-9][0-9]* rows of the journal wait'
alive=$(grep -c '^WATCHDOG' "$T/heard")
until_ok "$PATIENCE" told_times '^WATCHDOG=1$' $((alive + 2)) ||
	fail 'no sign of life while it waits'
printf 'ROLLBACK;\n.quit\n' >&6
exec 6>&-
wait "$DESK_PID"
same $? 0 'exit status of the desk'
same "$(sqlite3 "$T/desk/desk.db" "SELECT state FROM ticket")" waiting
kill "$HEARING"

# an abstract socket; a watchdog that another process is to feed
hearing "@$T/abstract"
UNDER=(env "NOTIFY_SOCKET=@$T/abstract" WATCHDOG_USEC=200000 WATCHDOG_PID=1)
desk --config "$T/pomoc.conf"
told '^READY=1'
ends_well
! grep WATCHDOG "$T/heard" || fail 'fed for another'
kill "$HEARING"

# a socket that is not there: said, and it serves all the same
UNDER=(env "NOTIFY_SOCKET=$T/nowhere")
desk --config "$T/pomoc.conf"
grep -q "NOTIFY_SOCKET $T/nowhere" "$T/desk.err" || fail 'not said'
exit 0
