#!/bin/bash
# Another program locks the database at each step that people rely on: nothing
# is said before it is on the disk, the desk killed or ended meanwhile. LOCK_S
# holds each lock for so many seconds (below 15: these peers answer no pings).
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh

keys_for anna
listed anna
desk --config "$T/pomoc.conf"
tech anna
DB=$T/desk/desk.db
: "${LOCK_S:=0}"

lock() {
	rm -f "$T/sql"
	mkfifo "$T/sql"
	: >"$T/sql.out"
	sqlite3 "$DB" <"$T/sql" >"$T/sql.out" 2>"$T/sql.err" &
	LOCKER=$!
	pids+=("$LOCKER")
	exec 6>"$T/sql"
	printf '.timeout 5000\nBEGIN IMMEDIATE;\nSELECT 4711;\n' >&6
	until_ok 10 grep -q 4711 "$T/sql.out" || fail 'no lock'
	LOCKED=$(now_ms)
	mark anna
	mark nowak
}
unlock() {
	until_ok $((LOCK_S + 5)) is_past $((LOCKED + LOCK_S * 1000))
	printf 'ROLLBACK;\n.quit\n' >&6
	exec 6>&-
	wait "$LOCKER"
}
events() {
	sqlite3 -readonly "$DB" "SELECT count(*) FROM event
		WHERE ticket = $1 AND kind = '$2'"
}
# held NAME WORD TICKET KIND: not told while locked, told when it is written
held() {
	local was
	was=$(events "$3" "$4")
	hears "$1" '"warn".*"writing"'
	has_line anna "$2" && fail "anna heard $2 before it was written"
	has_line nowak "$2" && fail "nowak heard $2 before it was written"
	unlock
	hears "$1" "$2"
	same "$(events "$3" "$4")" $((was + 1)) "rows of $4"
}
visit=0
attach() {
	rm -f "$T/tunnel.in"
	mkfifo "$T/tunnel.in"
	ssh_desk anna -W "ticket-$1:22" tech@127.0.0.1 <"$T/tunnel.in" \
		>"$T/tunnel.out" 2>/dev/null 6>&- &
	pids+=($!)
	exec 5>"$T/tunnel.in"
	until_ok "$PATIENCE" has_line nowak 'channel visit-' || fail 'no visit'
	visit=$(new_lines nowak | sed -n 's/.*channel visit-\([0-9]*\).*/\1/p' |
		tail -n 1)
}
consent() {
	say nowak "{\"t\":\"checked\",\"ticket\":$1,\"ok\":true,\"left\":3}"
	say nowak "{\"t\":\"consent\",\"visit\":$visit,\"yes\":true,\"rights\":\"view,type\"}"
}
end() {
	say anna "{\"t\":\"end\",\"ticket\":$1,\"outcome\":\"solved\",\"note\":\"\"}"
}
in_state() {
	[ "$(sqlite3 -readonly "$DB" "SELECT state FROM ticket WHERE id = $1")" = "$2" ]
}
sound() {
	"$POMOC_BUILD/pomoc" verify --data "$T/desk" >"$T/out" 2>&1 ||
		fail "verify: $(cat "$T/out")"
}

# --- each step by itself ---
client nowak
lock
say nowak '{"t":"join","technician":"any","product":"Subiekt","name":"Jan","company":"","phone":"600","problem":"x"}'
held nowak '"queued"' 1 opened
say anna '{"t":"claim","ticket":1}'
hears anna '"claimed","ticket":1'
attach 1
lock
consent 1
held anna '"consented"' 1 consent
hears nowak '"clock","ticket":1,"running":true'
lock
say anna '{"t":"offer","ticket":1,"kind":"fixed","net_gr":10000,"hours":0,"text":"x"}'
held nowak '"quote","ticket":1' 1 quoted
hash=$(field nowak '"quote","ticket":1' hash)
lock
say nowak "answer 1 yes $hash"
held anna '"answered","ticket":1' 1 answered
a_second anna 1

