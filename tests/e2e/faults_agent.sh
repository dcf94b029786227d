#!/bin/bash
# A client's program that dies, and one whose window is closed: the console
# knows within a second, the clock stands, and no shell is left behind.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

gone() {
	! kill -0 "$1" 2>/dev/null
}

# shell_in CLIENT: the process id of the shared shell
shell_in() {
	text "$1" 'echo pid-$$-'
	keys "$1" Enter
	sees "$1" 'pid-[0-9]+-'
	screen "$1" | sed -n 's/.*pid-\([0-9]*\)-.*/\1/p' | tail -n 1
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
shell=$(shell_in a)
start=$(now_ms)
kill -9 "$(pid_of a)"
sees c "$(say 'The link of %s is lost; the clock stands.' | sed 's/%s/.*/')"
spent=$(($(now_ms) - start))
echo "a killed agent was noticed after $spent ms"
[ $spent -le 2000 ] || fail "noticed only after $spent ms"
until_ok 5 gone "$shell" || fail 'the shell outlived its agent'

# the window is closed: rights, shell and link go, the technician is told
keys c C-] d
agent b --technician any --product Gestor --name 'Maria Zielińska' \
	--company 'Firma ABC' --phone '' --problem 'printer'
sees c 'Firma ABC'
until_ok "$PATIENCE" on_row c 'Firma ABC' || fail 'Firma ABC is not chosen'
let_in c b
shell=$(shell_in b)
pid=$(pid_of b)
tm kill-session -t '=b'
# SIGHUP comes for the terminal and for its session: neither cuts off what is said
while kill -HUP "$pid" 2>/dev/null; do :; done
sees c "$(say '%s ended the visit; the clock stands. End the ticket with its outcome.' |
	sed 's/%s//')"
until_ok 5 gone "$shell" || fail 'the shell outlived its window'
