#!/bin/bash
# Two who do the same at the same moment: one ticket ended from two consoles,
# invoiced and corrected twice. One is done, the other is told why not, and
# nothing is half done.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
tech anna
tech second anna
# each is refused in the language of his own program
peer third "$POMOC_BUILD/support/prover" "$T/anna" "$FP" \
	ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -i "$T/anna" tech@127.0.0.1 -s pomoc
say third "${HELLO/en/pl}"
hears third '"listed"'
for t in third anna; do
	say $t '{"t":"claim","ticket":99}'
done
hears third '"refused".*zgłoszenie jest zamknięte'
hears anna '"refused".*the ticket is closed, or there is none'
hangs_up third
client nowak
join nowak Subiekt
worked_on anna nowak 1

# both end it, with different notes
say anna '{"t":"end","ticket":1,"outcome":"solved","note":"first"}'
say second '{"t":"end","ticket":1,"outcome":"solved","note":"second"}'
hears anna '"ended","ticket":1'
hears second '"ended","ticket":1'
both() {
	cat "$T/anna.out" "$T/second.out"
}
count() {
	both | grep -Ec -- "$1"
}
until_ok "$PATIENCE" grep -q '"refused".*"ticket":1' "$T/anna.out" "$T/second.out" ||
	fail 'nobody is told that it was ended already'
same "$(count '"done","what":"end","ticket":1')" 1 'done'
same "$(both | grep -o '"ended","ticket":1,.*"note":"[a-z]*"' | sort -u |
	wc -l)" 1 'ends told'
same "$(sqlite3 -readonly "$T/desk/desk.db" \
	"SELECT count(*) FROM event WHERE ticket = 1 AND kind = 'ended'")" 1 'rows'

twice() {
	local a b n=0
	"$POMOC_BUILD/pomoc" "$@" --data "$T/desk" >"$T/one" 2>&1 &
	a=$!
	"$POMOC_BUILD/pomoc" "$@" --data "$T/desk" >"$T/two" 2>&1 &
	b=$!
	wait $a && n=$((n + 1))
	wait $b && n=$((n + 1))
	same $n 1 "$* done so often"
	[ "$(cat "$T/one" "$T/two" | wc -l)" -le 4 ] ||
		fail "more than a line: $(cat "$T/one" "$T/two")"
}
# both corrections are rows; the last one counts, and there is a receipt of what
# both came to
"$POMOC_BUILD/pomoc" correct 1 --net 150 --reason one --data "$T/desk" &
one=$!
"$POMOC_BUILD/pomoc" correct 1 --net 120 --reason two --data "$T/desk" &
wait $! || fail 'the second correction'
wait $one || fail 'the first correction'
same "$(sqlite3 -readonly "$T/desk/desk.db" 'SELECT count(*) FROM correction')" \
	2 'corrections'
for v in 1.txt 1.v3.txt; do
	[ -s "$T/desk/receipts/$v.sig" ] || fail "no receipt $v"
done
grep -q '^version  *3' "$T/desk/receipts/1.v3.txt" || fail 'its version'
mark anna
say anna '{"t":"correct","ticket":1,"net_gr":11000,"reason":"by the link"}'
hears anna '"done","what":"correct"'
# the same from the other console: nothing is left to correct
mark second
say second '{"t":"correct","ticket":1,"net_gr":11000,"reason":"as well"}'
hears second '"refused".*says already: net 110,00.*"ticket":1'
"$POMOC_BUILD/pomoc" show 1 --receipt --data "$T/desk" >"$T/newest"
cmp "$T/newest" "$T/desk/receipts/1.v4.txt" || fail 'not the newest receipt'
tail -n 1 "$T/newest" | grep -q 'net 110.00 ' || fail 'its amount'
"$POMOC_BUILD/pomoc" show 1 --data "$T/desk" |
	grep -q 'by the link (key SHA256:' || fail 'whose key it was'
# a note on a closed ticket, which is on no receipt
mark anna
say anna '{"t":"note","ticket":1,"text":"pays late"}'
hears anna '"done","what":"note"'
"$POMOC_BUILD/pomoc" show 1 --data "$T/desk" | grep -q 'noted .*pays late' ||
	fail 'the note is lost'
mark anna
say anna '{"t":"correct","ticket":1,"outcome":"unsolved","reason":"mis-keyed"}'
hears anna '"done","what":"correct"'
grep -rq 'pays late' "$T/desk/receipts" && fail 'a note is on a receipt'
grep -q 'outcome unsolved net 0.00' "$T/desk/receipts/1.v5.txt" ||
	fail 'the outcome of the receipt'
mark anna
say anna '{"t":"correct","ticket":1,"outcome":"solved","reason":"it was"}'
hears anna '"done","what":"correct"'
# both say at once whom the invoice goes to: the second is told what he is now
for t in anna second; do
	mark $t
	say $t '{"t":"book","ticket":1}'
	hears $t '"contractor","ticket":1,"how":"none","code":""'
	mark $t
