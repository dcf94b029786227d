#!/bin/bash
# What pomoc-agent is made of, as it says itself; and of the static one: that it
# needs nothing, how large it is, and the folder that a firm may publish.
set -eu
cd "$(dirname "$0")/../.."
unset MAKEFLAGS MAKELEVEL
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
agent=$POMOC_BUILD/pomoc-agent
fail() {
	echo "FAILED: $*"
	exit 1
}

"$agent" --licenses >"$t/said" 2>"$t/err" || fail 'no --licenses'
for word in 'libssh: LGPL-2.1' 'libuv: MIT' 'jansson: MIT' 'libsodium: ISC' \
	'libvterm: MIT' 'utf8proc: MIT' 'Permission is hereby granted'; do
	grep -q "$word" "$t/said" || fail "--licenses does not say: $word"
done
if LC_ALL=C grep -q 'ld-linux' "$agent"; then
	grep -q '^OpenSSL: Apache-2.0' "$t/said" || fail 'OpenSSL is not named'
	agent=build-static/pomoc-agent
	if [ "${POMOC_BUILD##*/}" != build ] || [ ! -x $agent ]; then
		echo 'skipped: no static agent: make deps-agents static'
		exit 77
	fi
	"$agent" --licenses >"$t/said"
fi
for word in 'mbedtls: Apache-2.0' 'musl: MIT'; do
	grep -q "^$word" "$t/said" || fail "--licenses does not say: $word"
done

readelf -hl "$agent" >"$t/elf"
grep -q 'Type: *DYN' "$t/elf" || fail 'it is no static-pie'
if grep -q INTERP "$t/elf"; then
	fail 'it wants an interpreter'
fi
size=$(stat -c %s "$agent")
[ "$size" -le 1400000 ] || fail "it has $size bytes"

command -v git >/dev/null && git rev-parse -q --verify HEAD >/dev/null 2>&1 || exit 0
[ -e build-third/src/key ] || exit 0
dir=$(make -s --no-print-directory REACH="$t/reach" dist-reach)
cd "$dir"
sha256sum --quiet -c SHA256SUMS
for f in pomoc-agent README LICENSE-LGPL-2.1 LICENSE-Apache-2.0 sources/libssh_*.dsc \
	sources/mbedtls_*.dsc sources/pomoc-*.tar.gz; do
	[ -s "$f" ] || fail "not there: $f"
done
[ "$(grep -c . SHA256SUMS)" -eq "$(find . -type f ! -name SHA256SUMS | wc -l)" ]
tar -tzf sources/pomoc-*.tar.gz | grep -q tests/support/third.sh || fail 'no third.sh'
