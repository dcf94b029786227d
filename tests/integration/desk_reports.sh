#!/bin/bash
# The month from another machine: what a technician with the right `reports` has
# the desk run prints the same there as on the desk's machine, and writes the
# same in his name; nobody else gets anything, and no word leads to a file.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh
export TZ=Europe/Warsaw COLUMNS=120
month=2026-11

keys_for anna piotr
"$POMOC_BUILD/support/mklog" "$T/desk" 700 || fail 'no log'
chmod 700 "$T/desk"
# technicians OPTION-OF-ANNA
technicians() {
	printf 'name="anna"%s %s\nname="piotr" %s\n' "$1" "$(cat "$T/anna.pub")" \
		"$(cat "$T/piotr.pub")" >"$T/desk/technicians.new"
	mv "$T/desk/technicians.new" "$T/desk/technicians"
}
technicians ,reports
cat >>"$T/pomoc.conf" <<-END
	[seller]
	name = Serwis Testowy s.c.
	nip = 5260001246
	address = Testowa 1, Warszawa
END
desk --config "$T/pomoc.conf"

# as NAME COMMAND...: from that technician's machine
as() {
	local who=$1
	shift
	HOME=$(home_of "$who") "$POMOC_BUILD/pomoc" "$@" --desk "$ADDR" \
		--fingerprint "$FP" --identity "$T/$who"
}
here() {
	"$POMOC_BUILD/pomoc" "$@" --data "$T/desk" --config "$T/pomoc.conf"
}
# alike COMMAND...: output, errors and exit status on both machines
alike() {
	local a b
	here "$@" >"$T/here.out" 2>"$T/here.txt"
	a=$?
	as anna "$@" >"$T/there.out" 2>"$T/there.txt"
	b=$?
	same "$b" "$a" "exit of $*"
	# a receipt notes when it was shown
	sed -i 's/^pomoc-head-1 [0-9]*/pomoc-head-1/' "$T/here.out" "$T/there.out"
	cmp -s "$T/here.out" "$T/there.out" || {
		diff "$T/here.out" "$T/there.out" | head -n 5
		fail "other output: $*"
	}
	cmp -s "$T/here.txt" "$T/there.txt" || {
		diff "$T/here.txt" "$T/there.txt" | head -n 5
		fail "other errors: $*"
	}
}

# --- the same bytes, in both languages ---
for by in technician product kind client day month; do
	alike report --by $by --month $month
done
for f in txt csv json; do
	alike statement --client 'biuro alfa' --month $month --format $f
	[ -s "$T/here.out" ] || fail 'the statement is empty'
done
for f in csv json; do
	alike report --by day --format $f
	alike export --format $f --month $month
done
for f in table csv csv-pl; do
	alike log --format $f --sum --outcome solved
done
alike show 1
alike client list
export LANGUAGE=pl
alike report --by client
alike statement --client 'biuro alfa' --month $month
has "$(cat "$T/there.out")" sprzedawca
unset LANGUAGE
# what is wrong is told by the desk in the same words
alike statement --client 'nobody at all' --month $month
alike statement
alike show 99999
alike report --by moon
# orders in another's letters; the only difference is who made them
as anna export --epp --month $month | sed s/anna/X/ >"$T/there.epp" 2>/dev/null
here export --epp --month $month | sed "s/$(id -un)/X/" >"$T/here.epp" 2>/dev/null
cut -d, -f1-20 "$T/there.epp" >/dev/null
[ "$(wc -l <"$T/there.epp")" = "$(wc -l <"$T/here.epp")" ] || fail 'other orders'
LC_ALL=C grep -q $'\xb3' "$T/there.epp" || fail 'not in code page 1250'

# --- a file is one of his machine, and is not overwritten ---
as anna export --format csv --month $month --output "$T/mine.csv" 2>/dev/null ||
	fail 'no export to a file'
here export --format csv --month $month 2>/dev/null | cmp - "$T/mine.csv" ||
	fail 'another file'
