#!/bin/bash
# A quote from the offer to the signed answer, and the receipts: verified with
# stock ssh-keygen.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
tech anna

visit=0
# works NAME TICKET: picked, attached, let in
works() {
	visit=$((visit + 1))
	say anna "{\"t\":\"claim\",\"ticket\":$2}"
	hears anna "\"claimed\",\"ticket\":$2"
	rm -f "$T/tunnel.in"
	mkfifo "$T/tunnel.in"
	ssh_desk anna -W "ticket-$2:22" tech@127.0.0.1 <"$T/tunnel.in" \
		>"$T/tunnel.out" 2>/dev/null &
	pids+=($!)
	exec 5>"$T/tunnel.in"
	hears "$1" "channel visit-$visit"
	say "$1" "{\"t\":\"checked\",\"ticket\":$2,\"ok\":true,\"left\":3}"
	say "$1" "{\"t\":\"consent\",\"visit\":$visit,\"yes\":true,\"rights\":\"view,type\"}"
	hears "$1" "\"clock\",\"ticket\":$2"
}
verify() {
	echo "desk $(cat "$T/desk/receipt_key.pub")" >"$T/signers"
	ssh-keygen -Y verify -f "$T/signers" -I desk -n pomoc-receipt \
		-s "$1.sig" <"$1" >"$T/out" 2>&1 || fail "$1: $(cat "$T/out")"
}

# --- accepted ---
client nowak
join nowak Subiekt
works nowak 1
hears nowak '"clock","ticket":1,"running":true'
a_second anna 1
mark nowak
say anna '{"t":"resume","ticket":1}'
hears nowak '"clock","ticket":1,"running":true'
say anna '{"t":"offer","ticket":1,"kind":"fixed","net_gr":0,"hours":0,"text":"za darmo"}'
hears anna '"refused".*"ticket":1'
say anna '{"t":"offer","ticket":1,"kind":"fixed","net_gr":199999,"hours":0,"text":"naprawa bazy"}'
hears nowak '"quote","ticket":1,"quote":1,"kind":"fixed","form":"first","line":"support A","net_gr":199999,"vat_gr":46000,"gross_gr":245999,"hours":0,.*"total_gr":199999,"total_vat_gr":46000,"text":"naprawa bazy"'
hears anna '"quote","ticket":1,"quote":1'
hash=$(field nowak '"quote","ticket":1' hash)
say nowak "{\"t\":\"answer\",\"quote\":1,\"yes\":true,\"hash\":\"$hash\",\"sig\":\"\"}"
hears nowak '"refused".*signed'
other=$(printf '%064d' 7)
say nowak "answer 1 yes $other"
hears nowak '"refused".*withdrawn'
say anna '{"t":"offer","ticket":1,"kind":"hours","net_gr":0,"hours":3,"text":"do 3 godzin"}'
hears nowak '"quote","ticket":1,"quote":2,"kind":"hours","form":"first","line":"support A","net_gr":60000,.*"hours":3,"worked_s":[1-9][0-9]*,"so_far_gr":20000,"before_gr":0,"total_gr":80000,"total_vat_gr":18400'
say nowak "answer 1 yes $hash"
hears nowak '"refused","code":"late"'
hash=$(field nowak '"quote":2' hash)
mark nowak
say nowak "answer 2 yes $hash"
hears anna '"answered","ticket":1,"quote":2,"yes":true'
hears nowak '"clock","ticket":1,"running":true.*"cap_gr":80000.*"quote":"accepted"'
# the row names what it comes to: its gross is promised, too
[ "$(sqlite3 -readonly "$T/desk/desk.db" \
	"SELECT net_gr FROM event WHERE kind = 'answered'")" = 80000 ] ||
	fail 'the yes names no sum'
say anna '{"t":"end","ticket":1,"outcome":"solved","note":"gotowe"}'
hears nowak '"ended","ticket":1,"outcome":"solved","net_gr":20000'
hears nowak '"receipt","ticket":1.*BEGIN SSH SIGNATURE'
hears nowak '"receipt","ticket":1.*END SSH SIGNATURE.*"last":true'
verify "$T/desk/receipts/1.txt"
grep -q 'Serwis Testowy' "$T/desk/receipts/1.txt" || fail 'no firm'
# the agent's copy is the same, line by line
new_lines nowak | sed -n 's/.*"receipt".*"text":"\(.*\)","last".*/\1/p' |
	sed 's/\\"/"/g' | sed '/BEGIN SSH/,$d' >"$T/copy"
