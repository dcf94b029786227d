#!/bin/bash
# A disk without any room can still be read, and to the last row: with no desk,
# with one that runs, and with one that was killed before the rows came from the
# write-ahead log into the file.
. "$(dirname "$0")/../support/small_disk.sh"
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh
export TZ=Europe/Warsaw

month=2026-11
commands=(
	'log'
	'log --format csv'
	"report --by month"
	"report --by client --format json"
	"statement --client delta --month $month"
	"export --format csv --month $month"
	"export --format json --month $month"
	'client list'
	'show 1'
	'verify'
)
# all_read FOLDER FILE: what each of them writes, but for the moment at which a
# statement was made
all_read() {
	local c
	: >"$2"
	for c in "${commands[@]}"; do
		echo "--- $c" >>"$2"
		# shellcheck disable=SC2086 # words
		"$POMOC_BUILD/pomoc" $c --data "$1" >>"$2" 2>&1 ||
			fail "pomoc $c: exit $?: $(tail -n 1 "$2")"
	done
	sed -i 's/^pomoc-head-1 [0-9]*/pomoc-head-1/' "$2"
}
# reads_as FILE: without room, what was read with it
reads_as() {
	fill
	all_read "$D" "$T/full"
	diff "$1" "$T/full" >"$T/diff" || fail "$2: $(cat "$T/diff")"
	[ "$(free_bytes)" -lt 4096 ] || fail 'there was room'
}

keys_for anna
small_disk "$T/desk"
D=$T/desk

# --- no desk: it was closed in order ---
"$POMOC_BUILD/support/mklog" "$D" || fail 'no log'
cp -a "$D" "$T/copy"
all_read "$T/copy" "$T/room"
grep -q 'The log is sound' "$T/room" || fail "$(cat "$T/room")"
[ ! -e "$D/desk.db-shm" ] || fail 'it was not closed in order'
reads_as "$T/room" 'no desk'
make_room

# --- a desk with a row that is in the write-ahead log alone ---
listed anna
desk --config "$T/pomoc.conf"
tech anna
client one
join one Subiekt
[ -s "$D/desk.db-wal" ] || fail 'no write-ahead log'
all_read "$D" "$T/room"
grep -q 'Jan one' "$T/room" || fail "$(cat "$T/room")"
reads_as "$T/room" 'a desk that runs'

# --- killed ---
kill_desk
[ -s "$D/desk.db-wal" ] || fail 'no write-ahead log is left'
reads_as "$T/room" 'a desk that was killed'

# --- started where it was closed in order: it serves, and takes tickets when there
# is room ---
make_room
desk --config "$T/pomoc.conf"
kill -TERM "$DESK_PID"
wait "$DESK_PID"
[ ! -e "$D/desk.db-shm" ] || fail 'it was not closed in order'
fill
desk --config "$T/pomoc.conf"
grep -q 'no room for the reserve' "$T/desk.err" || fail 'the reserve is not given'
tech anna
client two
make_room
join two Subiekt
exit 0