out=$(as anna export --format csv --month $month --output "$T/mine.csv" 2>&1) &&
	fail 'it was overwritten'
has "$out" 'exists already'
as anna export --format json --month $month --output "$T/mine.csv" --force \
	2>/dev/null || fail 'not with --force'
has "$(head -c 20 "$T/mine.csv")" '"version"'

# --- more than the desk sends without an answer ---
start=$(now_ms)
alike log --format json
echo "log of $(stat -c %s "$T/there.out") bytes, twice: $(($(now_ms) - start)) ms"
[ "$(stat -c %s "$T/there.out")" -gt 600000 ] || fail 'that is too short to tell'

as anna log | head -n 1 >"$T/out"
same "${PIPESTATUS[0]}" 0 'a reader who left early'
out=$(as anna log 2>&1 >/dev/full)
same $? 1 'a full disk'
has "$out" 'No space left'

# --- who only has a report made is not at his place, and no claim waits for him ---
tech piotr
mark piotr
as anna report --by day >/dev/null 2>&1 || fail 'no report'
say piotr '{"t":"ping","n":7}'
hears piotr '"pong"'
new_lines piotr | grep -q '"anna"' && fail 'anna is told to be here'
hangs_up piotr

# --- writing, in his name ---
as anna client add --code REM --name 'Zdalna sp. z o.o.' --nip 5260001246 \
	>"$T/out" || fail "no client: $(cat "$T/out")"