# --- the desk is killed while the end is only in memory ---
lock
end 1
hears nowak '"writing"'
kill_desk
for who in anna nowak; do
	has_line $who '"ended"' && fail "$who heard an end that is lost"
	has_line $who '"done".*"end"' && fail "$who heard that it is done"
done
[ -e "$T/desk/receipts/1.txt" ] && fail 'a receipt for an end that is lost'
unlock
same "$(events 1 ended)" 0 'rows of the end'
worked=$(sqlite3 -readonly "$DB" 'SELECT worked_s FROM ticket WHERE id = 1')
echo "worked_s after SIGKILL in a lock: $worked"
secret=$(sed -n 's/.*"secret":"\([0-9a-f]*\)".*/\1/p' "$T/nowak.out" | tail -n 1)
back() {
	client nowak "{\"t\":\"hello\",\"v\":$V,\"program\":\"test\",\"lang\":\"en\",\"resume\":\"$secret\"}"
	hears nowak '"queued"'
}
desk --config "$T/pomoc.conf"
back
tech anna
hears anna '"row","ticket":1,"state":"paused"'

# --- SIGTERM meanwhile: it waits for the lock, and everything is written ---
lock
end 1
hears nowak '"writing"'
kill "$DESK_PID"
until_ok 10 grep -q 'wait for the database' "$T/desk.err" ||
	fail 'it does not say that it waits'
kill -0 "$DESK_PID" || fail 'it did not wait'
has_line nowak '"ended"' && fail 'told before it was written'
unlock
wait "$DESK_PID"
same $? 0 'exit status'
same "$(events 1 ended)" 1 'rows of the end'
in_state 1 solved || fail 'not solved'
[ -e "$T/desk/receipts/1.txt.sig" ] || fail 'no receipt'
sound

# --- a second signal ends it at once, and it says what is lost ---
desk --config "$T/pomoc.conf"
client nowak
tech anna
join nowak Subiekt
say anna '{"t":"claim","ticket":2}'
hears anna '"claimed","ticket":2'
lock
say anna '{"t":"end","ticket":2,"outcome":"cancelled","note":""}'
hears nowak '"writing"'
kill "$DESK_PID"
until_ok 10 grep -q 'wait for the database' "$T/desk.err" ||
	fail 'it does not say that it waits'
kill "$DESK_PID"
wait "$DESK_PID"
same $? 1 'exit status of a desk that lost rows'
grep -q 'not written: ticket 2: cancelled' "$T/desk.err" ||
	fail 'it does not say what is lost'
has_line nowak '"ended"' && fail 'it told what is lost'
unlock
same "$(events 2 cancelled)" 0 'rows of the end'
sound

# --- whoever is heard meanwhile: one trouble, told once, in one language ---
keys_for piotr
listed anna piotr
LC_ALL=C.UTF-8 desk --config "$T/pomoc.conf"
client nowak
tech anna
HELLO=${HELLO/\"en\"/\"pl\"} tech piotr
join nowak Subiekt
# asked TECH ID: what he said before is heard
asked() {
	say "$1" "{\"t\":\"log\",\"id\":$2,\"offset\":0,\"limit\":1}"
	hears "$1" "\"logend\",\"id\":$2,"
}
lock
mark piotr
for i in 1 2 3; do
	for who in piotr anna; do
		say $who '{"t":"called","ticket":3}'
		asked $who $i
	done
done
for who in piotr anna; do
	same "$(new_lines $who | grep -c '"banner"')" 1 "$who's banners"
	hears $who '"banner","code":"lock","text":"the database is locked'
done
unlock
hears piotr '"banner","code":"",'

# --- what a client had before is data, whoever asks ---
say piotr '{"t":"book","ticket":3}'
hears piotr '"contractor","ticket":3,.* 1 solved\\n'
hears piotr '"row","ticket":3,.* 1 solved\\n'
exit 0
