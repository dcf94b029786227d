#!/bin/bash
# A dearer kind of work: asked of the client, answered with a signature or not at
# all, taken back, ended with the visit; and what the desk does not believe.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna piotr
listed anna piotr
desk --config "$T/pomoc.conf"
tech anna
tech anna2 anna
tech piotr

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
	# the price that is being told stands
	say anna "{\"t\":\"kind\",\"ticket\":$2,\"kind\":\"database\"}"
	hears anna '"refused".*being asked'
	say "$1" "{\"t\":\"consent\",\"visit\":$visit,\"yes\":true,\"rights\":\"view,type\"}"
	hears "$1" "\"clock\",\"ticket\":$2,\"running\":true"
}
kind() {
	say "$1" "{\"t\":\"kind\",\"ticket\":$2,\"kind\":\"$3\"}"
}
events() {
	"$POMOC_BUILD/pomoc" show "$1" --data "$T/desk"
}

client nowak
join nowak Subiekt
works nowak 1
hears anna '"clock","ticket":1.*"asks":"database"'

# asked in the same words; the old line goes on
mark nowak
kind anna 1 database
hears anna '"done","what":"kind-asked","ticket":1'
hears nowak '"rate","ticket":1,"question":1,"technician":"anna","line":"database","net_gr":40000,"minimum_s":0,"quantum_s":60,"vat_bp":2300,"now_line":"support A","now_net_gr":20000'
hears anna '"rate","ticket":1,"question":1'
hash=$(field nowak '"rate","ticket":1' hash)
hears nowak '"clock","ticket":1,"running":true.*"kind":"support"'
# not his, and no second question about money beside it
kind piotr 1 support
hears piotr '"taken","ticket":1,"by":"anna"'
say anna '{"t":"offer","ticket":1,"kind":"fixed","net_gr":100,"hours":0,"text":"x"}'
hears anna '"refused".*ticket":1'
# not signed, not by this text, not this question
say nowak "{\"t\":\"agree\",\"question\":1,\"yes\":true,\"hash\":\"$hash\",\"sig\":\"\"}"
hears nowak '"refused".*not signed'
say nowak "agree 1 yes $(printf '%064d' 7)"
hears nowak '"refused".*replaced'
say nowak "agree 2 yes $hash"
hears nowak '"refused","code":"late"'
mark nowak
# two of his consoles at once: the one takes back what the other asked
say anna2 '{"t":"withdraw","ticket":1}'
hears anna2 '"done","what":"withdraw","ticket":1'
hears nowak '"rated","ticket":1,"question":1,"yes":false,"why":"withdrawn"'
hears anna '"rated","ticket":1,"question":1,"yes":false,"why":"withdrawn"'
say anna '{"t":"withdraw","ticket":1}'
hears anna '"refused".*"ticket":1'
say nowak "agree 1 yes $hash"
hears nowak '"refused","code":"late"'

# a no leaves it
kind anna 1 database
hears nowak '"rate","ticket":1,"question":2'
say nowak "agree 2 no $(field nowak '"question":2' hash)"
hears anna '"rated","ticket":1,"question":2,"yes":false,"why":""'

# a yes, from now on; back and forth needs no other
kind anna 1 database
hears nowak '"rate","ticket":1,"question":3'
hash=$(field nowak '"question":3' hash)
mark nowak
say nowak "agree 3 yes $hash"
hears anna '"rated","ticket":1,"question":3,"yes":true,"why":""'
hears nowak '"clock","ticket":1,"running":true.*"net_hour_gr":40000'
mark anna
kind anna 1 support
hears anna '"done","what":"kind","ticket":1'
kind anna 1 database
hears nowak '"clock","ticket":1.*"kind":"database"'
log=$(events 1)
has "$log" 'kind-asked .*anna'
has "$log" 'kind-withdrawn .*anna'
has "$log" 'kind-answered .*client.*no'
has "$log" 'kind-answered .*client.*yes'
say anna '{"t":"end","ticket":1,"outcome":"unsolved","note":""}'
hears nowak '"ended","ticket":1'

# the visit ends: so does the question, and the client hears of it
client zeta
join zeta Subiekt
works zeta 2
kind anna 2 database
hears zeta '"rate","ticket":2,"question":1'
hash=$(field zeta '"rate","ticket":2' hash)
say anna '{"t":"unclaim","ticket":2}'
hears zeta '"rated","ticket":2,"question":1,"yes":false,"why":"over"'
say zeta "agree 1 yes $hash"
hears zeta '"refused","code":"late"'
kind anna 2 database
hears anna '"refused".*"ticket":2'
"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 ||
	fail "$(cat "$T/out")"
exit 0
