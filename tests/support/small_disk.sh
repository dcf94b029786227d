# shellcheck shell=bash
# For tests that fill a disk: a small file system that is nobody else's
# business. Source it before lib.sh, for the test is started again in a mount
# namespace of its own.
#
#   small_disk FOLDER   makes it, mounted there; taken away with the test
#   fill                leaves no room in it
#   make_room           gives that back
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

small_disk() {
	DISK=$1
	mkdir -p "$DISK"
	mount -t tmpfs -o size=8m,mode=700 none "$DISK" || skip 'no tmpfs here'
	trap disk_gone EXIT
}
# the clean-up of lib.sh removes what is mounted last
disk_gone() {
	local rc=$?
	umount -l "$DISK"
	(exit $rc)
	cleanup
}
free_bytes() {
	df --output=avail -B1 "$DISK" | tail -n 1 | tr -d ' '
}
fill() {
	dd if=/dev/zero of="$DISK/filler" bs=4096 2>/dev/null
	[ "$(free_bytes)" -lt 4096 ] || fail "still free: $(free_bytes)"
}
make_room() {
	rm "$DISK/filler"
}
