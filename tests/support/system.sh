# shellcheck shell=bash
# A Debian system of its own, with its own systemd, for tests of the packages:
# on top of lib.sh. Needs root; the base system is kept in build-chroot/. Skips
# the test where there can be none. It shares the network with this machine.
#
#   system_made           R is its folder
#   system_boots          its systemd runs, apt knows the packages
#   in_it COMMAND...      in it, as root, for at most SECS
#   in_its_terminal NAME COMMAND...   the same, in a terminal (lib.sh)
#   apt_get WORD...       in it; what it says is in $T/apt.log
#
[ "$(id -u)" -eq 0 ] || skip 'only root can make a system of its own'
for p in debootstrap unshare nsenter pivot_root; do
	command -v $p >/dev/null || skip "no $p here (make deps-reach)"
done
R=$T/root
INIT=

system_made() {
	local base=build-chroot/base
	if [ ! -e $base/.done ]; then
		rm -rf $base
		mkdir -p build-chroot
		debootstrap --variant=minbase --include=systemd,sqlite3 \
			"$(. /etc/os-release && echo "$VERSION_CODENAME")" \
			$base >build-chroot/log 2>&1 || {
			tail -n 3 build-chroot/log
			skip 'debootstrap cannot make a system here; is there a network?'
		}
		touch $base/.done
	fi
	cp -a --reflink=auto $base "$R"
	cp /etc/resolv.conf "$R/etc/"
}

cat >"$T/boot.sh" <<'BOOT'
set -e
mount --make-rprivate /
mount --bind "$1" "$1"
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t tmpfs tmpfs run
mount -t tmpfs tmpfs sys/fs/cgroup || true
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs dev
for n in null zero full random urandom tty; do
	: >dev/$n
	mount --bind /dev/$n dev/$n
done
mkdir dev/pts dev/shm .old
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
# a process in a chroot may have no user namespace, which the unit wants
pivot_root . .old
exec chroot . /bin/sh -c 'umount -l /.old; exec env -i container=pomoc \
	PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system \
	--unit=multi-user.target --show-status=no' </dev/null
BOOT
system_ends() {
	local rc=$?
	[ -z "$INIT" ] || kill -KILL "$INIT"
	until_ok 10 no_cgroup
	(exit $rc)
	cleanup
}
trap system_ends EXIT
# shellcheck disable=SC2317 # called through until_ok
no_cgroup() {
	[ -z "${cgroup-}" ] || find "$cgroup" -depth -type d -exec rmdir {} +
}
# shellcheck disable=SC2317 # called through until_ok
booted() {
	INIT=$(ps -o pid= --ppid "$UNSHARE" | tr -d ' ')
	[ -n "$INIT" ] && in_it systemctl is-system-running |
		grep -Eq 'running|degraded'
}

system_boots() {
	# its own cgroup, which goes with it
	cgroup=$(findmnt -t cgroup2 -n -o TARGET | head -n 1)$(
		sed -n 's/^0:://p' /proc/self/cgroup)/${T##*/}
	mkdir "$cgroup" 2>/dev/null || skip 'no cgroup can be made here'
	sh -c "echo \$\$ >'$cgroup/cgroup.procs'; exec unshare --mount --pid \
		--fork --uts --ipc --cgroup --kill-child sh '$T/boot.sh' '$R'" \
		>"$T/boot.log" 2>&1 &
	UNSHARE=$!
	until_ok 60 booted || skip "systemd does not start here: $(cat "$T/boot.log")"
	apt_get update || skip 'no network'
}

# its words are a command that goes on in it
entering() {
	entered=(nsenter -t "$INIT" -m -p -u -i -C -r -w env -i LC_ALL=C.UTF-8
		HOME=/root "TERM=$1" PATH=/usr/sbin:/usr/bin:/sbin:/bin
		DEBIAN_FRONTEND=noninteractive)
}
in_it() {
	entering dumb
	"${entered[@]}" timeout -k 5 "${SECS-60}" "$@" </dev/null
}
in_its_terminal() {
	local name=$1
	shift
	entering screen-256color
	term "$name" "${entered[@]}" "$@"
}
apt_get() {
	SECS=300 in_it apt-get -y --no-install-recommends "$@" >"$T/apt.log" 2>&1
}
