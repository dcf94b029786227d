#!/bin/bash
# `pomoc log` on a known log: filters, formats, sums, wrong options.
set -eu
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8 LANGUAGE=en TZ=Europe/Warsaw
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
"$POMOC_BUILD/support/mklog" "$t/data"

fail() {
	echo "FAIL: $*"
	exit 1
}
log() {
	"$POMOC_BUILD/pomoc" log --data "$t/data" "$@"
}
# is WANT COMMAND...: what the command prints
is() {
	local want=$1 got
	shift
	got=$("$@") || fail "exit $? of: $*"
	[ "$got" = "$want" ] || fail "$*: got '$got', want '$want'"
}
# ends CODE COMMAND...: its exit code, with one line on standard error
ends() {
	local want=$1 rc=0
	shift
	"$@" >"$t/out" 2>"$t/err" || rc=$?
	[ $rc -eq "$want" ] || fail "$*: exit $rc, want $want"
	[ "$(wc -l <"$t/err")" -eq 1 ] || fail "$*: $(cat "$t/err")"
	[ ! -s "$t/out" ] || fail "$*: printed $(cat "$t/out")"
}
# numbers of the tickets that pass the options
numbers() {
	log --format csv "$@" | sed 1d | cut -d, -f1 | tr '\n' ' '
}

is '1 2 3 4 5 6 ' numbers
is '1 4 ' numbers --client 'alfa'
is '3 ' numbers --client 'ZAŻÓŁĆ'
is '3 ' numbers --words 'slow gęślą'
is '' numbers --words 'slow nothing'
is '1 2 4 ' numbers --technician anna
is '4 ' numbers --product Rewizor
is '1 2 3 ' numbers --outcome solved
# as it is printed
LANGUAGE=pl is '1 2 3 ' numbers --outcome rozwiązane
LANGUAGE=pl is '6 ' numbers --outcome otwarte
is '6 ' numbers --outcome open
is '2 3 ' numbers --from 2026-11-05 --to 2026-11-06
is '' numbers --month 2026-10
is '1 2 3 4 5 ' numbers --month 2026-11 --invoiced no
is '1 2 3 4 5 6 ' numbers --month 2026-11 --opened
is '' numbers --invoiced yes
is '2 3 1 ' numbers --sort net --reverse --limit 3
is '4 5 ' numbers --offset 3 --limit 2

# all words count, in whatever case, also in what the technician wrote
is '1 ' numbers --words 'PRINTER Set UP'
is '' numbers --words 'a a a a a a a a nothing'
ends 2 log --words "$(yes a | head -40 | tr '\n' ' ')"
# the sum is of what is listed; a product that nobody has is no ticket
log --limit 1 --sum | grep -q 'net 200,00 zł, VAT 46,00' || fail 'sum of one'
log --sum --format csv | tail -1 | grep -q '^sum,.*,846.67,194.73,1041.40,' ||
	fail 'sum of csv'

# no line is wider than the terminal
COLUMNS=80 log --sum >"$t/table"
[ "$(wc -L <"$t/table")" -le 80 ] || fail 'wider than 80 columns'
grep -q 'net 846,67 zł, VAT 194,73 zł, gross 1 041,40 zł' "$t/table" ||
	fail 'sum of the table'

# the hours of one technician are those of his visits, as in the report
"$POMOC_BUILD/support/mklog" "$t/hard" 0 hard
pomoc() {
	"$POMOC_BUILD/pomoc" "$@" --data "$t/hard"
}
for who in anna piotr; do
	his=$(pomoc report --by technician --format csv |
		awk -F, -v who=$who '$1 == who {
			print $4 "," $5 "," $6 "," $7 "," $8 }')
	for part in '' '--limit 100'; do
		# shellcheck disable=SC2086
		pomoc log --technician $who --sum $part \
			--format csv | tail -1 | grep -q "^sum,.*,$who,,$his," ||
			fail "log of $who is not '$his'"
	done
	pomoc log --technician $who --sum |
		grep -q "hours and money of $who alone" || fail 'whose sum'
done

ends 2 log --month 2026-13
ends 2 log --from tomorrow
ends 2 log --from 2026-11-05 --to 2026-11-01
ends 2 log --month 2026-11 --from 2026-11-05
ends 2 log --outcome perhaps
ends 2 log --format xml
ends 2 log --limit -1
ends 2 log --nonsense
ends 2 log --client
ends 2 log word
ends 1 "$POMOC_BUILD/pomoc" log --data "$t/nothing"
echo 'some text that is no database' >"$t/data/desk.db"
ends 1 log
