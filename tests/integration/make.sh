#!/bin/bash
# Installation and the build itself: nothing is left to do after a build, what
# is installed is taken back, the release holds what a build needs.
set -eu
cd "$(dirname "$0")/../.."
unset MAKEFLAGS MAKELEVEL
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
make() {
	command make --no-print-directory "$@"
}
case $POMOC_BUILD in
*-san) kind=SAN=1 ;;
*-cover) kind=COVER=1 ;;
*) kind= ;;
esac

make -q $kind all || { echo 'a finished build is not up to date'; exit 1; }

make $kind PREFIX=/usr/local DESTDIR="$t/root" install >"$t/said"
if grep -E '^  (CC|LD|AR|GEN) ' "$t/said"; then
	echo 'make install after make builds again'
	exit 1
fi
for f in bin/pomoc bin/pomoc-agent bin/pomoc-desk share/man/man1/pomoc.1 \
	share/man/man8/pomoc-desk.8 share/man/pl/man1/pomoc-agent.1 \
	share/man/pl/man5/pomoc-data.5 share/man/pl/man7/pomoc-protocol.7 \
	share/bash-completion/completions/pomoc \
	share/zsh/site-functions/_pomoc share/fish/vendor_completions.d/pomoc.fish \
	share/doc/pomoc/examples/agent.conf lib/sysusers.d/pomoc.conf \
	lib/systemd/system/pomoc-desk.service lib/tmpfiles.d/pomoc.conf; do
	[ -e "$t/root/usr/local/$f" ] || { echo "not installed: $f"; exit 1; }
done
grep -qx 'ExecStart=/usr/local/bin/pomoc-desk .*' \
	"$t/root/usr/local/lib/systemd/system/pomoc-desk.service" ||
	{ echo 'the unit starts what is not installed'; exit 1; }
make -s $kind PREFIX=/usr/local DESTDIR="$t/root" uninstall
left=$(find "$t/root" ! -type d)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }

# no file knows where the programs go
make -n $kind PREFIX=/elsewhere DESTDIR="$t/root" install >"$t/said"
compiled=$(sed -n 's/^  CC   //p' "$t/said")
[ -z "$compiled" ] || {
	echo "another prefix compiles: $compiled"
	exit 1
}

make deps-list | grep -qx libssh-dev
make help | grep -q 'make check'
