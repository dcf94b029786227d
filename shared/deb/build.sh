#!/bin/bash
# The Debian packages of this tree, as any user, without touching it: built from
# a copy in FOLDER, where they are left. usage: build.sh FOLDER [AGENT...], the
# agents for other machines that are to go along
set -eu
cd "$(dirname "$0")/../.."
out=$1
shift
command -v dh >/dev/null || {
	echo 'deb: debhelper is missing: make deps-deb' >&2
	exit 1
}
copy=$out/pomoc
rm -rf "$out"
mkdir -p "$copy"
tar -c --exclude='./build*' --exclude=./.git --exclude='./*.tar.gz' . |
	tar -x -C "$copy"
cp -R shared/deb "$copy/debian"
for agent; do
	install -D -t "$copy/debian/agents" "$agent"
done
cd "$copy"
# what the caller's make has to say is not for that one
unset MAKEFLAGS MAKELEVEL
export DEB_BUILD_OPTIONS="noautodbgsym parallel=${JOBS:-$(nproc)}"
dpkg-buildpackage -b -us -uc >../build.log 2>&1 || {
	tail -n 30 ../build.log >&2
	exit 1
}
cd ..
rm -r pomoc
ls -- *.deb
