#!/bin/bash
# What is paid, on a known log: the accountant marks it, by ticket, invoice and
# month; twice is said and changes nothing; what is paid stays on its invoice,
# and what is not is listed and named by every command about a later month.
set -eu
cd "$(dirname "$0")/../.."
. tests/support/known_log.sh

pomoc() {
	"$POMOC_BUILD/pomoc" "$@"
}
rows() {
	sqlite3 "$d/desk.db" 'SELECT count(*) FROM event'
}
unpaid() {
	pomoc log --paid no --format csv --data "$d" | sed '1d;s/,.*//' |
		tr '\n' ' '
}
is() {
	[ "$1" = "$2" ] || fail "$3: $1, not $2"
}

# --- what cannot be ---
ends 2 'give tickets' pomoc paid --data "$d"
ends 2 'give tickets' pomoc paid 1 --number FV1 --data "$d"
ends 2 'give tickets' pomoc paid --month 2026-11 --data "$d"
ends 2 'give tickets' pomoc paid 1 --client x --data "$d"
ends 2 'needs a --reason' pomoc paid 1 --take-back --data "$d"
ends 2 'date' pomoc paid 1 --take-back --reason x --date 2026-11-20 --data "$d"
ends 2 'reason' pomoc paid 1 --reason x --data "$d"
ends 2 'not a day' pomoc paid 1 --date soon --data "$d"
ends 1 'ticket 1: it is on no invoice; nothing was marked' \
	pomoc paid 1 --data "$d"
ends 1 'no ticket 77' pomoc paid 77 --data "$d"
ends 1 'nothing is on invoice FV 8' pomoc paid --number 'FV 8' --data "$d"
has '^Nothing of it is on an invoice' \
	pomoc paid --client 'biuro alfa' --month 2026-11 --data "$d"

# --- the month is invoiced; nobody marks payments: nothing is said of them ---
pomoc invoice 1 --number 'FV 1' --data "$d" >/dev/null
pomoc invoice 2 --number 'FV 2' --data "$d" >/dev/null
is "$(unpaid)" '1 2 ' 'not paid'
pomoc report --by client --month 2026-12 --data "$d" >"$t/out" 2>"$t/err"
! grep -q 'not paid' "$t/err" || fail "named: $(cat "$t/err")"
ends 1 'still to come' pomoc paid 1 --date 2199-01-01 --data "$d"
ends 1 'ticket 3: it is on no invoice' pomoc paid 1 3 --data "$d"
is "$(unpaid)" '1 2 ' 'all or none'

# --- paid, twice, and named ---
day=2026-11-20
has "^Paid on $day: 1 (net 200,00 zł): 1 (FV 1)\$" \
	pomoc paid 1 1 --date $day --data "$d"
before=$(rows)
has "^Paid already, nothing is changed: 1 (net 200,00 zł): 1 ($day)\$" \
	pomoc paid 1 --date 2026-11-21 --data "$d"
is "$(rows)" "$before" 'rows after the second time'
is "$(unpaid)" '2 ' 'not paid'
has '^1,' pomoc log --paid yes --format csv --data "$d"
has "\"paid\": \"$day\"" pomoc log --paid yes --format json --data "$d"
has '"paid": null' pomoc log --paid no --format json --data "$d"
has "^paid *$day\$" pomoc show 1 --data "$d"
is "$(sqlite3 "$d/desk.db" "SELECT group_concat(ticket || ':' || paid)
	FROM v_timelog WHERE paid IS NOT NULL")" "1:$day" v_timelog
named='solved before, on an invoice and not paid yet: 1 (net 400,00 zł): 2 (FV 2)'
for c in 'report --by client' log; do
	# shellcheck disable=SC2086 # words
	says "$named" pomoc $c --month 2026-12 --data "$d"
done
# that of another client is not
pomoc statement --client delta --month 2026-12 --data "$d" \
	>"$t/out" 2>"$t/err"
! grep -q 'not paid' "$t/err" || fail "named: $(cat "$t/err")"
says "$named" pomoc statement --client 'beta, "syn" i s-ka' --month 2026-12 --data "$d"

# --- what is paid stays as it is ---
ends 1 "paid on $day: take that back first" \
	pomoc invoice 1 --reverse --reason x --data "$d"
ends 1 "ticket 1: it was paid on $day.*nothing was taken back" \
	pomoc invoice --reverse --number 'FV 1' --reason x --data "$d"
ends 1 'FV 1' pomoc correct 1 --net 1 --reason x --data "$d"
ends 1 'taken back' pomoc paid 1 --take-back --reason ' ' --data "$d"
ends 1 'ticket 2: it is not marked as paid' \
	pomoc paid 1 2 --take-back --reason x --data "$d"
has '^Not paid any more: 1 (net 200,00 zł): 1 (FV 1)$' \
	pomoc paid 1 --take-back --reason bounced --data "$d"
has 'unpaid.* bounced' pomoc show 1 --data "$d"
is "$(unpaid)" '1 2 ' 'not paid'

# --- all of an invoice, all of a month ---
has '^Paid on .*: 1 .*: 2 (FV 2)$' pomoc paid --number 'fv  2' --data "$d"
has '^Paid already' pomoc paid --number FV2 --data "$d"
has '^Not paid any more: 1 ' \
	pomoc paid --take-back --reason x --number FV2 --data "$d"
has '^Nothing of it is marked as paid' \
	pomoc paid --take-back --reason x --number FV2 --data "$d"
has '^Paid on .*: 1 .*: 1 (FV 1)$' \
	pomoc paid --client 'biuro alfa' --month 2026-11 --data "$d"
has '^Paid already' pomoc paid --client 'biuro alfa' --month 2026-11 --data "$d"
has 'log is sound' pomoc verify --data "$d"

# --- a mark moved behind the journal's back is found ---
sqlite3 "$d/desk.db" "UPDATE payment SET day = '2026-11-01'"
rc=0
pomoc verify --data "$d" >"$t/out" 2>&1 || rc=$?
is $rc 1 'verify of another day'
grep -q 'payment' "$t/out" || fail "verify says: $(cat "$t/out")"
