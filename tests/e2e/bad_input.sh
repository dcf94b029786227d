#!/bin/bash
# Wrong options, keys, folders: one clear line, the exit code of the manual, and
# nothing changed.
. "$(dirname "$0")/../support/lib.sh"

# refuses CODE PATTERN COMMAND...: its exit code, and one line that matches
refuses() {
	local code=$1 pattern=$2 out rc
	shift 2
	out=$(timeout 10 "$@" </dev/null 2>&1)
	rc=$?
	[ $rc -eq "$code" ] || fail "$*: exit $rc, not $code: $out"
	has "$out" "$pattern"
	[ "$(wc -l <<<"$out")" -le 2 ] || fail "$*: more than a line: $out"
}

bin=$POMOC_BUILD
desk=("$bin/pomoc-desk" --data "$T/d" --listen 127.0.0.1:0)
fp=SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA

refuses 2 '--nonsense|option' "$bin/pomoc-desk" --nonsense
refuses 2 '--nonsense|option' "$bin/pomoc" --nonsense
refuses 2 '--nonsense|option' "$bin/pomoc-agent" --nonsense
refuses 2 'nonsense' "$bin/pomoc" nonsense
refuses 2 'which desk' "$bin/pomoc-agent"
refuses 2 'fingerprint' "$bin/pomoc-agent" 127.0.0.1
refuses 2 'fingerprint' "$bin/pomoc-agent" 127.0.0.1 --fingerprint abc
refuses 4 'terminal' "$bin/pomoc-agent" 127.0.0.1 --fingerprint $fp
refuses 1 'terminal' "$bin/pomoc" --data "$T/c"

printf '[desk]\nfirm = A\nnonsense = B\n' >"$T/bad.conf"
refuses 2 'bad.conf:3: ' "${desk[@]}" --config "$T/bad.conf"
printf '[desk]\nfirm = A\n' >"$T/good.conf"
printf '[price "x"]\nkind = support\nnet = two\n' >"$T/prices.conf"
refuses 2 'prices.conf:3: ' "${desk[@]}" --config "$T/good.conf"
rm "$T/prices.conf"
refuses 2 'nowhere.conf' "${desk[@]}" --config "$T/nowhere.conf"
echo 'not a database' >"$T/file"
refuses 1 "$T/file" "$bin/pomoc-desk" --data "$T/file" --listen 127.0.0.1:0
mkdir "$T/foreign"
head -c 100 /dev/zero >"$T/foreign/desk.db"
before=$(md5sum "$T/foreign/desk.db")
refuses 1 'desk.db' "$bin/pomoc-desk" --data "$T/foreign" --listen 127.0.0.1:0
same "$(md5sum "$T/foreign/desk.db")" "$before" 'a foreign file was changed'
[ -e "$T/d/desk.db" ] && fail 'a refused start left a database'

# a port that is taken, a folder that has its desk
desk --config "$T/good.conf"
refuses 1 "${ADDR##*:}" "$bin/pomoc-desk" --data "$T/e" --listen "$ADDR"
refuses 1 'another desk' "$bin/pomoc-desk" --data "$T/desk" \
	--listen 127.0.0.1:0

# another key than the one given: both are shown, and it does not try again
term a "$bin/pomoc-agent" "$ADDR" --fingerprint $fp
same "$(ended a)" 3 'exit at a wrong key'
has_text "$(cat "$T/a.err")" "$FP"
has_text "$(cat "$T/a.err")" "$fp"
