#!/bin/bash
# The console by itself: sizes, boxes and prompts, two visits at once, mouse,
# small windows, and a terminal that is put back on every way out.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# raw NAME BYTES: as if the terminal had sent them (printf's escapes)
raw() {
	local hex
	hex=$(printf '%b' "$2" | od -An -tx1)
	# shellcheck disable=SC2086
	keys "$1" -H $hex
}

# double_click NAME COLUMN ROW
double_click() {
	local click="\\033[<0;$2;$3M\\033[<0;$2;$3m"
	raw "$1" "$click$click"
}

resize() {
	tm resize-window -t "=$1:" -x "$2" -y "$3"
}

# console_pid: of the console that was started last
console_pid() {
	sed -n 's/.*pomoc\[\([0-9]*\)\].*embedded desk at.*/\1/p' \
		"$T/data/console.log" | tail -n 1
}

# has_ended: it has ended, and its desk with it
has_ended() {
	[ ! -d "/proc/$1" ]
}

# put_back NAME MARK: the terminal is in its ordinary state
put_back() {
	text "$1" "stty -a | grep -o ' icanon'; stty -a | grep -o ' echo '; echo $2-\$((1+1))"
	keys "$1" Enter
	sees "$1" "^$2-2"
	shows "$1" '^ icanon' || fail 'the terminal stays raw'
	shows "$1" '^ echo' || fail 'the terminal stays without echo'
}

# a shell around the console, to see in which state it leaves the terminal
mkdir -p "$T/data"
config
term c /bin/sh
text c "$POMOC_BUILD/pomoc --config $T/pomoc.conf --data $T/data --listen 127.0.0.1:0"
keys c Enter
sees c 'Nobody is waiting'
ADDR=$(sed -n 's/.*embedded desk at //p' "$T/data/console.log" | tail -n 1)
FP=$(ssh-keygen -lf "$T/data/host_key" | cut -d ' ' -f 2)

# an empty queue tells what clients type; `I` and help
sees c "pomoc-agent $ADDR"
keys c '?'
sees c 'Keys of the queue'
keys c q
keys c ':'
text c 'nonsense'
keys c Enter
sees c 'No command "nonsense"'
keys c ':'
text c 'aw'
keys c Tab Enter
sees c 'anna: away'
keys c F
sees c 'anna: free'

# two clients, the first by a double click, the second by Enter
agent a --technician any --product Subiekt --name 'Jan Nowak' \
	--company 'Biuro Nowak' --phone 1 --problem 'first'
sees c 'Biuro Nowak'
agent b --technician any --product Rewizor --name 'Ewa Lis' \
	--company 'Firma ABC' --phone 2 --problem 'second'
sees c 'Firma ABC'
keys c g
row=$(screen c | grep -n 'Biuro Nowak' | head -n 1 | cut -d : -f 1)
double_click c 10 "$row"
sees c 'Check code'
sees a '[0-9]{3} [0-9]{3}'
give_code c a
consent a y
sees c 'Biuro Nowak +TYPE'
text c 'echo a-$((1+1))'
keys c Enter
sees a 'a-2'
# Alt-1 works also while a box is open
keys c C-] c
sees c 'Chat'
keys c M-1
sees c 'Queue 1'
text c "\\"
text c 'abc'
keys c Enter
until_ok 5 shows c '>N.*Firma ABC' || fail 'the filter does not filter'
keys c Enter
sees c 'Check code'
sees b '[0-9]{3} [0-9]{3}'
give_code c b
consent b y
sees c 'Firma ABC +TYPE'
text c 'seq 3 70'
keys c Enter
sees c '^70$'
keys c C-] M-2
sees c 'Chat'
keys c Escape
sees c 'a-2'

# a smaller window shows a part of the client's screen, a tiny one a notice
keys c C-] M-3
resize c 60 15
sees c '60x12 of 80x22'
keys c C-] '['
sees c 'lines back'
keys c PPage
sees c '^3[0-9]$'
keys c q
resize c 30 8
sees c 'needs 40 columns'
resize c 80 24
sees c '^70$'

# leaving asks, for two visits are open; then the terminal is as before
keys c C-] M-1 Q
sees c 'Leave pomoc'
keys c n
keys c Q
sees c 'Leave pomoc'
keys c Enter
sees c 'Leave pomoc'
pid=$(console_pid)
keys c y
until_ok 5 has_ended "$pid" || fail 'the console does not end'
put_back c quit

# the same after a signal
text c "clear; $POMOC_BUILD/pomoc --config $T/pomoc.conf --data $T/data --listen $ADDR"
keys c Enter
sees c 'Biuro Nowak'
pid=$(console_pid)
kill -TERM "$pid"
until_ok 5 has_ended "$pid" || fail 'the console does not end'
text c clear
keys c Enter
put_back c term
"$POMOC_BUILD/pomoc" queue --data "$T/data" --json | grep -q 'Firma ABC' ||
	fail 'the queue does not know the open ticket'
LANGUAGE=pl "$POMOC_BUILD/pomoc" queue --data "$T/data" |
	grep -Eq ' (oczekuje|zajęte|w toku|wstrzymane) .* Firma ABC' ||
	fail 'the queue says the state in English'
"$POMOC_BUILD/pomoc" verify --data "$T/data" || fail 'the journal is broken'
