#!/bin/bash
# A disk that fills up while somebody works: the ticket is closed all the same,
# the technician sees why new clients are refused, and those are told, in their
# own language, whom to phone; with room again all goes on.
# It wants a small file system of its own, which is nobody else's business.
# functions are called through until_ok
# shellcheck disable=SC2317
if [ -z "${POMOC_MOUNTS-}" ]; then
	root=(-r)
	[ "$(id -u)" -ne 0 ] || root=()
	unshare -m "${root[@]}" true 2>/dev/null || {
		echo 'skipped: no mount namespace here'
		exit 77
	}
	export POMOC_MOUNTS=1
	exec unshare -m "${root[@]}" "$0" "$@"
fi
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=C.UTF-8 COLS=80 ROWS=24

mkdir -p "$T/data"
mount -t tmpfs -o size=8m,mode=700 none "$T/data" || skip 'no tmpfs here'
# the clean-up of lib.sh removes what is mounted last
trap 'rc=$?; umount -l "$T/data"; (exit $rc); cleanup' EXIT
free_bytes() {
	df --output=avail -B1 "$T/data" | tail -n 1 | tr -d ' '
}
fill() {
	dd if=/dev/zero of="$T/data/filler" bs=4096 2>/dev/null
	[ "$(free_bytes)" -lt 4096 ]
}

console_desk c
client a
sees c 'Biuro Nowak'
let_in c a
fill || fail "still free: $(free_bytes)"
solve c
sees a '246[.,]00'
sees c "$(say 'the disk takes no more: new tickets are refused, open ones can be closed; make room in the data folder' | cut -c 1-40)"
LOCALE=pl_PL.UTF-8
client b
sees b "$(say "No new requests now, the desk's disk is full.")"
sees b '22 000 00 00'
close b q
close a Enter
row=$("$POMOC_BUILD/pomoc" log --data "$T/data" --format csv)
has "$row" '^1,.*solved.*200'
"$POMOC_BUILD/pomoc" verify --data "$T/data" >"$T/out" ||
	fail "verify: $(cat "$T/out")"

rm "$T/data/filler"
client d
sees c 'Biuro Nowak'
banner_gone() {
	! shows c 'the disk takes no more'
}
until_ok "$PATIENCE" banner_gone || fail 'the banner stays'
exit 0
