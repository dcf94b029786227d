#!/bin/bash
# SIGHUP: new prices are for new tickets, and everybody is told; an open ticket
# keeps those it was opened with; a bad file changes nothing. Receipts are in
# the language of the client's program.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

# no catalogue of the machine's own
unset LANGUAGE
prices() {
	printf '[price "wsparcie"]\nkind = support\nproducts = Subiekt\nnet = %s\n' \
		"$1" >"$T/prices.conf"
}
# worked NAME TICKET VISIT: let in, a second of work
worked() {
	say anna "{\"t\":\"claim\",\"ticket\":$2}"
	hears anna "\"claimed\",\"ticket\":$2"
	rm -f "$T/tunnel.in"
	mkfifo "$T/tunnel.in"
	ssh_desk anna -W "ticket-$2:22" tech@127.0.0.1 <"$T/tunnel.in" \
		>"$T/tunnel.out" 2>/dev/null &
	pids+=($!)
	exec 5>"$T/tunnel.in"
	hears "$1" "channel visit-$3"
	say "$1" "{\"t\":\"checked\",\"ticket\":$2,\"ok\":true,\"left\":3}"
	say "$1" "{\"t\":\"consent\",\"visit\":$3,\"yes\":true,\"rights\":\"view\"}"
	hears "$1" "\"clock\",\"ticket\":$2,\"running\":true"
}
hup() {
	kill -HUP "$DESK_PID"
	until_ok "$PATIENCE" grep -q "$1" "$T/desk.err" || fail "no '$1'"
}

prices 200
keys_for anna
listed anna
desk --config "$T/pomoc.conf"
tech anna
client old
join old Subiekt
worked old 1 1
hears old '"clock","ticket":1.*"net_hour_gr":20000'
client waiting "${HELLO/en/pl}"
hears waiting '"price","name":"wsparcie".*"net_gr":20000'

prices 300
hup 'were read again'
hears waiting '"price","name":"wsparcie".*"net_gr":30000.*"anew":true'
hears old '"price".*"net_gr":30000'
hears anna '"price".*"net_gr":30000'
join waiting Subiekt
# the open one goes on at its own price, whatever is done with it
mark old
say anna '{"t":"pause","ticket":1}'
hears old '"clock","ticket":1,"running":false.*"net_hour_gr":20000'
say anna '{"t":"resume","ticket":1}'
say anna '{"t":"kind","ticket":1,"kind":"database"}'
hears anna '"refused".*"ticket":1' # it has no such line, then or now
a_second anna 1
say anna '{"t":"end","ticket":1,"outcome":"solved","note":""}'
hears old '"ended","ticket":1,"outcome":"solved","net_gr":20000'
hears old '"receipt","ticket":1.*"text":"Amount"'

# a bad file: the prices before it stay
prices minus
hup 'the old prices stay'
until_ok "$PATIENCE" grep -q 'not read again: prices$' "$T/desk.err" ||
	fail 'read again, it says'
sed -i 's/^firm.*/&\nlanguage = pl/' "$T/pomoc.conf"
printf '[seller]\nname = Serwis Testowy Sp. z o.o.\nnip = 5260001246\naddress = ul. Prosta 1\n' \
	>>"$T/pomoc.conf"
prices 300
: >"$T/desk.err"
hup 'were read again'
worked waiting 2 2
a_second anna 2
say anna '{"t":"end","ticket":2,"outcome":"solved","note":""}'
hears waiting '"ended","ticket":2,"outcome":"solved","net_gr":30000'
# the language of the client's program, and who issues the invoice
hears waiting '"receipt","ticket":2.*"text":"Kwota"'
hears waiting '"receipt","ticket":2.*"text":".*brutto 369,00'
echo "desk $(cat "$T/desk/receipt_key.pub")" >"$T/signers"
ssh-keygen -Y verify -f "$T/signers" -I desk -n pomoc-receipt \
	-s "$T/desk/receipts/2.txt.sig" <"$T/desk/receipts/2.txt" \
	>"$T/out" 2>&1 || fail "the receipt: $(cat "$T/out")"
for line in 'sprzedawca *Serwis Testowy Sp. z o.o.' 'NIP *5260001246' \
	'adres *ul. Prosta 1' '  VAT 23 % od 300,00 zł: 69,00 zł' \
	'.*(1 rozpoczęta godzina)' '.*: podgląd ekranu' '.* nie jest fakturą'; do
	grep -q "^$line" "$T/desk/receipts/2.txt" ||
		fail "no \"$line\" in $(cat "$T/desk/receipts/2.txt")"
done
# corrected, it is in his language still, not in that of the configuration
! grep -q ' tick by ' "$T/desk.err" || fail 'each tick is logged'
grep -q '^Amount' "$T/desk/receipts/1.txt" || fail 'not in his language'
mark anna
say anna '{"t":"correct","ticket":1,"net_gr":10000,"reason":"x"}'
hears anna '"done","what":"correct"'
until_ok "$PATIENCE" grep -q '^Amount' "$T/desk/receipts/1.v2.txt" ||
	fail 'corrected, it is not in his language'
kill -TERM "$DESK_PID"
wait "$DESK_PID"
sed -i 's/language.*/language = latin/' "$T/pomoc.conf"
"$POMOC_BUILD/pomoc-desk" --config "$T/pomoc.conf" --data "$T/desk" \
	2>"$T/err" && fail 'a language that is not there'
grep -q 'pomoc.conf:3: ' "$T/err" || fail "$(cat "$T/err")"
exit 0
