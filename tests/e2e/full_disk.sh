#!/bin/bash
# A disk that fills up while somebody works: the ticket is closed all the same,
# the technician sees why new clients are refused, and those are told, in their
# own language, whom to phone; with room again all goes on.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/small_disk.sh"
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=C.UTF-8 COLS=80 ROWS=24

small_disk "$T/data"

console_desk c
client a
sees c 'Biuro Nowak'
let_in c a
fill
solve c
sees a '246[.,]00'
sees c "$(say 'the disk takes no more: new tickets are refused, open ones can be closed; make room in the data folder' | cut -c 1-40)"
LOCALE=pl_PL.UTF-8
client b
# as far as a row of 80 goes
sees b "$(say "No new requests now, the desk's disk is full. Enter tries again.")"
sees b '22 000 00 00'
close a Enter
row=$("$POMOC_BUILD/pomoc" log --data "$T/data" --format csv)
has "$row" '^1,.*solved.*200'
"$POMOC_BUILD/pomoc" verify --data "$T/data" >"$T/out" ||
	fail "verify: $(cat "$T/out")"

# what stands there told how to go on
make_room
entered() {
	keys b Enter
	soon shows b "$(say 'You are next in the queue.')"
}
until_ok "$PATIENCE" entered || fail 'no way on from the refusal'
sees c 'Biuro Nowak'
banner_gone() {
	! shows c 'the disk takes no more'
}
until_ok "$PATIENCE" banner_gone || fail 'the banner stays'
exit 0
