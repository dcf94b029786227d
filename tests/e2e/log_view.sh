#!/bin/bash
# The review of the log: worked and billed side by side, drill, bars, filters,
# sort, a correction within what was agreed to, an invoice mark, only once.
# usage: log_view.sh [LOCALE COLS ROWS]
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}

# fills FIELD...: a form's fields, one after the other; "" leaves one as it is
fills() {
	local field
	for field in "$@"; do
		[ -z "$field" ] || text c "$field"
		keys c Tab
	done
	keys c C-s
}
# Esc with another key right behind it would be Alt and that key
no_form() {
	! shows c 'Ctrl-S:'
}
not_searched() {
	! shows c 'slow nobody'
}
escape() {
	keys c Escape
	until_ok "$PATIENCE" no_form || fail 'Esc does not close the form'
}
first_is() {
	until_ok "$PATIENCE" first_row_is "$1" || {
		screen c
		fail "the first row is not ticket $1"
	}
}
first_row_is() {
	screen c | sed -n 3p | grep -Eq "^ +$1 "
}
# the form says so and stays, with what was typed
refused() {
	sees c "$(say 'Not done: %s' | sed 's/%s//')"
	sees c "$1"
	escape
}

"$POMOC_BUILD/support/mklog" "$T/data"
console_desk c
sees c Epsilon
keys c M-2
sees c '846,67.*1 041,40'
# worked 47:00, billed 1:07:00
sees c ' 3 +2026-11-06 .* 0:47:00 +1:07:00 +246,67'
sees c ' 4 +2026-11-07 .* 0:59:59 +0:00:00 +0,00'

# ticket -> visits -> work -> events, and back the same way
keys c End Up Up Enter
sees c "$(say 'visit from')"
sees c '1 +2026-11-06 12:30:[0-9]+ +13:17:[0-9]+ +piotr'
keys c Enter
sees c "$(say 'kind of work')"
sees c 'support A +200,00 +0:40:00 +1:00:00 +200,00'
sees c "$(say 'database repair') +400,00 +0:07:00 +0:07:00 +46,67"
keys c Enter
sees c "$(say 'Events of ticket %lld' | sed 's/%lld/3/')"
sees c "$(say consent) $(say client): $(say yes)"
sees c "piotr: $(say solved)"
keys c q
sees c 'support A'
keys c q
sees c "$(say 'visit from')"
keys c q
sees c '846,67'

# bars of hours and money
keys c d
sees c "$(say '▒ money')"
sees c '2026-11-05 +1:00:01 +400,00 +1 +100 +0:00:00 +█+ +▒+'
keys c q
keys c t
sees c 'piotr +0:47:00 +246,67 +1 +100 +0:00:00 +█+ +▒+'
# the tickets of a bar, and back to it
keys c End Enter
sees c "^ 1 .*$(say '%s alone: worked %s' | sed 's/%s/piotr/; s/ *%s.*//')"
first_is 3
keys c q
sees c "$(say '▒ money')"
keys c q

# filters: client; month and outcome; words
keys c f
sees c "$(say 'Show only')"
fills '' 'beta'
sees c '^ 1 .* 400,00.*492,00'
keys c f
sees c "$(say 'Show only')"
keys c Tab C-u
keys c C-s
sees c '846,67'
keys c f
sees c "$(say 'Show only')"
fills '2026-13'
sees c "$(say 'a month is written as 2026-11')"
escape
keys c f
sees c "$(say 'Show only')"
fills '2026-11' '' anna '' solved
sees c '^ 2 .* 600,00'
# of one technician the sum is his, in the list and under the bars
alone=$(say '%s alone: worked %s' | sed 's/%s/anna/; s/ *%s.*//')
sees c "^ 2 .*$alone .* 600,00"
keys c d
sees c "$(say '▒ money')"
sees c "^ 2 .*$alone .* 600,00"
keys c q
keys c f
keys c C-u Tab Tab C-u Tab Tab C-u C-s
sees c '846,67'
text c "\\"
text c 'slow'
keys c Enter
sees c '^ 1 .*246,67'
text c "\\"
keys c C-u Enter
sees c '846,67'
# / finds, and leaves all rows where they are
keys c /
text c 'slow nobody'
keys c Enter
sees c "$(say '"%s" was not found.' | sed 's/%s/slow nobody/')"
sees c '846,67'
keys c Escape
until_ok "$PATIENCE" not_searched || fail 'Esc does not end the search'

# sort by the amount: number, completed, client, technician, product, outcome,
# worked, net
keys c o o o o o o o
first_is 2
keys c O
first_row_is 2 && first_is 4
until_ok "$PATIENCE" first_row_is '[456]' || fail 'the order stays'
keys c O o
first_is 6

# a correction with its reason, once
keys c End
keys c c
sees c "$(say 'Correct the ticket')"
fills '150,00'
sees c "$(say 'a correction needs a reason')"
text c 'less work'
keys c C-s
sees c '150,00\*'
keys c End c
sees c "$(say 'Correct the ticket')"
fills '999' 'again'
refused '999'
sees c '150,00\*'

# whom the invoice goes to: made with one key from what was typed; then he is
# suggested for the next ticket of that machine
keys c b
sees c "$(say 'not in the book: Ctrl-S makes him')"
keys c C-s
sees c "$(say 'ticket %lld is linked to %s, %s' | sed 's/%lld/1/; s/%s.*/K1/')"
keys c b
sees c "$(say 'Ticket %lld: %s' | sed 's/%lld/1/; s/%s//')$(say linked)"
sees c ' K1 '
escape
keys c Up b
sees c "$(say 'probably, by his key: Ctrl-S links him')"
escape
keys c End

# an invoice mark, once; a reversal; not for what is not solved
keys c v
sees c "$(say 'Mark as invoiced')"
fills 'FV 7/2026'
sees c "$(say 'Done.')"
keys c f
sees c "$(say 'Show only')"
fills '' '' '' '' '' "$(say yes)"
sees c '^ 1 .*150,00'
keys c v
sees c "$(say 'Mark as invoiced')"
fills 'FV 8/2026'
refused 'FV 8/2026'
sees c '^ 1 .*150,00'
# paid: it stays on its invoice until that is taken back
keys c P
sees c "$(say 'Mark as paid')"
keys c C-s
until_ok "$PATIENCE" no_form || fail 'it is not marked as paid'
keys c V
sees c "$(say 'Take the invoice mark back')"
fills 'not yet'
refused 'not yet'
keys c P
sees c "$(say 'It was not paid')"
fills 'it bounced'
until_ok "$PATIENCE" no_form || fail 'it stays paid'
"$POMOC_BUILD/pomoc" show 1 --data "$T/data" >"$T/out" || fail show
grep -q 'it bounced' "$T/out" || fail "not taken back: $(cat "$T/out")"
keys c V
sees c "$(say 'Take the invoice mark back')"
sees c 'FV 7/2026'
fills 'a mistake'
sees c "$(say 'No ticket passes the filter. f changes it.')"
keys c f
keys c Tab Tab Tab Tab Tab C-u C-s
sees c '796,67'
keys c Home v
sees c "$(say 'Mark as invoiced')"
fills 'FV 9/2026'
refused 'FV 9/2026'
"$POMOC_BUILD/pomoc" verify --data "$T/data" >"$T/out" || fail verify
exit 0
