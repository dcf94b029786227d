#!/bin/bash
# Whoever has the folder that a firm publishes builds the agent from it, with the
# lines that its README has, and nothing of this tree: LGPL-2.1 asks for that.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh
unset MAKEFLAGS MAKELEVEL
[ -x build-static/pomoc-agent ] || skip 'no static agent: make deps-agents static'
git rev-parse -q --verify HEAD >/dev/null 2>&1 || skip 'no git tree'

make -s REACH="$T/reach" dist-reach >"$T/said" 2>&1 ||
	fail "dist-reach: $(cat "$T/said")"
version=$(sed -n 's/^VERSION := //p' Makefile)
# its lines, but for packages and another system
sed -n '/^```$/,/^```$/p' "$T/reach/README" | grep -v '^```' |
	sed "s/VERSION/$version/; /deps-agents/d; /make windows/d" >"$T/lines"
[ "$(wc -l <"$T/lines")" -ge 4 ] || fail "its README: $(cat "$T/reach/README")"
(cd "$T/reach" && exec bash -e "$T/lines") >"$T/said" 2>&1 ||
	fail "$(tail -n 20 "$T/said")"
made=$T/reach/pomoc-$version/build-static/pomoc-agent
same "$("$made" --version)" "pomoc-agent $version"
same "$(stat -c %s "$made")" "$(stat -c %s "$T/reach/pomoc-agent")" size

# and it works: with a desk of here
keys_for anna
listed anna
desk --config "$T/pomoc.conf"
"$made" "$ADDR" --fingerprint "$FP" --check </dev/null >"$T/said" 2>&1 ||
	fail "$(cat "$T/said")"
has "$(cat "$T/said")" 'is open'
exit 0