cmp "$T/copy" "$T/desk/receipts/1.txt" || fail 'the copies differ'
sed 's/20/30/' "$T/desk/receipts/1.txt" >"$T/changed"
cp "$T/desk/receipts/1.txt.sig" "$T/changed.sig"
(verify "$T/changed") >/dev/null 2>&1 &&
	fail 'a changed receipt is verified'

# --- withdrawn, then declined ---
client abc
join abc Rewizor
works abc 2
say anna '{"t":"offer","ticket":2,"kind":"fixed","net_gr":50000,"hours":0,"text":"x"}'
hears abc '"quote","ticket":2,"quote":1'
hash=$(field abc '"quote","ticket":2' hash)
say anna '{"t":"withdraw","ticket":2}'
hears abc '"withdrawn","ticket":2,"quote":1'
say abc "answer 1 yes $hash"
hears abc '"refused","code":"late"'
say anna '{"t":"offer","ticket":2,"kind":"fixed","net_gr":60000,"hours":0,"text":"y"}'
hears abc '"quote","ticket":2,"quote":2'
hash=$(field abc '"quote":2' hash)
say abc "answer 2 no $hash"
hears abc '"ended","ticket":2,"outcome":"declined","net_gr":0'
hears anna '"answered","ticket":2,"quote":2,"yes":false'
hears anna '"gone","ticket":2,"why":"declined"'
verify "$T/desk/receipts/2.txt"
# --- answered by a client whose link broke, while no technician is here ---
client later
join later Subiekt
works later 3
say anna '{"t":"offer","ticket":3,"kind":"fixed","net_gr":70000,"hours":0,"text":"z"}'
hears later '"quote","ticket":3,"quote":1'
hash=$(field later '"quote","ticket":3' hash)
secret=$(field later '"queued","ticket":3.*secret' secret)
mark abc
kill -9 "${PEER[later]}" "${PEER[anna]}" "${pids[-1]}"
hears abc '"technician","id":"anna","name":"anna","state":"away"'
client later "{\"t\":\"hello\",\"v\":$V,\"program\":\"test\",\"lang\":\"en\",\"resume\":\"$secret\"}"
hears later '"quote","ticket":3,"quote":1'
say later "answer 1 yes $hash"
hears later '"clock","ticket":3.*"quote":"accepted"'
say later '{"t":"leave"}'
tech anna
hears anna '"row","ticket":3,"state":"paused"'
say anna '{"t":"end","ticket":3,"outcome":"solved","note":""}'
hears later '"ended","ticket":3,"outcome":"solved","net_gr":70000'
# --- a yes is never lost; and work that was put back is ended all the same ---
client more
join more Subiekt
works more 4
# quote KIND AMOUNT ANSWER [FIELDS]
n=0
quote() {
	n=$((n + 1))
	say anna "{\"t\":\"offer\",\"ticket\":4,\"kind\":\"$1\",\"net_gr\":$2,\"hours\":0,\"text\":\"q\"${4-}}"
	hears more "\"quote\",\"ticket\":4,\"quote\":$n"
	say more "answer $n $3 $(field more "\"quote\":$n,\"kind\"" hash)"
	hears anna "\"answered\",\"ticket\":4,\"quote\":$n"
}
say anna '{"t":"offer","ticket":4,"kind":"fixed","net_gr":100,"hours":0,"text":"q","replaces":true}'
hears anna '"refused".*nothing to replace'
quote fixed 100000 yes
quote fixed 30000 no
mark more
say anna '{"t":"pause","ticket":4}'
hears more '"clock","ticket":4.*"fixed_gr":100000,"quote":"accepted","net_gr":100000'
quote fixed 50000 yes
hears more '"form":"additional",.*"before_gr":100000,"total_gr":150000'
quote fixed 120000 yes ',"replaces":true'
hears more '"form":"replacement",.*"before_gr":150000,"total_gr":120000'
quote fixed 1 no
say anna '{"t":"unclaim","ticket":4}'
hears anna '"row","ticket":4,"state":"waiting"'
say more '{"t":"leave"}'
hears anna '"row","ticket":4,"state":"waiting".*"online":false'
say anna '{"t":"end","ticket":4,"outcome":"cancelled","note":""}'
hears anna '"refused".*work was begun'
say anna '{"t":"end","ticket":4,"outcome":"solved","note":"ok"}'
hears anna '"ended","ticket":4,"outcome":"solved","net_gr":120000'
# the list of work has the sum, too
say anna '{"t":"log","id":8,"offset":0,"limit":10,"view":"segments","ticket":4}'
hears anna '"logrow","id":8,.*"net_gr":120000,.*"text":"fixed"'
hears anna '"logend","id":8,"total":1'
"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" ||
	fail "verify: $(cat "$T/out")"
exit 0
