#!/bin/bash
# Nothing beyond the first hour without the client's yes: 50:00, 58:00 and the
# stop at 60:00 on both screens, no going on without a quote, and with one what
# the second hour costs. The tickets come from a desk that stopped shortly
# before those moments, so that the test need not wait.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}

# worked NAME COMPANY SECONDS
worked() {
	local keys
	keys=$(home_of "$1")/.local/share/pomoc
	mkdir -p "$keys"
	ssh-keygen -q -t ed25519 -N '' -f "$keys/agent_key"
	"$POMOC_BUILD/support/midway" "$T/data" \
		"$(ssh-keygen -lf "$keys/agent_key" | cut -d ' ' -f 2)" \
		"$2" "$3" || fail 'midway'
}
# goes_on NAME COMPANY: the client is back, the technician goes on with him
goes_on() {
	client "$1"
	until_ok "$PATIENCE" on_row c "$2" || fail "no row of $2"
	let_in c "$1"
}
back() {
	keys c C-] d
	sees c '^>'
}
mkdir -m 700 "$T/data"
worked a1 Alfa 2996
worked a2 Beta 3476
worked a3 Gamma 3596
console_desk c
sees c Gamma

goes_on a1 Alfa
sees a1 '(49|50) min.*200,00.*246,00'
sees c '(49|50) min.*200,00.*246,00'
sees a1 "$(say '50 minutes: in 10 minutes the clock stops for a quote.')"
sees c "Alfa: $(say '50 minutes worked; beyond the first hour a quote is needed ($)' | cut -c 1-40)"
keys a1 F12
sees a1 "$(say 'Questions? %s, phone %s' | sed 's/%s.*//')"
back

goes_on a2 Beta
sees a2 "$(say '58 minutes: in 2 minutes the clock stops for a quote.')"
sees c "Beta: $(say '58 minutes worked; at 60:00 the clock stops without a quote ($)' | cut -c 1-40)"
keys a2 F12
back

goes_on a3 Gamma
sees a3 "$(say 'One hour is full: the clock stands until you have accepted a quote.')"
sees c "$(say 'STOPPED at 60:00, quote needed')"
sees a3 '1:00:00.*246,00'
sees c '1:00:00.*200,00'
# the technician cannot go on by himself
keys c C-] p
sees c "$(say 'Not done: %s' | sed 's/%s//')"
sees c '1:00:00'
keys c C-] '$'
sees c "$(say 'Quote for the client')"
keys c Tab
text c 2
keys c C-s
sees a3 "$(say 'A quote for the client: accept it?')"
keys a3 F6
answer a3 '&accept' "$(say 'A quote for the client: accept it?')"
sees c "$(say '%s accepted the quote.' | sed 's/%s//')"
sees c '1 h 00 min'
keys c C-] X
sees c "$(say 'End the ticket')"
keys c s
sees c 'Ctrl-S'
keys c C-s
sees a3 "$(say 'The visit is over: %s.' | sed 's/%s.*//')"
sees a3 '492,00'
row=$("$POMOC_BUILD/pomoc" log --data "$T/data" --format csv --client Gamma)
has "$row" 'solved.*400\.00.*492\.00'
"$POMOC_BUILD/pomoc" verify --data "$T/data" >"$T/out" || fail verify
exit 0
