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

# --- a head of which a crash left a piece: told, and mended by the desk ---
says() {
	grep -Eq -- "$1" "$T/out" || fail "verify does not say $1: $(cat "$T/out")"
}
cp "$D/heads" "$T/heads"
# torn [BYTES [NULS]]: the last line, cut behind so many bytes
torn() {
	cp "$T/heads" "$D/heads"
	tail -n 1 "$T/heads" | head -c "$1" >>"$D/heads"
	[ -z "${2-}" ] || head -c "$2" /dev/zero >>"$D/heads"
}
torn 300 5000
sound "$D"
says 'last line of the file heads was not written to its end'
for piece in 1 '9 4095' 60 '150 4096' 300; do
	# shellcheck disable=SC2086
	torn $piece
	desk --config "$T/pomoc.conf"
	stop
	sound "$D"
	says 'agrees with 2 noted heads'
	grep -q 'not written' "$T/out" && fail "$(cat "$T/out")"
	head -n 1 "$D/heads" | cmp - "$T/heads" || fail 'another line was changed'
done
# as older programs went on behind it
torn 60
cat "$T/heads" >>"$D/heads"
sound "$D"
says 'agrees with 2 noted heads'
sed -i '2s/ rows / rows 1/2' "$D/heads"
finds "$D" 'heads:2: its signature is wrong'
cp "$T/heads" "$D/heads"

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

# --- what came after the copy was made is told as lost, each receipt of it ---
finds "$D" '^pomoc verify: 1 receipts tell of what the log lacks'
says '^receipts/2.txt: not solved, net 0,00 zł: the log lacks it'
says 'A copy was brought back .*rows up to [0-9]+ and tickets up to 2\.'
says 'agrees with . noted heads and 1 receipts'
# and nothing else is let through for it
copy
cp "$T/copy/receipts/1.txt" "$T/copy/receipts/1.v2.txt"
cp "$T/copy/receipts/1.txt.sig" "$T/copy/receipts/1.v2.txt.sig"
finds "$T/copy" '1.v2.txt: the log says another outcome or amount'
copy
for e in '' .sig; do
	cp "$T/copy/receipts/2.txt$e" "$T/copy/receipts/1.txt$e"
done
finds "$T/copy" '1.txt: the log says another outcome or amount'
# billed by hand, and out of the way
copy
mkdir "$T/copy/by_hand"
mv "$T/copy/receipts"/2.txt* "$T/copy/by_hand"
sound "$T/copy"

cp "$D/receipts/2.txt" "$T/2.txt"
desk --config "$T/pomoc.conf"
tech anna
ticket 3
cmp "$T/2.txt" "$D/receipts/2.txt" || fail 'a receipt was replaced'
stop
finds "$D" '^pomoc verify: 1 receipts tell of what the log lacks'

# of several the first is named, whoever of the threads finds it
copy
sed -i 's/^firm .*/firm x/' "$T/copy"/receipts/[13].txt
finds "$T/copy" ' 1.txt: its signature is wrong'
cp "$D/receipts/1.txt" "$T/copy/receipts/1.txt"
finds "$T/copy" ' 3.txt: its signature is wrong'

# --- the proofs themselves are gone ---
copy
rm "$T/copy"/receipts/[12].txt
sound "$T/copy"
says 'Closed tickets without a receipt: 1;'
rm -r "$T/copy/receipts"
sound "$T/copy"
says 'Closed tickets without a receipt: 2;'
rm "$T/copy/heads"
sound "$T/copy"
says 'No head is noted beside it'
copy
rm "$T/copy/receipt_key.pub"
finds "$T/copy" 'heads:1: the key of this desk, receipt_key.pub, is not beside'
copy
mv "$T/copy/receipts/1.txt" "$T/copy/receipts/one.txt"
mv "$T/copy/receipts/1.txt.sig" "$T/copy/receipts/one.txt.sig"
finds "$T/copy" 'one.txt: that is no name of a receipt'

# --- a ticket that the copy has as open ends otherwise now: both are kept ---
desk --config "$T/pomoc.conf"
tech anna
client late
join late Subiekt
hears late '"queued","ticket":4,'
"$POMOC_BUILD/pomoc" backup --data "$D" "$T/open.db" >/dev/null || fail backup
say anna '{"t":"claim","ticket":4}'
hears anna '"claimed","ticket":4'
say anna '{"t":"end","ticket":4,"outcome":"unsolved","note":"x"}'
hears late '"receipt".*"last":true'
stop
cp "$D/receipts/4.txt" "$T/4.txt"
rm "$D"/desk.db*
"$POMOC_BUILD/pomoc" restore --data "$D" "$T/open.db" >"$T/out" || fail restore
says 'pomoc verify tells'
finds "$D" '^pomoc verify: 2 receipts tell of what the log lacks'
desk --config "$T/pomoc.conf"
tech anna
mark anna
# the copy knows of nobody who picked it
say anna '{"t":"called","ticket":4}'
say anna '{"t":"end","ticket":4,"outcome":"solved","note":"y"}'
hears anna '"gone","ticket":4'
stop
cmp "$T/4.txt" "$D/receipts/4.lost1.txt" || fail 'a receipt was replaced'
finds "$D" '^pomoc verify: 2 receipts tell of what the log lacks'
says '^receipts/4.lost1.txt: not solved, net'
grep -q 'outcome solved' "$D/receipts/4.txt" || fail "$(cat "$D/receipts/4.txt")"
who=$(sqlite3 -readonly "$D/desk.db" \
	'SELECT agent_key FROM person WHERE ticket = 4')
"$POMOC_BUILD/pomoc" forget --data "$D" --client "$who" --really --yes \
	>"$T/out" 2>&1 || fail "$(cat "$T/out")"
[ -z "$(find "$D/receipts" -name '4.*')" ] || fail 'a receipt of who is forgotten'
exit 0