has "$(here client show REM)" 'Zdalna'
row=$(sqlite3 "$T/desk/desk.db" "SELECT e.actor, x.* FROM event e
	JOIN event_text x ON x.event = e.id WHERE e.ticket = 0
	ORDER BY e.id DESC LIMIT 1")
has_text "$row" anna
has_text "$row" "key $(ssh-keygen -lf "$T/anna.pub" | cut -d ' ' -f 2)"
as anna invoice --client 'biuro alfa' --month $month --number 'FV 1/2026' \
	>"$T/out" || fail 'no invoice'
has "$(cat "$T/out")" 'On invoice FV 1/2026 of .* now'
same "$(sqlite3 "$T/desk/desk.db" "SELECT DISTINCT actor FROM event
	WHERE kind = 'invoiced' AND text = 'FV 1/2026'")" anna 'who marked'
alike invoice --client 'biuro alfa' --month $month --number 'FV 2/2026'
here verify >/dev/null || fail 'the log is not sound'

# --- nobody else ---
out=$(as piotr report --by day 2>&1)
same $? 1 'exit without the right'
same "$out" "pomoc report: your line in the desk's technicians file has not the right \"reports\"" piotr
ssh-keygen -q -t ed25519 -N '' -f "$T/stranger"
out=$(as stranger report --by day 2>&1) && fail 'a stranger has a report'
has "$out" 'does not know this key'
out=$(HOME=$(home_of anna) "$POMOC_BUILD/pomoc" report --by day --desk "$ADDR" \
	--fingerprint "SHA256:$(printf 'A%.0s' {1..43})" --identity "$T/anna" 2>&1)
same $? 3 'exit at another desk'
has "$out" 'not the desk whose fingerprint was given'
# what is for the desk's machine alone
for c in verify 'purge --older-than 24m' 'backup x' 'correct 1' 'person --client x'; do
	# shellcheck disable=SC2086 # words
	out=$(as anna $c 2>&1)
	same $? 2 "exit of $c"
	has "$out" "only on the desk's machine"
done
out=$("$POMOC_BUILD/pomoc" report --by day --desk "$ADDR" 2>&1)
same $? 2 'without a fingerprint'

# --- words that no program of ours sends ---
tech anna
# asks WORDS PATTERN: what a hand-made request is answered with
asks() {
	mark anna
	say anna "{\"t\":\"run\",\"words\":\"$1\",\"lang\":\"en\",\"cols\":80}"
	hears anna '"t":"(ran|refused)"'
	new_lines anna | sed -n 's/.*"data":"\([^"]*\)".*/\1/p' |
		while read -r d; do base64 -d <<<"$d"; done >"$T/said"
	has "$(cat "$T/said")" "$2"
	new_lines anna | grep -q '"code":0' && fail "$1 was done"
}
asks 'log\n--data=/etc' 'unknown option'
asks 'log\n--config=/etc/passwd' 'unknown option'
asks "export\\n--epp\\n--month=$month\\n--output=$T/theirs" 'unknown option'
asks "export\\n--epp\\n--month=$month\\n--force" 'unknown option'
asks 'log\n--desk=127.0.0.1:1\n--fingerprint=x' 'unknown option'
asks 'verify' 'does not run it for others'
asks "backup\\n$T/theirs" 'does not run it for others'
asks 'restore\nx' 'does not run it for others'
asks '__desk' 'no such command'
asks "\\n" 'no such command'
[ ! -e "$T/theirs" ] || fail 'a file was made'
# two at once, and one without an end: held by the lock of another program
mark anna
say anna '{"t":"got"}'
(
	# the other's end is not for this one to keep open
	fd=${FD[anna]}
	exec {fd}>&-
	sqlite3 "$T/desk/desk.db" 'BEGIN EXCLUSIVE' \
		".shell touch $T/locked; while [ -e $T/locked ]; do sleep 0.05; done" \
		 ROLLBACK
) >/dev/null &
pids+=($!)
until_ok "$PATIENCE" test -e "$T/locked" || fail 'no lock'
say anna '{"t":"run","words":"client\nadd\n--name=Zamek","lang":"en","cols":80}'
say anna '{"t":"run","words":"log","lang":"en","cols":80}'
hears anna '"refused".*one command at a time'
running() {
	[ -n "$(runs "__run $T/desk")" ]
}
running || fail 'nothing runs'
# he hangs up: what ran for him is ended, and wrote nothing
hangs_up anna
# shellcheck disable=SC2317 # called through until_ok
stopped() {
	! running
}
until_ok "$PATIENCE" stopped || fail 'it runs on'
rm "$T/locked"
same "$(here client list --words Zamek)" '' 'a client of one who hung up'

# --- the right is taken away: at once ---
tech anna
technicians ''
# shellcheck disable=SC2317 # called through until_ok
refused() {
	as anna report --by day 2>&1 | grep -q 'has not the right'
}
until_ok "$PATIENCE" refused || fail 'the right is still there'
technicians ,reports
# shellcheck disable=SC2317 # called through until_ok
granted() {
	as anna report --by day >/dev/null 2>&1
}
until_ok "$PATIENCE" granted || fail 'the right does not come back'

# --- the desk ends ---
kill -TERM "$DESK_PID"
wait "$DESK_PID"
out=$(as anna report --by day 2>&1)
same $? 1 'without a desk'

# --- its folder from its configuration, and not that of who is elsewhere ---
sed -i "/^\[desk\]/a data = $T/desk" "$T/pomoc.conf"
rm -f "$T/ready"
mkfifo "$T/ready"
"$POMOC_BUILD/pomoc-desk" --listen "$ADDR" --config "$T/pomoc.conf" \
	--ready-fd 9 9>"$T/ready" 2>>"$T/desk.err" </dev/null &
DESK_PID=$!
pids+=("$DESK_PID")
read -r -t "$PATIENCE" line <"$T/ready" || fail 'not with the folder of the key'
same "${line##* }" "$FP" 'the key of another folder'
same "$(as anna log --limit 1 --format csv)" \
	"$(here log --limit 1 --format csv)" 'the log of the key'
console anna --config "$T/pomoc.conf" --desk "$ADDR" --fingerprint "$FP" \
	--identity "$T/anna"
sees anna 'anna: '
[ -e "$(home_of anna)/.local/share/pomoc/console.log" ] ||
	fail 'the console took the folder of its desk'
tm kill-session -t =anna
kill -TERM "$DESK_PID"
wait "$DESK_PID"

# --- a desk that has no pomoc beside it, or one that lies and never ends ---
mkdir "$T/alone"
cp "$POMOC_BUILD/pomoc-desk" "$T/alone/"
printf 'report-s = 3\nreports = 1\nout-pause-bytes = 32768\nout-close-bytes = 65536\n' >>"$T/limits"
sed -i "/^\[limits\]/r $T/limits" "$T/pomoc.conf"
technicians ,reports
sed -i 's/^name="piotr"/&,reports/' "$T/desk/technicians"
rm -f "$T/ready"
mkfifo "$T/ready"
"$T/alone/pomoc-desk" --listen "$ADDR" --config "$T/pomoc.conf" \
	--ready-fd 9 9>"$T/ready" 2>>"$T/desk.err" </dev/null &
DESK_PID=$!
pids+=("$DESK_PID")
read -r -t "$PATIENCE" line <"$T/ready" || fail 'the desk alone is not ready'
out=$(as anna report --by day 2>&1)
same $? 1 'without a pomoc'
has "$out" 'no pomoc beside'
# beside NAME: a program that stands for pomoc there, from standard input
beside() {
	cat >"$T/alone/new"
	chmod +x "$T/alone/new"
	mv "$T/alone/new" "$T/alone/pomoc"
}
beside <<'END'
#!/bin/sh
printf 'first\nzo\305'
printf '\202ty \033]0;evil\007\033[2Jred\r\nnext\n'
printf 'why \033[1m\n' >&2
exit 7
END
as anna log >"$T/out" 2>"$T/txt"
same $? 7 'the exit status'
same "$(od -An -c "$T/out" | tr -d ' \n')" \
	"$(printf 'first\nzo\305\202ty \033]0;evil\007\033[2Jred\r\nnext\n' | od -An -c | tr -d ' \n')" 'the bytes'
same "$(cat "$T/txt")" 'why ?[1m' 'what is told'
term tty "$POMOC_BUILD/pomoc" log --desk "$ADDR" --fingerprint "$FP" \
	--identity "$T/anna"
same "$(ended tty)" 7 'on a terminal'
# when it has ended, tmux moves all up by a line
sees tty '^zołty \?\]0;evil\?\?\[2Jred$'
sees tty '^next$'
# one that writes much on both, in pieces that do not wait for each other
beside <<'END'
#!/bin/sh
i=0
while [ $i -lt 60 ]; do
	printf '%0999d\n' $i
	printf '%0999d\n' $i >&2
	i=$((i + 1))
done
END
as anna log >"$T/out" 2>"$T/txt" || fail 'much of both'
same "$(stat -c %s "$T/out" "$T/txt" | tr '\n' ' ')" '60000 60000 ' 'much of both'
# one that never ends
beside <<'END'
#!/bin/sh
echo begun
exec tail -f /dev/null
END
as anna log >"$T/out" 2>"$T/txt" &
waiting=$!
pids+=("$waiting")
until_ok "$PATIENCE" grep -q begun "$T/out" || fail 'not begun'
out=$(as piotr log 2>&1)
same $? 1 'one more than may run'
has "$out" 'as many commands as it may'
wait "$waiting"
same $? 1 'one without an end'
has "$(cat "$T/txt")" 'took longer than 3 s'
# he gives up: it is ended, and another may run
as anna log >"$T/out" 2>"$T/txt" &
waiting=$!
pids+=("$waiting")
until_ok "$PATIENCE" grep -q begun "$T/out" || fail 'not begun'
kill -TERM "$(pgrep -P "$waiting" -x pomoc)"
wait "$waiting"
as piotr log 2>&1 | grep -q 'took longer' || fail 'its place is not free'
# the front dies in the middle
as anna log >"$T/out" 2>"$T/txt" &
waiting=$!
pids+=("$waiting")
until_ok "$PATIENCE" grep -q begun "$T/out" || fail 'not begun'
kill -KILL "$(pgrep -P "$DESK_PID" -f __front)"
wait "$waiting"
same $? 1 'without a link'
has "$(cat "$T/txt")" 'the link to the desk was lost .* the log tells'
exit 0
