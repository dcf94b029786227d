#!/bin/bash
# What is noted outside the database: heads and receipts find what was cut off
# or brought back, and no number is given twice.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
D=$T/desk

# ticket N: one from the queue to its receipt
ticket() {
	client "c$1"
	join "c$1" Subiekt
	hears "c$1" "\"queued\",\"ticket\":$1,"
	say anna "{\"t\":\"claim\",\"ticket\":$1}"
	hears anna "\"claimed\",\"ticket\":$1"
	say anna "{\"t\":\"end\",\"ticket\":$1,\"outcome\":\"unsolved\",\"note\":\"x\"}"
	hears "c$1" '"receipt".*"last":true'
	hangs_up "c$1"
}
stop() {
	kill "$DESK_PID"
	wait "$DESK_PID"
}
verify() {
	"$POMOC_BUILD/pomoc" verify --data "${1-$D}" "${@:2}" >"$T/out" 2>&1
}
sound() {
	verify "$@" || fail "verify: $(cat "$T/out")"
}
finds() {
	verify "$1" "${@:3}" && fail "verify finds nothing: $(cat "$T/out")"
	grep -Eq -- "$2" "$T/out" || fail "verify says $(cat "$T/out")"
}
copy() {
	rm -rf "$T/copy"
	cp -a "$D" "$T/copy"
}

desk --config "$T/pomoc.conf"
tech anna
ticket 1
"$POMOC_BUILD/pomoc" backup --data "$D" "$T/old.db" >/dev/null || fail backup
ticket 2
stop
sound "$D"
grep -q 'agrees with 1 noted heads and 2 receipts' "$T/out" ||
	fail "$(cat "$T/out")"
head=$(sed -n 's/^last row //p' "$T/out")
sound "$D" --expect "$head"
finds "$D" 'no row of the journal' --expect "${head//[0-9]/7}"
grep -q "^pomoc-head-1 .* rows [0-9]* [0-9a-f]* desk" "$D/receipts/2.txt" ||
	fail 'no head in the receipt'

# --- the whole of the last ticket is cut off ---
copy
sqlite3 "$T/copy/desk.db" "SELECT 'DROP TRIGGER ' || name || ';' FROM
	sqlite_schema WHERE type = 'trigger'" >"$T/drop"
sqlite3 "$T/copy/desk.db" "SELECT sql || ';' FROM sqlite_schema
	WHERE type = 'trigger'" >"$T/again"
{
	cat "$T/drop"
	echo 'DELETE FROM event_text WHERE event IN
		(SELECT id FROM event WHERE ticket = 2);'
	for t in event person price_line visit segment; do
		echo "DELETE FROM $t WHERE ticket = 2;"
	done
	echo 'DELETE FROM ticket WHERE id = 2;'
	cat "$T/again"
} | sqlite3 "$T/copy/desk.db" || fail 'not cut off'
finds "$T/copy" '2.txt: row [0-9]+ of the journal is not the one'

# --- a receipt that says something else, one without its key ---
copy
sed -i 's/net 0.00/net 9.00/' "$T/copy/receipts/1.txt"
finds "$T/copy" '1.txt: its signature is wrong'
copy
ssh-keygen -q -t ed25519 -N '' -f "$T/other"
rm "$T/copy/receipts/1.txt.sig"
ssh-keygen -q -Y sign -f "$T/other" -n pomoc-receipt "$T/copy/receipts/1.txt"
finds "$T/copy" '1.txt: another key signed it'
copy
sed -i 's/ rows / rows 1/' "$T/copy/heads"
finds "$T/copy" 'heads:1: its signature is wrong'

# --- an older copy put in its place by hand, and by restore ---
copy
rm "$T/copy"/desk.db*
cp "$T/old.db" "$T/copy/desk.db"
finds "$T/copy" 'row [0-9]+ of the journal is not the one'
rm "$D"/desk.db*
"$POMOC_BUILD/pomoc" restore --data "$D" "$T/old.db" >/dev/null || fail restore
sound "$D"
grep -q 'A copy was brought back' "$T/out" || fail "$(cat "$T/out")"
cp "$D/receipts/2.txt" "$T/2.txt"
desk --config "$T/pomoc.conf"
tech anna
ticket 3
cmp "$T/2.txt" "$D/receipts/2.txt" || fail 'a receipt was replaced'
stop
sound "$D"
exit 0
