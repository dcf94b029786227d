#!/bin/bash
# pomoc technician: who is added logs in at once, who is removed is cut off, and
# the file keeps all else that stands in it. A desk without technicians says so,
# and names the line of a key that it does not know.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna piotr
export HOME=$T/home XDG_CONFIG_HOME=$T/none
file=$T/desk/technicians
technician() {
	"$POMOC_BUILD/pomoc" technician "$@" --data "$T/desk" \
		>"$T/out" 2>"$T/err"
}
does() {
	technician "$@" || fail "technician $*: $(cat "$T/err")"
}
# ends CODE TEXT WORD...: it is refused with one line, and the file stays
ends() {
	local want=$1 text=$2 rc=0
	shift 2
	cp "$file" "$T/before" 2>/dev/null || : >"$T/before"
	technician "$@" || rc=$?
	same "$rc" "$want" "technician $*"
	same "$(wc -l <"$T/err")" 1 "lines of technician $*"
	grep -Fq -- "$text" "$T/err" || fail "technician $*: $(cat "$T/err")"
	cmp -s "$file" "$T/before" || [ ! -e "$file" ] || fail "$* changed it"
}
anna=$(cut -d ' ' -f 1,2 "$T/anna.pub")
fp_anna=$(ssh-keygen -lf "$T/anna.pub" | cut -d ' ' -f 2)

# --- a desk without any: it says so, and whose key it does not know ---
desk --config "$T/pomoc.conf"
grep -Fq "no technicians: nobody can log in; pomoc technician add NAME KEY.pub --data $T/desk" \
	"$T/desk.err" || fail 'no warning'
ssh_desk anna tech@127.0.0.1 true </dev/null >"$T/out" 2>&1 &&
	fail 'a stranger logs in'
until_ok "$PATIENCE" grep -Fq "no such technician; his line would be: name=\"NAME\" $anna" \
	"$T/desk.err" || fail "the key is not named: $(cat "$T/desk.err")"

# --- added, and at once; removed, and cut off ---
does add anna "$T/anna.pub" --products 'subiekt, GESTOR' --reports
same "$(cat "$T/out")" "\"anna\" may log in with the key $fp_anna ($file)."
same "$(stat -c %a "$file")" 600 'mode'
same "$(grep -v '^#' "$file")" \
	"name=\"anna\",products=\"Subiekt,Gestor\",reports $(cat "$T/anna.pub")"
# shellcheck disable=SC2317 # called through until_ok
tech_in() {
	! ssh_desk "$1" tech@127.0.0.1 true 2>&1 </dev/null |
		grep -q 'Permission denied'
}
until_ok 5 tech_in anna || fail 'anna cannot log in'
tech anna
does remove ANNA
until_ok 5 gone anna || fail 'anna is still here'
grep -q 'keys: 1' "$T/out" || fail "$(cat "$T/out")"
! grep -q "$anna" "$file" || fail 'her key is still there'
grep -q '^# Who may log in' "$file" || fail 'the comments are gone'

# --- what else stands in it, its mode and its ends of lines stay ---
printf '# ours\r\nname="Jan" %s\r\n\r\n# no end' "$(cat "$T/piotr.pub")" >"$file"
chmod 640 "$file"
cp "$file" "$T/was"
does add anna "$T/anna.pub"
same "$(stat -c %a "$file")" 640 'mode'
cmp <(head -c "$(stat -c %s "$T/was")" "$file") "$T/was" || fail 'not to the letter'
does remove anna
same "$(cat "$file")" "$(cat "$T/was")"

# --- the line that the console prints, standard input, words ---
does add anna "name=\"YOUR NAME\" $(cat "$T/anna.pub")"
grep -Fq "name=\"anna\" $anna" "$file" || fail "$(cat "$file")"
does remove anna
"$POMOC_BUILD/pomoc" technician add anna - --data "$T/desk" <"$T/anna.pub" \
	>/dev/null || fail 'standard input'
