#!/bin/bash
# SIGKILL behind the row of an end or a correction and before its receipt: it is
# made when the desk starts again, and verify finds it right.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

command -v strace >/dev/null || exit 77
case $POMOC_BUILD in
*-san) exit 77 ;;
esac
strace -f -o /dev/null -e trace=flock true 2>/dev/null || exit 77

R=$T/desk/receipts
DB=$T/desk/desk.db
# a process that is about to write a receipt is killed
KILLED=(strace -I 2 -f -o "$T/trace" -P "$R" -e trace=mkdir
	-e inject=mkdir:signal=KILL)

# ... or opens the folder for the Nth time, to make what it did there durable:
# the first two times it looks for the highest number
killed_at() {
	UNDER=(strace -I 2 -f -o "$T/trace" -P "$R" -e trace=openat
		-e inject=openat:signal=KILL:when="$1")
}
is_row() {
	same "$(sqlite3 -readonly "$DB" \
		"SELECT count(*) FROM event WHERE ticket = 1 AND kind = '$1'")" 1 "rows of $1"
}
killed() {
	until_ok "$PATIENCE" grep -q 'killed by SIGKILL' "$T/trace" ||
		fail 'nobody wrote a receipt'
	[ -z "${UNDER[*]}" ] || wait "$DESK_PID"
	is_row "$1"
	[ -e "$R/$2" ] && fail "$2 is there"
	rm "$T/trace"
}
# made NAME: by a desk that is started
made() {
	desk --config "$T/pomoc.conf"
	until_ok "$PATIENCE" test -e "$R/$1.sig" || fail "$1 is not made"
	grep -q 'ticket 1 had no receipt' "$T/desk.err" || fail "$(cat "$T/desk.err")"
	"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 ||
		fail "verify: $(cat "$T/out")"
	cp -a "$R" "$T/kept.$1"
}
# verify_is STATUS
verify_is() {
	"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1
	same $? "$1" "$(cat "$T/out")"
}
stop() {
	kill "$DESK_PID"
	wait "$DESK_PID"
}

keys_for anna
listed anna
UNDER=("${KILLED[@]}")
desk --config "$T/pomoc.conf"
tech anna
client nowak
join nowak Subiekt
hears nowak '"queued","ticket":1,'
worked_on anna nowak 1
"$POMOC_BUILD/pomoc" backup --data "$T/desk" "$T/open.db" >"$T/out" ||
	fail "$(cat "$T/out")"
say anna '{"t":"end","ticket":1,"outcome":"solved","note":"x"}'
killed ended 1.txt
UNDER=()
made 1.txt
stop

# --- a correction: by the desk, and beside it ---
UNDER=("${KILLED[@]}")
desk --config "$T/pomoc.conf"
tech anna
say anna '{"t":"correct","ticket":1,"net_gr":15000,"reason":"x"}'
killed corrected 1.v2.txt
UNDER=()
made 1.v2.txt
stop
"${KILLED[@]}" "$POMOC_BUILD/pomoc" correct 1 --outcome unsolved --reason y \
	--data "$T/desk" >"$T/out" 2>&1
killed outcome 1.v3.txt
made 1.v3.txt
cmp "$T/kept.1.txt/1.txt" "$R/1.txt" || fail 'a receipt was replaced'

# --- genuine ones in another's place: the amount is looked at ---
is_wrong() {
	"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 &&
		fail "verify finds nothing: $1"
	grep -q "$1.* another outcome or amount" "$T/out" || fail "$(cat "$T/out")"
}
# swapped OTHER NAME
swapped() {
	cp "$R/$2" "$T/txt"
	cp "$R/$2.sig" "$T/sig"
	cp "$R/$1" "$R/$2"
	cp "$R/$1.sig" "$R/$2.sig"
	is_wrong "$2"
	cp "$T/txt" "$R/$2"
	cp "$T/sig" "$R/$2.sig"
}
swapped 1.txt 1.v2.txt
swapped 1.v2.txt 1.txt
swapped 1.v2.txt 1.v3.txt
for suffix in '' .sig; do
	cp "$R/1.v3.txt$suffix" "$R/1.v4.txt$suffix"
done
is_wrong 1.v4.txt
rm "$R"/1.v4.txt*

# --- one whose signature was not written any more is no receipt ---
stop
rm "$R/1.v3.txt.sig"
made 1.v3.txt
stop

# --- half a pair is none, nor is a pair of which one is another's ---
SIGNED=$(stat -c %Y "$R/1.v3.txt.sig")
# shellcheck disable=SC2317 # through until_ok
is_later() {
	[ "$(date +%s)" -gt $((SIGNED + 1)) ]
}
until_ok 5 is_later # else the same would be signed
rm "$R/1.v3.txt"
killed_at 3
"${UNDER[@]}" "$POMOC_BUILD/pomoc-desk" --data "$T/desk" \
	--listen 127.0.0.1:0 --config "$T/pomoc.conf" 2>"$T/desk.err" &
DESK_PID=$!
pids+=($!)
killed outcome 1.v3.txt
cmp -s "$R/1.v3.txt.sig" "$T/kept.1.v3.txt/receipts/1.v3.txt.sig" &&
	fail 'nothing was written'
UNDER=()
verify_is 0
made 1.v3.txt
stop
rm "$DB"*
"$POMOC_BUILD/pomoc" restore --data "$T/desk" "$T/open.db" >"$T/out" ||
	fail "$(cat "$T/out")"
killed_at 4
touch "$R/1.lost1.txt.sig" # of one that did not get further
desk --config "$T/pomoc.conf"
tech anna
say anna '{"t":"end","ticket":1,"outcome":"unsolved","note":"y"}'
killed ended 1.txt
UNDER=()
verify_is 1
grep -q signature "$T/out" && fail "$(cat "$T/out")"
desk --config "$T/pomoc.conf"
until_ok "$PATIENCE" test -e "$R/1.txt" || fail '1.txt is not made'
verify_is 1
grep -q signature "$T/out" && fail "$(cat "$T/out")"
grep -q '^receipts/1.lost1.txt: solved' "$T/out" || fail "$(cat "$T/out")"
stop

# --- and nobody who was forgotten gets one ---
"$POMOC_BUILD/pomoc" forget --really --yes --client "Firma nowak" \
	--data "$T/desk" >"$T/out" 2>&1 || fail "forget: $(cat "$T/out")"
desk --config "$T/pomoc.conf"
tech anna
client nowak
join nowak Subiekt
hears nowak '"queued","ticket":2,'
say nowak '{"t":"cancel"}'
until_ok "$PATIENCE" test -e "$R/2.txt.sig" || fail 'no second receipt'
[ -z "$(find "$R" -name '1.*')" ] || fail "$(ls "$R")"
exit 0
