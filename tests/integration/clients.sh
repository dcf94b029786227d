#!/bin/bash
# Who is the client: what is linked to a contractor is his and nothing else, in
# every output; the book stays whole whatever is merged.
set -eu
cd "$(dirname "$0")/../.."
. tests/support/known_log.sh

pomoc() {
	"$POMOC_BUILD/pomoc" "$@" --data "$d"
}

# --- a namesake's ticket is not the contractor's, and is named ---
month=(--month 2026-11)
outputs=('statement' 'statement --format csv' 'export --format json'
	'export --epp' 'report --by day' 'log --sum')
pomoc client add --name 'Zażółć Gęślą' --nip 5260250274 >"$t/out"
for who in K1 5260250274 'zażółć gęślą'; do
	for o in "${outputs[@]}"; do
		# shellcheck disable=SC2086 # words
		says '^if they are his: pomoc client link 3 K1$' \
			pomoc $o --client "$who" "${month[@]}"
		grep -q 'linked to nobody: 1 (net 246,67 zł): 3 (2026-11-06)' \
			"$t/err" || fail "$o: $(cat "$t/err")"
		! grep -q '246[.,]67' "$t/out" || fail "$o: $(cat "$t/out")"
	done
done
says 'client link 3 K1$' pomoc statement --client K1 --month 2026-12
says 'client link 3 K1$' pomoc invoice --client K1 "${month[@]}" --number F1
[ -z "$(sqlite3 "$d/desk.db" 'SELECT invoice FROM ticket WHERE id = 3')" ] ||
	fail 'a namesake is on the invoice'
# of many the first ones are named and all are counted
"$POMOC_BUILD/support/mklog" "$t/many" 25
"$POMOC_BUILD/pomoc" client add --name Zeta --code Z --data "$t/many" >"$t/out"
"$POMOC_BUILD/pomoc" log --client Z --data "$t/many" >"$t/out" 2>"$t/many.err"
grep -q 'nobody: 25 (net 0,00 zł): 7 (.* 26 ([0-9-]*), \.\.\.$' "$t/many.err" ||
	fail "$(cat "$t/many.err")"
grep -q 'the first of them: pomoc client link 7 .* 26 Z$' "$t/many.err" ||
	fail "$(cat "$t/many.err")"
# what is cut in a table is the name, not the code
"$POMOC_BUILD/pomoc" client edit Z --name 'Zeta Zakład Usług Komputerowych' \
	--data "$t/many" >"$t/out"
"$POMOC_BUILD/pomoc" client link 7 Z --data "$t/many" >"$t/out"
for cols in 80 200; do
	COLUMNS=$cols "$POMOC_BUILD/pomoc" report --by client --data "$t/many" \
		>"$t/out"
	grep -q '^Zeta.* (Z) ' "$t/out" || fail "$(cat "$t/out")"
done
grep -q '^Zeta Zakład Usług Komputerowych (Z) ' "$t/out" ||
	fail "$(cat "$t/out")"
link=$(sed -n 's/^if they are his: pomoc //p' "$t/err")
# shellcheck disable=SC2086 # the command as it was said
has '^tickets: 1$' pomoc $link
for o in "${outputs[@]}"; do
	# shellcheck disable=SC2086 # words
	has '246[.,]67' pomoc $o --client K1 "${month[@]}"
	! grep -q 'link' "$t/err" || fail "$o: $(cat "$t/err")"
done
# what is on an invoice stays his whom it named: it is named, not offered
pomoc client add --name 'Beta, "Syn" i S-ka' --code B >"$t/out"
pomoc invoice 2 --number F0 >"$t/out"
says '^left out.*: 1 (net 400,00 zł): 2 (F0)$' pomoc log --client B "${month[@]}"
! grep -q 'client link' "$t/err" || fail "$(cat "$t/err")"
pomoc invoice 2 --reverse --reason mistake >"$t/out"
says 'client link 2 B$' pomoc log --client B "${month[@]}"
ends 1 'no client "x"' pomoc export --epp --client x "${month[@]}"
ends 1 'no client "x"' pomoc report --by day --client x "${month[@]}"