done
client_of() {
	say "$1" "{\"t\":\"client\",\"ticket\":1,\"code\":\"\",\"seen\":\"\",\"name\":\"$2\",\"nip\":\"\",\"address\":\"\",\"note\":\"\",\"edit\":true,\"version\":0}"
}
client_of anna 'Biuro Nowak'
hears anna '"done","what":"client"'
client_of second 'Nowak i syn'
hears second '"refused".*linked to K1, Biuro Nowak'
# and what was refused was not made by half
"$POMOC_BUILD/pomoc" client list --data "$T/desk" >"$T/out" || fail 'client list'
grep -q 'i syn' "$T/out" && fail 'a refused link left the client that it made'
mark second
say second '{"t":"book","ticket":1}'
hears second '"how":"linked","code":"K1","name":"Biuro Nowak"'
# the NIP that a client gives says whose he is; a wrong one is refused
"$POMOC_BUILD/pomoc" client add --name Gamma --nip 5260250274 \
	--data "$T/desk" >/dev/null || fail 'client add'
client gamma
# a code that is typed in does not write over whom it belongs to; alone it links
other() {
	say second "{\"t\":\"client\",\"ticket\":$n,\"code\":\"K1\",\"seen\":\"\",\"name\":\"Inna\",\"nip\":\"\",\"address\":\"\",\"note\":\"x\",\"edit\":$1,\"version\":0}"
}
asks() {
	say "$2" "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\",\"name\":\"Jan\",\"company\":\"$2\",\"phone\":\"1\",\"problem\":\"x\",\"nip\":\"$1\"}"
}
asks 526-025-02-75 gamma
hears gamma '"refused".*should be 4, not 5'
asks 526-025-02-74 gamma
hears gamma '"queued"'
n=$(field gamma '"queued"' ticket)
hears second "\"row\",\"ticket\":$n,.*NIP 5260250274"
say second "{\"t\":\"book\",\"ticket\":$n}"
hears second '"how":"nip","code":"K2","name":"Gamma","nip":"5260250274"'
other true
hears second '"refused".*K1 is Biuro Nowak already'
mark second
other false
hears second '"done","what":"client"'
say second "{\"t\":\"book\",\"ticket\":$n}"
hears second '"how":"linked","code":"K1","name":"Biuro Nowak","nip":"","address":"","note":""'
say gamma '{"t":"cancel"}'
# one that nobody has is his who is made
client delta
asks 123-456-32-18 delta
hears delta '"queued"'
say second "{\"t\":\"book\",\"ticket\":$(field delta '"queued"' ticket)}"
hears second '"how":"none","code":"","name":"delta","nip":"1234563218"'
say delta '{"t":"cancel"}'
# --- names that look like something else stay names in every output
odd=('--help' 'K1' '=1+1' 'a,"b";c' "x' OR 1=1" '$(id)' '\x' 'ticket' 'POMOC/00')
for i in "${!odd[@]}"; do
	client "odd$i"
	typed=${odd[i]//\\/\\\\}
	typed=${typed//\"/\\\"}
	say "odd$i" "{\"t\":\"join\",\"technician\":\"any\",\"product\":\"Subiekt\",\"name\":\"$typed\",\"company\":\"$typed\",\"phone\":\"-1\",\"problem\":\"$typed\",\"nip\":\"\"}"
	hears "odd$i" '"queued"'
	say "odd$i" '{"t":"cancel"}'
	hears "odd$i" '"ended"'
	hangs_up "odd$i"
done
client odd
say odd '{"t":"join","technician":"any","product":"Subiekt","name":"Jan","company":"#1","phone":"1","problem":"x","nip":""}'
hears odd '"refused".*no name'
last=$("$POMOC_BUILD/pomoc" log --data "$T/desk" --format csv --opened --month \
	"$(date +%Y-%m)" | tee "$T/log.csv" | wc -l)
[ "$last" -gt "${#odd[@]}" ] || fail 'not all are in the log'
"$POMOC_BUILD/pomoc" log --data "$T/desk" --format json >"$T/log.json"
sqlite3 :memory: '.mode csv' ".import $T/log.csv t" \
	'.mode list' 'SELECT client FROM t' |
	sed "s/^'\([-=]\)/\1/" >"$T/names.csv" # what a sheet would compute
sqlite3 :memory: "SELECT json_extract(value, '\$.client') FROM
	json_each(readfile('$T/log.json'), '\$.rows')" >"$T/names.json"
for name in "${odd[@]}"; do
	grep -qFx -- "$name" "$T/names.csv" || fail "csv has no $name"
	grep -qFx -- "$name" "$T/names.json" || fail "json has no $name"
	"$POMOC_BUILD/pomoc" person --client "$name" --data "$T/desk" \
		>"$T/out" 2>&1 || fail "person $name: $(cat "$T/out")"
done
# a code of the book is the book's
"$POMOC_BUILD/pomoc" log --client K1 --data "$T/desk" --format csv \
	>"$T/out" 2>&1 || fail 'log --client K1'
grep -q '^1,' "$T/out" || fail "K1: $(cat "$T/out")"
! grep -q ',K1,K1,K1,' "$T/out" || fail 'K1 is somebody who calls himself so'
twice invoice 1 --number 'FV 1/2026'
say anna '{"t":"correct","ticket":1,"net_gr":100,"reason":"again"}'
hears anna '"refused".*"ticket":1'
mark anna
say anna '{"t":"invoice","ticket":1,"number":"FV 2/2026"}'
hears anna '"refused".*FV 1/2026'
say anna '{"t":"correct","ticket":1,"net_gr":-5,"reason":"negative"}'
hears anna '"error"|"refused"'
"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" || fail verify
"$POMOC_BUILD/pomoc" show 1 --data "$T/desk" | grep -q 'FV 1/2026' ||
	fail 'the mark is lost'
exit 0
