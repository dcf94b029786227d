#!/bin/bash
# The Debian packages: built from a copy that leaves the tree as it is, without
# an error or a warning of lintian; agents for other machines go along unchanged.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
for p in dh lintian; do
	command -v $p >/dev/null || skip "no $p here (make deps-reach)"
done

# an agent for another machine, as make static leaves it: no library, stripped
echo 'int main(void) { return 0; }' >"$T/agent.c"
gcc -static-pie -fPIE -s -o "$T/pomoc-agent" "$T/agent.c" || fail 'no agent'
shared/deb/build.sh "$POMOC_BUILD/deb-test" "$T/pomoc-agent" >"$T/said" ||
	fail 'not built'
[ ! -e debian ] || fail 'the tree was changed'
version=$(sed -n 's/^VERSION := //p' Makefile)
arch=$(dpkg --print-architecture)
debs=()
for p in pomoc pomoc-agent; do
	debs+=("$POMOC_BUILD/deb-test/${p}_${version}_$arch.deb")
done
same "$(cat "$T/said")" "$(printf '%s\n' "${debs[@]##*/}" | sort)"

lintian --fail-on error,warning "${debs[@]}" >"$T/out" 2>&1 ||
	fail "lintian: $(cat "$T/out")"

# an upgrade starts a running desk again, unless it could not start
dpkg-deb -e "${debs[0]}" "$T/control"
mkdir "$T/stubs"
for p in systemctl systemd-sysusers systemd-tmpfiles deb-systemd-helper; do
	ln -s /bin/true "$T/stubs/$p"
done
printf '%s\n' '#!/bin/sh' "echo \"\$*\" >>'$T/invoked'" \
	>"$T/stubs/deb-systemd-invoke"
printf '%s\n' '#!/bin/sh' "echo \"\$*\" >'$T/checked'" \
	"echo 'pomoc.conf:3: wrong' >&2" "exit \$(cat '$T/code')" \
	>"$T/stubs/runuser"
chmod +x "$T"/stubs/*
upgraded() {
	echo "$1" >"$T/code"
	: >"$T/invoked"
	PATH=$T/stubs:$PATH "$T/control/postinst" configure 0.0.9 \
		>"$T/out" 2>&1 || fail "postinst: $(cat "$T/out")"
}
upgraded 0
grep -qx 'restart pomoc-desk.service' "$T/invoked" || fail 'not started again'
grep -q 'pomoc-desk --check-config --data /var/lib/pomoc' "$T/checked" ||
	fail "asks $(cat "$T/checked")"
upgraded 2
! grep -q restart "$T/invoked" || fail 'a desk that could not start is stopped'
grep -q 'pomoc.conf:3: wrong' "$T/out" || fail 'it does not say what is wrong'
grep -q 'Mend that, then: systemctl restart pomoc-desk' "$T/out" ||
	fail 'it does not say what to do'

for d in "${debs[@]}"; do
	dpkg-deb -x "$d" "$T/root"
done
cmp "$T/pomoc-agent" "$T/root/usr/lib/pomoc/agents/pomoc-agent" ||
	fail 'the agent was changed'
R=$T/root/usr
for f in bin/pomoc bin/pomoc-desk bin/pomoc-agent lib/sysusers.d/pomoc.conf \
	lib/tmpfiles.d/pomoc.conf share/zsh/vendor-completions/_pomoc \
	share/fish/vendor_completions.d/pomoc.fish share/man/pl/man5/pomoc-data.5.gz \
	share/doc/pomoc/examples/technicians \
	share/doc/pomoc-agent/examples/agent.conf; do
	[ -e "$R/$f" ] || fail "not in a package: $f"
done
# every page of the manual is in one of them
same "$(find "$R/share/man" -name '*.gz' | wc -l)" \
	"$(find man -name '*.[1-8]' | wc -l)" 'pages'
for c in pomoc pomoc-agent pomoc-desk; do
	[ -e "$R/share/bash-completion/completions/$c" ] || fail "completion: $c"
	same "$("$R/bin/$c" --version)" "$c $version"
done
exit 0
