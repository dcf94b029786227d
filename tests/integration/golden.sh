#!/bin/bash
# What an accountant gets is what stands in golden/, word for word: statements,
# exports, orders, the log, reports and receipts of a month that has all of it
# (tests/support/mkmonth.c), in English and in Polish. Left out are only the
# moment of writing, its author and the hash of the journal.
# After a change that is meant: GOLDEN=write tests/run ... golden.sh, and read
# the difference.
set -u
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C.UTF-8 LANGUAGE=en TZ=Europe/Warsaw COLUMNS=80
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
export HOME=$t/home XDG_CONFIG_HOME=$t/config
golden=tests/integration/golden
failed=0

pomoc() {
	"$POMOC_BUILD/pomoc" "$@" --data "$t/log" --config "$t/pomoc.conf"
}
# golden NAME COMMAND...: what it prints is what the file of that name has
golden() {
	local want=$golden/$1
	shift
	"$@" >"$t/raw" 2>"$t/err" || {
		echo "FAIL: exit $? of: $* ($(cat "$t/err"))"
		exit 1
	}
	sed -E "s/[0-9a-f]{64}/HASH/g; s/^(pomoc-head-1) [0-9]+/\1 NOW/
		s/\"$(id -un)\"/\"AUTHOR\"/g; s/\r$//
		s/\b$(date +%Y%m%d)[0-9]{6}\b/NOW/g" "$t/raw" >"$t/got"
	[ "${GOLDEN-}" != write ] || cp "$t/got" "$want"
	diff -u "$want" "$t/got" && return
	echo "FAIL: $*"
	failed=1
}
# shellcheck disable=SC2317 # by golden
orders() {
	pomoc export --format epp --month 2025-11 | iconv -f CP1250 -t UTF-8
}

cat >"$t/pomoc.conf" <<'END'
[seller]
name = Serwis Łącze
nip = 526-025-02-74
address = Prosta 1, 00-001 Warszawa
END
"$POMOC_BUILD/support/mkmonth" "$t/log" "$golden/prices.conf" || exit 1
pomoc client add --code GAMA --name 'Gama sp. z o.o.' --nip 5260001246 \
	--address 'ul. Długa 1, Łódź' >/dev/null &&
	pomoc client link 1 2 3 4 5 GAMA >/dev/null || exit 1

for lang in en pl; do
	export LANGUAGE=$lang
	golden $lang/statement.txt pomoc statement --client GAMA --month 2025-11
	golden $lang/log.txt pomoc log --month 2025-11 --sum
	for cols in 120 200; do
		COLUMNS=$cols golden $lang/log$cols.txt pomoc log --month 2025-11
	done
	golden $lang/report.txt pomoc report --by technician --month 2025-11
	golden $lang/kinds.txt pomoc report --by kind --month 2025-11
	for n in 1 2; do
		golden $lang/receipt$n.txt pomoc show $n --receipt
		golden $lang/show$n.txt pomoc show $n
	done
done
export LANGUAGE=en
golden statement.csv pomoc statement --client GAMA --month 2025-11 --format csv
golden statement.json pomoc statement --client GAMA --month 2025-11 --format json
golden export.csv pomoc export --format csv --month 2025-11
golden log.csv pomoc log --month 2025-11 --sum --format csv
golden report.csv pomoc report --by technician --month 2025-11 --format csv
golden orders.epp orders
golden en/invoice.txt pomoc invoice --client GAMA --month 2025-11 --number 'FV 7'
golden en/invoiced.txt pomoc statement --number 'fv 7'
golden en/reversed.txt pomoc invoice --reverse --reason 'wrong number' --number 'FV 7'
pomoc correct 3 --net 150 --reason 'half of it was ours' >/dev/null &&
	pomoc correct 1 --vat 8 --net 40 --reason 'a minute less' >/dev/null ||
	exit 1
golden en/corrected.txt pomoc statement --client GAMA --month 2025-11
golden en/corrections.txt pomoc log --month 2025-11 --sum
# what pomoc-billing(7) says of that month is that
manual() {
	sed -n "/^\.\\\\\" printed $1\$/,/^\.\\\\\" end of $1\$/p" "${2-man}/pomoc-billing.7" |
		sed '/^\./d; s/\\-/-/g; s/^\\&//'
}
for part in report statement corrected; do
	[ "$(manual $part | wc -l)" -gt 3 ] || exit 1
	diff -u <(manual $part) <(grep -v '^journal' "$golden/en/$part.txt") || failed=1
done
for part in report statement; do
	[ "$(manual $part man/pl | wc -l)" -gt 3 ] || exit 1
	diff -u <(manual $part man/pl) \
		<(grep -v '^dziennik' "$golden/pl/$part.txt") || failed=1
done
exit $failed
