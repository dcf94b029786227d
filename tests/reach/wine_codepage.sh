#!/bin/bash
# Windows 10 1809 does not know the code page that the agent's manifest asks for:
# an agent without the manifest, where the system's code page is 1250. What is
# typed and kept in folders has letters that 1250 has, and some that it lacks.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
export POMOC_EXE=${POMOC_EXE-$(dirname "$0")/../../build-windows/1809/pomoc-agent.exe}
. "$(dirname "$0")/../support/wine.sh"
old_windows
LOCALE=pl_PL.UTF-8
[ "$($WINE "${EXE%/*}/../codepage.exe")" = 1250 ] || fail 'another code page'

home_of() {
	mkdir -p "$T/home/Łódź 日本/$1"
	echo "$T/home/Łódź 日本/$1"
}
client() {
	agent a --config "Z:$T/żółw 日本.conf" --name 'Zażółć 日本' \
		--company 'Biuro Gęś' --technician any --product Subiekt \
		--phone '+48 600 000 000' --problem 'nie drukuje'
}

console_desk c
printf '[desk]\nhost = %s\nfingerprint = %s\n' "$ADDR" "$FP" >"$T/żółw 日本.conf"
agent() {
	local name=$1
	shift
	term "$name" "$top/tests/support/wine_agent.sh" "$EXE" "$@"
}
client
# a desk that a file names is looked at before it is told anything
sees a 'nie drukuje'
keys a Enter Enter Enter Enter Enter
sees c 'Zażółć 日本'
let_in c a
sees a '^[A-Z]:.*>'
run a 'echo zażółć gęślą jaźń'
sees c '^zażółć gęślą jaźń'
solve c
sees a "$(say 'Questions? %s, phone %s' | sed 's/%s.*//')"
close a Enter
data="$(home_of a)/.local/share/pomoc"
[ -s "$data/agent_key" ] || fail 'no key is kept'
[ -s "$data/agent.log" ] || fail 'no log is kept'
receipt=$(find "$data" -name '*.txt' | head -n 1)
[ -s "$receipt" ] || fail 'no receipt is kept'
ssh-keygen -Y check-novalidate -n pomoc-receipt -s "$receipt.sig" <"$receipt" ||
	fail 'the signature of the receipt is wrong'
close c Q

# the same key, the desk that was reached last
cp "$data/agent_key" "$T/key"
out=$(HOME=$(home_of a) XDG_DATA_HOME="Z:$(home_of a)/.local/share" \
	LC_ALL=$LOCALE $WINE "$EXE" --check 2>&1)
has_text "$out" "${ADDR%:*}"
cmp "$T/key" "$data/agent_key" || fail 'another key'
