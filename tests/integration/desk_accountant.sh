#!/bin/bash
# A key of the office: it runs the commands of the log through the desk, and is
# no technician's. No client is offered it, it has no console, no visit, claims
# and corrects nothing; what it becomes counts at once.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh
export TZ=Europe/Warsaw COLUMNS=120
month=2026-11

keys_for anna irena
"$POMOC_BUILD/support/mklog" "$T/desk" 300 || fail 'no log'
chmod 700 "$T/desk"
# technicians OPTION-OF-IRENA
technicians() {
	printf 'name="anna" %s\nname="irena"%s %s\n' "$(cat "$T/anna.pub")" \
		"$1" "$(cat "$T/irena.pub")" >"$T/desk/technicians.new"
	mv "$T/desk/technicians.new" "$T/desk/technicians"
}
as() {
	local who=$1
	shift
	HOME=$(home_of "$who") "$POMOC_BUILD/pomoc" "$@" --desk "$ADDR" \
		--fingerprint "$FP" --identity "$T/$who"
}
technicians ,office
desk --config "$T/pomoc.conf"

# --- the month ---
for c in 'report --by client' "statement --client biuro --month $month" \
	"log --month $month --sum"; do
	# shellcheck disable=SC2086 # words
	"$POMOC_BUILD/pomoc" $c --data "$T/desk" --config "$T/pomoc.conf" \
		>"$T/here" 2>"$T/err"
	code=$?
	# shellcheck disable=SC2086 # words
	as irena $c >"$T/there" 2>"$T/err"
	same $? $code "exit of $c"
	cmp "$T/here" "$T/there" || fail "other output: $c"
done
as irena invoice --client 'biuro alfa' --month $month --number 'FV 1' \
	>"$T/out" || fail "no invoice: $(cat "$T/out")"
same "$(sqlite3 "$T/desk/desk.db" "SELECT DISTINCT actor FROM event
	WHERE kind = 'invoiced' AND text = 'FV 1'")" irena 'who marked'
# the money has come: of the whole invoice, said twice, taken back, named
as irena paid --number fv1 --date 2026-11-20 >"$T/out" ||
	fail "not paid: $(cat "$T/out")"
grep -q '^Paid on 2026-11-20: ' "$T/out" || fail "paid: $(cat "$T/out")"
as irena paid --number 'FV 1' >"$T/out" || fail 'paid twice'
grep -q '^Paid already, nothing is changed: ' "$T/out" || fail 'paid anew'
same "$(sqlite3 "$T/desk/desk.db" "SELECT DISTINCT actor || ' ' || text
	FROM event WHERE kind = 'paid'")" 'irena 2026-11-20' 'who marked'
same "$(as irena log --paid yes --format csv | wc -l)" \
	"$(sqlite3 "$T/desk/desk.db" "SELECT 1 + count(*) FROM event
		WHERE kind = 'invoiced' AND text = 'FV 1'")" 'what is paid'
as irena invoice --reverse --number 'FV 1' --reason x >"$T/out" 2>&1 &&
	fail 'the invoice of what is paid was taken back'
grep -q 'paid on 2026-11-20' "$T/out" || fail "why: $(cat "$T/out")"
as irena paid --take-back --reason 'bounced' --number 'FV 1' >"$T/out" ||
	fail "it stays paid: $(cat "$T/out")"
same "$(as irena log --paid yes --format csv | wc -l)" 1 'what is paid then'
as irena correct 1 --net 1 --reason x >"$T/out" 2>&1 && fail 'it corrects'

# --- nobody's technician ---
client nowak
heard nowak '"technician"' | grep -q '"anna"' || fail 'nobody is offered'
grep -q irena "$T/nowak.out" && fail 'offered to a client'
mark nowak
say nowak '{"t":"join","technician":"irena","product":"Subiekt","name":"Jan","company":"F","phone":"1","problem":"x"}'
hears nowak '"refused".*no technician of that name'
join nowak Subiekt
number=$(field nowak '"queued"' ticket)
tech anna
mark anna
say anna "{\"t\":\"assign\",\"ticket\":$number,\"technician\":\"irena\"}"
hears anna '"refused".*no technician of that name'

# --- no console, no visit ---
# says NAME HELLO: irena's conversation with the desk
says() {
	peer "$1" "$POMOC_BUILD/support/prover" "$T/irena" "$FP" \
		ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -i "$T/irena" \
		tech@127.0.0.1 -s pomoc
	say "$1" "$2"
}
# in the language of the program that asks, whatever the desk's own is
says i1 "${HELLO/en/pl}"
hears i1 '"error".*klucz jest dla księgowości'
says i2 "${HELLO/\"lang\"/\"aside\":true,\"lang\"}"
hears i2 '"welcome"'
for order in "\"claim\",\"ticket\":$number" \
	'"correct","ticket":1,"net_gr":1,"reason":"x"' \
	"\"end\",\"ticket\":$number,\"outcome\":\"cancelled\",\"note\":\"\""; do
	say i2 "{\"t\":$order}"
done
ssh_desk irena -W "ticket-$number:22" tech@127.0.0.1 </dev/null \
	>"$T/out" 2>&1 && fail 'a visit'
say i2 '{"t":"run","words":"queue","lang":"en","cols":80}'
hears i2 '"ran"'
new_lines i2 | grep -Eq '"(claimed|done|ended|logrow)"' && fail 'it has orders'
same "$(sqlite3 "$T/desk/desk.db" "SELECT count(*) FROM event WHERE actor =
	'irena' AND kind NOT IN ('invoiced', 'paid', 'unpaid')")" 0 \
	'rows of the office'
same "$(sqlite3 "$T/desk/desk.db" \
	"SELECT state FROM ticket WHERE id = $number")" waiting 'the ticket'
console c --desk "$ADDR" --fingerprint "$FP" --identity "$T/irena"
sees c 'key is for the office'
tm kill-session -t =c

# --- what it becomes counts at once, and so does what it was ---
mark nowak
technicians ,reports
hears nowak '"technician","id":"irena".*"state":"away"'
tech i3 irena
mark nowak
technicians ,office
hears nowak '"technician","id":"irena".*"state":"gone"'
until_ok "$PATIENCE" eval '! kill -0 "${PEER[i3]}" 2>/dev/null' ||
	fail 'her console goes on'
says i4 "$HELLO"
hears i4 '"error".*key is for the office'
exit 0
