#!/bin/bash
# Each receipt of a ticket is in the language of its client's program: the one
# he was sent, those after a correction from wherever it comes, and one that was
# lost; also when the desk was started again while he had no link. Where the
# journal lacks the language, as those of before do, it is the configuration's,
# else the user's.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

R=$T/desk/receipts
# is FILE LANGUAGE
is() {
	local word=outcome
	[ "$2" = en ] || word=wynik
	until_ok "$PATIENCE" test -e "$R/$1.txt.sig" || fail "no $1"
	until_ok "$PATIENCE" test -e "$R/$1.txt" || fail "no $1"
	grep -q "^$word  " "$R/$1.txt" || fail "$1 is not in $2: $(cat "$R/$1.txt")"
	! grep -Eq '^(Amount|Kwota)$' "$R/$1.txt" || [ "$(grep -Ec \
		'^(Amount|Kwota)$' "$R/$1.txt")" = 1 ] || fail 'both languages'
}
# correct LOCALE TICKET OUTCOME WORDS: WORDS are what the accountant reads
correct() {
	LC_ALL=$1 LANGUAGE='' "$POMOC_BUILD/pomoc" \
		correct "$2" --outcome "$3" --reason x --data "$T/desk" \
		--config "$T/pomoc.conf" >"$T/out" 2>"$T/err" || fail "$(cat "$T/err")"
	grep -q "$4" "$T/out" || fail "not in his own: $(cat "$T/out")"
}
start() {
	desk --config "$T/pomoc.conf"
	tech anna
}
stop() {
	kill -TERM "$DESK_PID"
	wait "$DESK_PID" || fail "the desk ended with $?"
}
# asks NAME LANGUAGE TICKET: and is picked
asks() {
	client "$1" "${HELLO/\"en\"/\"$2\"}"
	join "$1" Subiekt
	say anna "{\"t\":\"claim\",\"ticket\":$3}"
	hears anna "\"claimed\",\"ticket\":$3"
}
ends() {
	say anna "{\"t\":\"end\",\"ticket\":$1,\"outcome\":\"$2\",\"note\":\"x\"}"
	hears anna "\"ended\",\"ticket\":$1"
}

keys_for anna
listed anna
start
asks nowak pl 1
asks smith en 2
ends 1 solved
ends 2 solved
hears nowak '"receipt","ticket":1,"text":"wynik '
hears smith '"receipt","ticket":2,"text":"outcome '
is 1 pl
is 2 en

# --- corrected beside the desk, by people of another language ---
correct C 1 unsolved 'counts as not solved'
is 1.v2 pl
correct pl_PL.UTF-8 2 unsolved 'liczy się teraz jako'
is 2.v2 en
correct pl_PL.UTF-8 1 solved 'liczy się teraz jako'
is 1.v3 pl

# --- and through it: its own language and the technician's are English ---
mark anna
say anna '{"t":"correct","ticket":1,"outcome":"unsolved","reason":"x"}'
hears anna '"done","what":"correct","ticket":1'
is 1.v4 pl

# --- taken away before anybody was with him, without his link, and after
# another start of the desk ---
asks kowal pl 3
mkfifo "$T/tunnel.in"
ssh_desk anna -W ticket-3:22 tech@127.0.0.1 <"$T/tunnel.in" >"$T/tunnel" 2>&1 &
pids+=($!)
exec 5>"$T/tunnel.in"
hears kowal 'channel visit-3'
mark anna
exec 5>&-
hangs_up kowal
stop
[ "$(sqlite3 "$T/desk/desk.db" "SELECT text2 FROM event WHERE ticket = 3 AND
	kind = 'attached'")" = pl ] || fail 'the visit does not say it'
rm "$R"/1.v4.txt "$R"/2.v2.txt.sig
start
say anna '{"t":"end","ticket":3,"outcome":"unsolved","note":"x"}'
hears anna '"ended","ticket":3'
is 3 pl
is 1.v4 pl
is 2.v2 en
stop
"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 ||
	fail "$(cat "$T/out")"

# --- a log of before ---
mv "$T/desk" "$T/away"
"$POMOC_BUILD/support/mklog" "$T/desk" 3 >"$T/out" || fail "$(cat "$T/out")"
chmod 700 "$T/desk"
cp "$T/away/receipt_key"* "$T/desk"
number=$(sqlite3 "$T/desk/desk.db" \
	"SELECT min(id) FROM ticket WHERE state = 'solved'")
correct pl_PL.UTF-8 "$number" unsolved 'liczy się teraz jako'
is "$number.v2" pl
correct C "$number" solved 'counts as solved'
is "$number.v3" en
sed -i 's/^phone/language = pl\nphone/' "$T/pomoc.conf"
correct C "$number" unsolved 'counts as not solved'
is "$number.v4" pl
"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 ||
	fail "$(cat "$T/out")"
exit 0
