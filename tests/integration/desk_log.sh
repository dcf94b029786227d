#!/bin/bash
# What the desk logs, also in a console: what happens; with -q warnings and
# errors only; with -v also what is too much for every day, of the front too.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna

# a_day LOG OPTION...: a client comes, and a caller who says nothing
a_day() {
	local log=$1
	shift
	desk --config "$T/pomoc.conf" "$@"
	client nowak
	join nowak Subiekt
	: 2>/dev/null <>"/dev/tcp/127.0.0.1/${ADDR##*:}"
	hangs_up nowak
	client again
	hangs_up again
	kill "$DESK_PID"
	wait "$DESK_PID"
	mv "$T/desk.err" "$T/$log"
}

logged() {
	grep -Eq -- "$2" "$T/$1" || fail "$1 lacks $2: $(cat "$T/$1")"
}

silent() {
	! grep -E -- "$2" "$T/$1" || fail "$1 has $2"
}

a_day plain
logged plain ' info: ticket 1 opened'
logged plain ' info: front: '
silent plain ' debug: '
a_day quiet --quiet
silent quiet ' (info|debug): '
a_day verbose -q --verbose
logged verbose ' info: ticket '
logged verbose ' debug: front: '

# in a console its desk has the same options, and so has the console
in_console() {
	local log=$1
	shift
	rm -rf "$T/data"
	console_desk "$log" "$@"
	: 2>/dev/null <>"/dev/tcp/127.0.0.1/${ADDR##*:}"
	client "of_$log"
	join "of_$log" Subiekt
	sees "$log" 'Firma of_'
	hangs_up "of_$log"
	kill "$(pid_of "$log")"
	ended "$log" >"$T/out"
	cat "$T/data/desk.log" "$T/data/console.log" >"$T/$log"
}
in_console few -v -q
silent few ' (info|debug): '
in_console many --verbose
logged many 'pomoc\[.* info: embedded desk'
logged many ' debug: front: '
exit 0
