#!/bin/sh
# The Debian packages that build, run and tests need.
# usage: deps.sh install | list | deb | agents | reach
set -eu

build='gcc libc6-dev make pkg-config gettext git
	libncurses-dev libssh-dev libssl-dev libvterm-dev libsqlite3-dev libuv1-dev
	libjansson-dev libsodium-dev libutf8proc-dev libseccomp-dev
	libqrencode-dev'
tests='libcmocka-dev tmux openssh-client openssh-server sqlite3 procps
	tzdata strace'
# what packages are built with, and agents for other machines
package='build-essential debhelper systemd'
agents='dpkg-dev musl-tools gcc-mingw-w64-x86-64-posix cmake ninja-build
	python3 ca-certificates'
# what single tests are skipped without
reach='tidy chromium-headless-shell zbar-tools lintian debootstrap systemd zsh fish
	tinyproxy-bin wine64 locales faketime'
lints='clang libclang-rt-dev clang-format clang-tidy shellcheck mandoc'

# missing PACKAGE...
missing() {
	for p; do
		case $(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null) in
		installed) ;;
		*) echo "$p" ;;
		esac
	done
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
	elif command -v sudo >/dev/null; then
		sudo env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"
	else
		echo "deps: run 'make deps' as root, or install sudo" >&2
		exit 1
	fi
}

# install PACKAGE...
install() {
	if ! command -v apt-get >/dev/null; then
		echo 'deps: this is not a Debian system; it needs:' >&2
		list >&2
		exit 1
	fi
	need=$(missing "$@")
	if [ -z "$need" ]; then
		echo 'deps: everything is installed'
		return
	fi
	# a machine that had no SSH server shall not get one listening: the
	# tests start their own on loopback
	sshd_is_new=no
	if printf '%s\n' "$need" | grep -qx openssh-server; then
		sshd_is_new=yes
	fi
	as_root apt-get update
	# shellcheck disable=SC2086 # the words of the list
	as_root apt-get install -y --no-install-recommends $need </dev/null
	if [ $sshd_is_new = yes ] && [ -d /run/systemd/system ]; then
		as_root systemctl disable --now ssh.service
	fi
}

list() {
	# shellcheck disable=SC2086 # the words of the lists
	printf '%s\n' $build $tests $lints
}

# shellcheck disable=SC2086 # the words of the lists
case ${1-} in
install) install $build $tests $lints ;;
deb) install $build $package ;;
agents) install $build $agents ;;
reach) install $package $agents $reach ;;
list) list ;;
*)
	echo 'usage: deps.sh install | list | deb | agents | reach' >&2
	exit 2
	;;
esac
