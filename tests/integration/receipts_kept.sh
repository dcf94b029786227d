#!/bin/bash
# A correction whose receipt cannot be kept says so and ends as failed; the desk
# makes it as soon as it can; verify names what is not there. Root keeps it for
# the owner of the folder.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

R=$T/desk/receipts
# pomoc COMMAND...: its status is RC, its words in $T/out and $T/err
pomoc() {
	"$POMOC_BUILD/pomoc" "$@" --data "$T/desk" >"$T/out" 2>"$T/err"
	RC=$?
}
# correct NET STATUS
correct() {
	pomoc correct 1 --net "$1" --reason x --config "$T/pomoc.conf"
	same $RC "$2" "correct: $(cat "$T/err")"
	grep -q "net $1,00 zł now" "$T/out" || fail "it does not count: $(cat "$T/out")"
}
# names TEXT: verify finds the log sound, and says of the receipts so much
names() {
	pomoc verify
	same $RC 0 "verify: $(cat "$T/err")"
	same "$(sed -n 's/.*\(without a receipt\|not kept\): //p' "$T/out")" "$1" \
		'what verify names'
}

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
tech anna
client nowak
join nowak Subiekt
worked_on anna nowak 1
say anna '{"t":"end","ticket":1,"outcome":"solved","note":"x"}'
hears nowak '"receipt","ticket":1.*"last":true'
names ''

# --- a folder that others may write to is none for receipts ---
chmod 777 "$R"
correct 150 1
grep -q 'counts, but its receipt is not kept: .*chmod go-w' "$T/err" ||
	fail "$(cat "$T/err")"
[ ! -e "$R/1.v2.txt" ] || fail 'it was kept'
names '1; the desk makes them when it starts: 1.v2.txt'
pomoc show 1 --receipt
same $RC 0 'show'
grep -q '^Not signed: ' "$T/err" || fail 'it passes for the signed one'
chmod 700 "$R"
kill -HUP "$DESK_PID"
until_ok "$PATIENCE" test -e "$R/1.v2.txt.sig" || fail 'the desk does not make it'
names ''
pomoc show 1 --receipt
same $RC 0 'show'
same "$(cat "$T/err")" '' 'of the signed one'

# --- one that was taken away ---
mkdir "$T/away"
mv "$R"/1.txt* "$T/away"
names '1: 1.txt'
mv "$T/away"/1.txt* "$R"
correct 140 0
names ''
same "$(stat -c %u "$R/1.v3.txt")" "$(id -u)" 'whose it is'

# --- root in the folder of a desk with an account of its own ---
[ "$(id -u)" = 0 ] || exit 0
kill "$DESK_PID"
wait "$DESK_PID"
chmod 755 "$T"
chown -R nobody "$T/desk"
correct 130 0
for f in 1.v4.txt 1.v4.txt.sig; do
	same "$(stat -c '%U %a' "$R/$f")" 'nobody 600' "whose $f is"
done
names ''
# a link of that user's leads root nowhere
mv "$R" "$T/away/receipts"
mkdir -m 700 "$T/roots"
ln -s "$T/roots" "$R"
correct 120 1
same "$(ls "$T/roots")" '' 'what root wrote behind the link'
exit 0
