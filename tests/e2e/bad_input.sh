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
	[ "$(grep -vc ': warning: ' <<<"$out")" -eq 1 ] || fail "$*: more than a line: $out"
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

refuses 2 '--desk wants a value' "$bin/pomoc" --desk
refuses 2 'unknown option' "$bin/pomoc" --nonsense
refuses 2 'no port' "$bin/pomoc" --desk 127.0.0.1:0 --fingerprint $fp
refuses 2 'no port' "$bin/pomoc-agent" 127.0.0.1:0 --fingerprint $fp
for where in 127.0.0.1 127.0.0.1:x 127.0.0.1:65536 :0 somewhere:0 '[::1'; do
	refuses 2 '' "$bin/pomoc-desk" --data "$T/d" --listen "$where"
done
refuses 2 'open descriptor' "${desk[@]}" --ready-fd 77
[ -e "$T/d" ] && fail 'a refused start made its folder'

printf '[desk]\nlisten = here\n' >"$T/bad.conf"
refuses 2 'bad.conf:2: ' "$bin/pomoc-desk" --data "$T/d" --config "$T/bad.conf"
printf 'firm = A\n' >"$T/bad.conf"
refuses 2 'bad.conf:1: .*before the first' "${desk[@]}" --config "$T/bad.conf"
printf '[desk]\nfirm = A\nnonsense = B\n' >"$T/bad.conf"
refuses 2 'bad.conf:3: ' "${desk[@]}" --config "$T/bad.conf"
printf '[desk]\nfirm = A\n' >"$T/good.conf"
printf '[price "x"]\nkind = support\nnet = two\n' >"$T/prices.conf"
refuses 2 'prices.conf:3: ' "${desk[@]}" --config "$T/good.conf"
rm "$T/prices.conf"
refuses 2 'nowhere.conf' "${desk[@]}" --config "$T/nowhere.conf"
mkdir "$T/td"
printf '# who\nssh-ed25519 AAAA anna\n' >"$T/td/technicians"
refuses 2 'technicians:2: ' "$bin/pomoc-desk" --data "$T/td" \
	--listen 127.0.0.1:0
same "$(ls "$T/td")" technicians 'files beside a malformed list'
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
[ -e "$T/e" ] && fail 'a taken port, and yet a folder was made'
refuses 1 'another desk' "$bin/pomoc-desk" --data "$T/desk" \
	--listen 127.0.0.1:0

# another key than the one given: both are shown, and it does not try again
term a "$bin/pomoc-agent" "$ADDR" --fingerprint $fp
same "$(ended a)" 3 'exit at a wrong key'
has_text "$(cat "$T/a.err")" "$FP"
has_text "$(cat "$T/a.err")" "$fp"

# a configuration of the agent, and a window that is too small
mkdir -p "$(home_of b)/.config/pomoc"
printf '[me]\nshoe = 42\n' >"$(home_of b)/.config/pomoc/agent.conf"
term b "$bin/pomoc-agent" "$ADDR" --fingerprint "$FP"
same "$(ended b)" 2 'exit at a malformed agent.conf'
has_text "$(cat "$T/b.err")" 'agent.conf:2: '
COLS=39 ROWS=9
term s "$bin/pomoc-agent" "$ADDR" --fingerprint "$FP"
same "$(ended s)" 4 'exit in a window that is too small'
has "$(cat "$T/s.err")" '39x9.*40x10'
COLS=80 ROWS=24

# a console at a desk with another key; the identity is looked at first
term k "$bin/pomoc" --desk "$ADDR" --fingerprint "$FP" --identity "$T/none" \
	--data "$T/k"
same "$(ended k)" 1 'exit without the identity'
has_text "$(cat "$T/k.err")" "$T/none"
[ -e "$T/k" ] && fail 'a refused console made its folder'
ssh-keygen -q -t ed25519 -N '' -f "$T/anna"
term w "$bin/pomoc" --desk "$ADDR" --fingerprint $fp --identity "$T/anna" \
	--data "$T/w"
sees w "${FP//+/\\+}"
sees w "$fp was"

# a terminal that calls itself dumb shows all in letters
term m env TERM=dumb "$bin/pomoc" --data "$T/m" --listen 127.0.0.1:0
sees m 'Nobody is waiting'