does remove anna --key "$fp_anna"
# shellcheck disable=SC2086 # as it is pasted
does add anna $anna

# --- refused, in one line ---
ends 1 "technicians:2: that key is listed already, for \"Jan\"" \
	add ewa "$T/piotr.pub"
ssh-keygen -q -t ecdsa -N '' -f "$T/second"
ends 1 '"anna" is listed already; --more' add 'Anná' "$T/second.pub"
ends 1 'nobody is listed as "ewa"' add ewa "$T/second.pub" --more
ends 1 'this is a private key' add ewa "$T/second"
echo nonsense >"$T/junk"
ends 1 "no public key" add ewa "$T/junk"
ends 1 'No such file' add ewa "$T/nothing.pub"
ends 1 'there is no product "Rewizr"' add ewa "$T/second.pub" --products Rewizr
ends 1 'a character that cannot stand there' add 'e"wa' "$T/second.pub"
ends 1 'nothing is given' add ' ' "$T/second.pub"
ends 1 'nobody is listed as "ewa"' remove ewa
ends 1 '"anna" has no such key' remove anna --key \
	"$(ssh-keygen -lf "$T/second.pub" | cut -d ' ' -f 2)"
ends 2 'list, add NAME KEY or remove NAME' add ewa
ends 2 'does not go with --office' add ewa "$T/second.pub" --office --reports
if ssh-keygen -q -t rsa -b 1024 -N '' -f "$T/short" 2>/dev/null; then
	ends 1 'of 1024 bits is too short' add ewa "$T/short.pub"
fi
cat "$T/second.pub" "$T/anna.pub" >"$T/two"
ends 1 'keys one by one' add ewa "$T/two"

# --- a further key of the same; the list ---
does add ANNA "$T/second.pub" --more
does list
same "$(grep -c '^anna ' "$T/out")" 2 'keys of anna'
does list --json
same "$(sqlite3 :memory: "SELECT json_extract(readfile('$T/out'),
	'\$.rows[1].name', '\$.rows[1].key')")" "[\"anna\",\"$fp_anna\"]"

# --- several at once: none is lost ---
for i in 1 2 3 4 5 6 7 8; do
	ssh-keygen -q -t ed25519 -N '' -f "$T/at$i"
done
at=()
for i in 1 2 3 4 5 6 7 8; do
	"$POMOC_BUILD/pomoc" technician add "at once $i" "$T/at$i.pub" \
		--data "$T/desk" >/dev/null &
	at+=($!)
done
for i in "${at[@]}"; do
	wait "$i" || fail 'one at once'
done
same "$(grep -c '"at once ' "$file")" 8 'at once'

# --- behind a link; a faulty line is nobody's to write over ---
mv "$file" "$T/elsewhere"
ln -s ../elsewhere "$file"
does remove 'at once 3'
[ -L "$file" ] || fail 'the link is gone'
same "$(grep -c '"at once ' "$T/elsewhere")" 7 'behind the link'
echo 'name="ewa" nonsense' >>"$T/elsewhere"
ends 1 'elsewhere:' remove anna
ends 1 'elsewhere:' add ewa "$T/second.pub"

# --- root leaves it to the owner of the folder ---
if [ "$(id -u)" -eq 0 ]; then
	mkdir -m 700 "$T/theirs"
	chown 65534 "$T/theirs"
	chmod 711 "$T"
	"$POMOC_BUILD/pomoc" technician add ewa "$T/second.pub" \
		--data "$T/theirs" >"$T/out" 2>&1 || fail "$(cat "$T/out")"
	same "$(stat -c %u "$T/theirs/technicians")" 65534 'owner'
	"$POMOC_BUILD/pomoc" technician add ewa "$T/second.pub" \
		--data "$T/nowhere" 2>"$T/err" && fail 'a folder of nobody'
	grep -q 'start the desk first' "$T/err" || fail "$(cat "$T/err")"
fi
exit 0