# --- letters of other scripts make no other name; who looks alike is named ---
for who in Delta DЕLТА Dеltа; do
	has '^sum  *1 ' pomoc report --by day --client "$who"
	has '^ *5 .*Delta' pomoc log --words "$who"
done
says '^K2, Zаzоlс gesla, looks like K1, Zaż.*: pomoc client merge K2 K1$' \
	pomoc client add --name 'Zаzоlс gesla'
says '^K3, zazolcgesla, looks like K2, .*: pomoc client merge K3 K2$' \
	pomoc client add --name zazolcgesla --nip 1234563218
pomoc client merge K2 K3 >"$t/out" 2>"$t/err"
pomoc client edit K3 --name Theta >"$t/out" 2>"$t/err"
[ ! -s "$t/err" ] || fail "$(cat "$t/err")"

# --- a merge keeps the NIP, counts all, and says what it did ---
pomoc client add --name Zeta --code Z >"$t/out"
pomoc client add --name Eta --code E --nip 1132191233 >"$t/out"
pomoc invoice 3 --number F2 >"$t/out"
ends 1 'two who pay tax' pomoc client merge K1 E
says '^Z has NIP 5260250274 of K1 now$' pomoc client merge K1 Z
grep -q '^tickets of K1 on invoices: 1;' "$t/err" || fail 'the invoice is not named'
grep -q '^tickets: 1$' "$t/out" || fail 'what was merged is not counted'
has '^Z  *5260250274 Zeta  *1 ' pomoc client list
ends 1 'Z has that NIP' pomoc client add --name Theta --nip 5260250274
has '^code: Z' pomoc client show K1
has 'log is sound' pomoc verify

# --- one number of an invoice, however it is typed ---
ends 1 'invoice F2 is that of another client: Zeta, ticket 3' \
	pomoc invoice 2 --number ' f2 '
has 'on invoice F3 now' pomoc invoice 2 --number ' F3 '

# --- nobody is not everybody ---
for o in 'report --by day' 'export --epp --month 2026-11' log person \
	'statement --month 2026-11' 'invoice --month 2026-11 --number F' \
	'forget --really --yes'; do
	for who in '' ' '; do
		# shellcheck disable=SC2086 # words
		ends 2 'client: nothing is given' pomoc $o --client "$who"
	done
done
for o in technician product outcome words; do
	ends 2 "$o: nothing is given" pomoc log --$o ''
done
ends 2 'contractor: nothing is given' pomoc forget --contractor '' --yes

# --- no option is passed over in silence ---
while read -r why command; do
	# shellcheck disable=SC2086 # words
	ends 2 "$why" pomoc $command
done <<-'END'
	code.goes.only.with:.add client edit Z --code K9
	name.goes.only client merge K1 Z --name x
	nip.goes.only client link 2 Z --nip 5260250274
	words.goes.only client show Z --words x
	replace.goes.only client add --name x --replace
	reason.goes.only invoice 2 --number F9 --reason x
	shared.does.not.go.with.--reverse invoice 2 --reverse --reason x --shared
	one.ticket.to.take.back invoice 2 --reverse --reason x --number F9
	vat.goes.only correct 2 --outcome unsolved --reason x --vat 8
	force.goes.only export --epp --month 2026-11 --force
	ini.does.not.go prices --ini --check x
	ticks.does.not.go show 2 --receipt --ticks
	opened.goes.only log --opened
END
rows=$(sqlite3 "$d/desk.db" 'SELECT count(*) FROM event')
ends 1 'nothing is given to change: --name' pomoc client edit Z
[ "$(sqlite3 "$d/desk.db" 'SELECT count(*) FROM event')" = "$rows" ] ||
	fail 'an edit of nothing is in the journal'
has '^ticket 3 is linked to Z, Zeta$' pomoc client link 3 Z --replace
# nor is what he is, or whose it is, already
rows=$(sqlite3 "$d/desk.db" 'SELECT count(*) FROM event')
has '^ticket 3 is linked to Z, Zeta$' pomoc client link 3 Z --replace
has 'Zeta' pomoc client edit Z --name ' Zeta '
[ "$(sqlite3 "$d/desk.db" 'SELECT count(*) FROM event')" = "$rows" ] ||
	fail 'what it is already is in the journal again'

