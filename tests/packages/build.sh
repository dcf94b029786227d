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
