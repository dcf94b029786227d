#!/bin/bash
# Receipts at the client: with a note longer than a message, signed with the
# key that only the brain has, accepted by the stock ssh-keygen; one desk's does
# not replace another's, and a desk that signs with another key is told of.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
note=$(printf 'zażółć gęślą jaźń %.0s' {1..60})

verify() {
	echo "desk $(cat "$T/desk/receipt_key.pub")" >"$T/signers"
	ssh-keygen -Y verify -f "$T/signers" -I desk -n pomoc-receipt \
		-s "$1.sig" <"$1" >"$T/out" 2>&1 || fail "$1: $(cat "$T/out")"
	has_text "$(ssh-keygen -Y check-novalidate -n pomoc-receipt \
		-s "$1.sig" <"$1" 2>&1)" "$(ssh-keygen -lf \
		"$T/desk/receipt_key.pub" | cut -d ' ' -f 2)"
}

# served NAME: asks, is picked, and the ticket is closed with a long note
served() {
	agent "$1" --technician any --product Subiekt --name Jan \
		--company Biuro --phone 600 --problem test -- /bin/sh
	hears anna '"row","ticket":1,"state":"waiting"'
	mark anna
	say anna '{"t":"claim","ticket":1}'
	hears anna '"claimed","ticket":1'
	say anna "{\"t\":\"end\",\"ticket\":1,\"outcome\":\"unsolved\",\"note\":\"$note\"}"
	sees "$1" 'The receipt is in'
}

desk --config "$T/pomoc.conf"
[ "$(stat -c %a "$T/desk/receipt_key")" = 600 ] || fail 'others read the key'
cmp -s "$T/desk/receipt_key" "$T/desk/host_key" && fail 'it is the same key'
tech anna
served a
shows a CAREFUL && fail 'a good receipt is doubted'
receipts=$(home_of a)/.local/share/pomoc/receipts
copy=$(echo "$receipts"/*-1.txt)
verify "$copy"
cmp "$copy" "$T/desk/receipts/1.txt" || fail 'the copies differ'
[ "$(wc -L <"$copy")" -gt 800 ] || fail 'the note is not long'
grep -q "^signed with *$(cut -d ' ' -f 1,2 "$T/desk/receipt_key.pub")" "$copy" ||
	fail 'no key in the receipt'
cp "$copy" "$T/first"
keys a Enter
until_ok 5 test -e "$T/a.exit" || fail 'the agent does not end'
# the sum and the place stay in the terminal
until_ok 5 grep -qx 'request 1: nothing to pay' "$T/a.err" ||
	fail "$(cat "$T/a.err")"
grep -qx "The receipt is in $copy" "$T/a.err" || fail "$(cat "$T/a.err")"

# --- another log and another key behind the same name ---
kill "$DESK_PID"
wait "$DESK_PID"
find "$T/desk" -mindepth 1 ! -name 'host_key*' ! -name technicians -delete
desk --config "$T/pomoc.conf"
tech anna
mkdir -p "$(home_of b)"
cp -a "$(home_of a)/." "$(home_of b)"
copy=$(home_of b)${copy#"$(home_of a)"}
served b
sees b 'CAREFUL: this service point signs its receipts'
cmp "$copy" "$T/first" || fail 'the first receipt was replaced'
verify "${copy%.txt}-2.txt"
cmp "${copy%.txt}-2.txt" "$T/desk/receipts/1.txt" || fail 'the copies differ'
exit 0