# --- json of one shape ---
for o in 'list --words zeta' 'show Z' 'edit Z --note x'; do
	# shellcheck disable=SC2086 # words
	pomoc client $o --json >"$t/json"
	[ "$(sqlite3 :memory: "SELECT json_extract(x, '\$.version', '\$.command',
		'\$.rows[0].tickets') FROM (SELECT CAST(readfile('$t/json') AS
		TEXT) x)")" = '[1,"client",1]' ] || fail "$o: $(cat "$t/json")"
done
grep -q '"merged": \["K1"\], "known": \[{' "$t/json" || fail "$(cat "$t/json")"
has '^merged into it: K1$' pomoc client show k1

# --- what was written of one who is forgotten is forgotten again ---
has 'now: 1' pomoc forget --client delta --yes
has '^ *5 .*#5' pomoc log
pomoc forget --client 'beta, "syn" i s-ka' --yes >"$t/out" || fail 'forget Beta'
pomoc invoice 2 --reverse --reason 'Nowak called' >"$t/out"
pomoc correct 2 --net 100 --reason 'Nowak called' >"$t/out"
has 'Nowak called' pomoc person --client '#2'
pomoc forget --client '#2' --yes >"$t/out" 2>"$t/err" && fail 'what is owed'
grep -q ' 2 .*stays: solved' "$t/out" || fail "$(cat "$t/out")"
pomoc invoice 2 --number F4 >"$t/out"
has 'now: 1' pomoc forget --client '#2' --yes
has '^ *2 .*#2' pomoc log
[ -z "$(sqlite3 "$d/desk.db" "SELECT 1 FROM event_text WHERE text LIKE
	'%Nowak%' UNION ALL SELECT 1 FROM correction WHERE reason LIKE '%Nowak%'
	UNION ALL SELECT 1 FROM invoice WHERE reason LIKE '%Nowak%'")" ] ||
	fail 'a reason is not forgotten'
ends 1 'no client "#2"' pomoc forget --client '#2' --yes
has 'log is sound' pomoc verify

# --- the code that one who is in no book has on paper is his name ---
pomoc export --format csv --month 2026-11 --all >"$t/csv" 2>/dev/null
code=$(grep -o 'POMOC/[0-9a-f]*' "$t/csv" | head -n 1)
[ "$code" ] || fail "no made code: $(cat "$t/csv")"
has '^ *2 .*#2' pomoc log --client "$code"
has '^sum  *1 ' pomoc report --by day --client "$code"
ends 1 'no client "POMOC/00"' pomoc report --by day --client POMOC/00

# --- an invoice stays whole, whoever on it is forgotten ---
d=$t/whole
"$POMOC_BUILD/support/mkmonth" "$d" tests/integration/golden/prices.conf
gama='gama sp. z o.o.'
pomoc invoice --month 2025-11 --client "$gama" --number 'FV 1' >"$t/out" \
	2>"$t/err"
all=$(grep '^net ' "$t/out")
has 'now: 2' pomoc purge --older-than 2025-11-12 --yes
for who in '' "$gama" '#1'; do
	has '^buyer: Gama sp. z o.o.$' pomoc statement --number 'FV 1' \
		${who:+--client "$who"}
	grep -qxF "$all" "$t/out" || fail "not $all: $(cat "$t/out")"
done
has 'on no invoice' pomoc invoice --reverse --reason 'wrong' 1
has 'on invoice FV 1 now' pomoc invoice --number 'FV 1' 1
has 'of Gama sp. z o.o. any more; tickets: 3' pomoc invoice --reverse \
	--number 'FV 1' --reason 'wrong'
has 'log is sound' pomoc verify
# done, although it could not be printed: it is said, and the next time too
rc=0
pomoc invoice --month 2025-11 --client "$gama" --number F9 >/dev/full \
	2>"$t/err" || rc=$?
{ [ $rc -eq 1 ] && grep -q 'is done all the same' "$t/err"; } ||
	fail "exit $rc: $(cat "$t/err")"
says 'already, not counted: 1 .*: 3 (F9)' pomoc invoice --month 2025-11 \
	--client "$gama" --number F10
