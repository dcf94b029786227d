#!/bin/bash
# Two commands at once on one ticket: what a command says is what it did,
# whichever of them comes first. Both wait for the database, which a third
# program holds, and then one of the two gets it.
set -eu
cd "$(dirname "$0")/../.."
. tests/support/known_log.sh
trap 'exec 6>&-; wait; rm -rf "$t"' EXIT
rounds=4

pomoc() {
	"$POMOC_BUILD/pomoc" "$@"
}

# fresh N: a log in which ticket 1 is of K1
fresh() {
	d=$t/round.$1
	export POMOC_DATA=$d
	"$POMOC_BUILD/support/mklog" "$d"
	pomoc client add --name 'Biuro Alfa' --code K1 >"$t/out"
	pomoc client add --name 'Beta' --code K2 >"$t/out"
	pomoc client link 1 K1 >"$t/out"
}
hold() {
	mkfifo "$d/say"
	sqlite3 "$d/desk.db" <"$d/say" >"$d/held" 2>&1 &
	holder=$!
	exec 6>"$d/say"
	printf 'BEGIN IMMEDIATE;\nSELECT 4711;\n' >&6
	until grep -q 4711 "$d/held"; do
		kill -0 "$holder" || fail "$(cat "$d/held")"
	done
}
# Between two tries a program sleeps; by then it has slept so often.
waits() {
	local n
	until n=$(sed -n 's/^voluntary_ctxt_switches:\t*//p' "/proc/$1/status") &&
		[ "${n:-0}" -ge 15 ]; do
		kill -0 "$1" || fail "it did not wait: $(cat "$t/first" "$t/second")"
	done
}
# both FIRST-ARGUMENTS -- SECOND-ARGUMENTS: their output in $t/first, $t/second
both() {
	local first=() a b
	while [ "$1" != -- ]; do
		first+=("$1")
		shift
	done
	shift
	hold
	"$POMOC_BUILD/pomoc" "${first[@]}" >"$t/first" 2>&1 6>&- &
	a=$!
	"$POMOC_BUILD/pomoc" "$@" >"$t/second" 2>&1 6>&- &
	b=$!
	waits $a
	waits $b
	exec 6>&-
	wait "$holder"
	wait $a || true # one of the two may be refused
	wait $b || true
}
gross() {
	sed -n 's/.*gross \(sum \)*\([0-9 ]*,[0-9]*\) zł.*/\2/p' "$1" | tail -n 1
}

month=(--month 2026-11 --client K1)
for i in $(seq $rounds); do
	fresh "c$i"
	both invoice "${month[@]}" --number 'FV 1' -- \
		correct --net 10,00 --reason 'by phone' 1
	grep -q '^On invoice FV 1 of Biuro Alfa now; tickets: 1' "$t/first" ||
		fail "$(cat "$t/first" "$t/second")"
	pomoc statement --number 'FV 1' >"$t/out" 2>&1
	said=$(gross "$t/first")
	[ "${said:-nothing}" = "$(gross "$t/out")" ] ||
		fail "$(cat "$t/first" "$t/second" "$t/out")"
done
for i in $(seq $rounds); do
	fresh "l$i"
	both invoice "${month[@]}" --number 'FV 1' -- client link 1 K2 --replace
	if grep -q '^On invoice FV 1 of Biuro Alfa now' "$t/first"; then
		pomoc statement --number 'FV 1' >"$t/out" 2>&1
		grep -q 'Biuro Alfa' "$t/out" ||
			fail "$(cat "$t/first" "$t/second" "$t/out")"
	fi
done

# two corrections that are the same: the second is told that it says so already,
# and makes no row and no receipt
ssh-keygen -q -t ed25519 -N '' -f "$t/receipt_key"
fresh same
cp "$t/receipt_key" "$d"
both correct 1 --net 150,00 --reason one -- correct 1 --net 150,00 --reason two
[ "$(cat "$t/first" "$t/second" | grep -c 'with net 150,00')" = 1 ] ||
	fail "$(cat "$t/first" "$t/second")"
cat "$t/first" "$t/second" | grep -q 'says already: net 150,00' ||
	fail "$(cat "$t/first" "$t/second")"
[ "$(sqlite3 "$d/desk.db" 'SELECT count(*) FROM correction')" = 1 ] ||
	fail 'two rows of one correction'
[ ! -e "$d/receipts/1.v3.txt" ] || fail 'two receipts of one correction'

# one that comes while the receipt of the first is made, which wants the
# configuration: each says what counts by it
fresh behind
cp "$t/receipt_key" "$d"
mkfifo "$t/conf"
pomoc correct 1 --net 150,00 --reason one --config "$t/conf" >"$t/first" 2>&1 &
job=$!
until [ "$(sqlite3 "$d/desk.db" 'SELECT count(*) FROM correction')" = 1 ]; do
	kill -0 $job || fail "$(cat "$t/first")"
done
pomoc correct 1 --net 120,00 --reason two >"$t/second" 2>&1 ||
	fail "$(cat "$t/second")"
kill -0 $job || fail "it did not wait: $(cat "$t/first")"
printf '[desk]\nfirm = Serwis\n' >"$t/conf"
wait $job || fail "$(cat "$t/first")"
grep -q 'with net 150,00' "$t/first" || fail "$(cat "$t/first")"
grep -q 'with net 120,00' "$t/second" || fail "$(cat "$t/second")"

# what is read is of one moment, however slow its reader is
d=$t/slow
export POMOC_DATA=$d
"$POMOC_BUILD/support/mklog" "$d" 600
was=$(pomoc log --format csv --sum 2>"$t/err" | grep '^sum')
mkfifo "$t/slowly"
pomoc log --format csv --sum >"$t/slowly" 2>"$t/err" &
log=$!
exec 7<"$t/slowly"
read -r _ <&7
pomoc correct --net 1,00 --reason 'by phone' 1 >"$t/out"
kill -0 $log || fail 'the log was not being printed any more'
cat <&7 >"$t/out"
wait $log || fail "$(cat "$t/err")"
grep -q '^1,.*,200\.00,46\.00,' "$t/out" || fail "$(head -n 3 "$t/out")"
[ "$(grep '^sum' "$t/out")" = "$was" ] ||
	fail "rows of $was, sum of $(tail -n 1 "$t/out")"
