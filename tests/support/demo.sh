#!/bin/bash
# The main job on this machine, on loopback, in a temporary folder: `make demo`.
# At a terminal: the console on the left, a client on the right, two more
# callers in the queue. Without one it plays the story by itself, prints both
# screens at each step, and succeeds only if the log is right.
# usage: demo.sh BUILD
POMOC_BUILD=$1
locale=${LC_ALL:-${LC_MESSAGES:-${LANG:-C.UTF-8}}}
term=${TERM:-dumb}
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/story.sh"
LOCALE=$locale
PATIENCE=20

step() {
	local name
	printf '\n=== %s\n' "$1"
	shift
	for name; do
		case $name in
		console) echo "--- the technician's console" ;;
		*) echo "--- the client's terminal" ;;
		esac
		# without the empty lines at the end
		screen "$name" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' |
			sed 's/^/| /'
	done
}

# two callers that only wait
callers() {
	agent caller1 --technician any --product Subiekt \
		--name 'Maria Zielińska' --company 'Firma ABC' \
		--phone '+48 601 000 000' --problem 'printer template'
	sees caller1 "$(say 'You are next in the queue.')"
	agent caller2 --technician any --product Gratyfikant \
		--name 'Piotr Wilk' --company 'Zeta' \
		--phone '+48 602 000 000' --problem 'salary list of November'
	sees console 'Zeta'
}

client_here() {
	agent "$1" --name 'Jan Nowak' --company 'Biuro Nowak' \
		--phone '+48 600 000 000' --problem 'cannot close the month' "${@:2}"
}

play() {
	local row
	COLS=100 ROWS=30
	console_desk console
	step 'The technician starts the console; nobody waits' console
	callers
	client_here client
	sees client "$(say 'Who shall help you?')"
	step 'A client asks for help: technician, program' client
	keys client Enter
	sees client "$(say 'Which program is it about?')"
	keys client Enter
	sees client "$(say 'Your place in the queue: %d of %d.' |
		sed 's/%d/[0-9]+/g')"
	sees console 'Nowak'
	step 'The queue' console client
	until_ok "$PATIENCE" on_row console Nowak || fail 'Jan Nowak cannot be chosen'
	pick console client
	step 'The technician picks him; six digits are read out on the phone' \
		console client
	give_code console client
	sees client "$(say 'Let the technician in?')"
	step 'The digits were right: the client is asked' client
	consent client y
	sees client "$(say 'sees and MAY TYPE')"
	text client 'echo "it began on $((28+2)) November"'
	keys client Enter
	sees console 'it began on 30 November'
	text console 'echo "period is open again: $((11+1))/2026"'
	keys console Enter
	sees client 'period is open again: 12/2026'
	step 'Both work on one terminal' console client
	solve console 'opened the period again'
	sees client '246[.,]00'
	step 'The end: what it costs' console client
	printf '\n=== pomoc log\n'
	"$POMOC_BUILD/pomoc" log --data "$T/data"
	row=$("$POMOC_BUILD/pomoc" log --data "$T/data" --client Nowak \
		--format csv | tail -n 1)
	has "$row" 'Biuro Nowak'
	has "$row" 'solved'
	has "$row" '200\.00,46\.00,246\.00'
	printf '\nThe row in the log is right: 200.00 net, 246.00 gross.\n'
}

guide() {
	if [ "${LOCALE:0:2}" = pl ]; then
		echo ' Prawa strona: wybierz Enterem.  Lewa: strzałką w dół' \
			'na Nowaka, Enter, wpisz cyfry z prawej, zgoda po' \
			'prawej.  Koniec: Ctrl-] X'
		echo ' Druga strona: mysz albo Ctrl-b strzałka.  Wyjście' \
			'z pokazu: Ctrl-b d'
	else
		echo ' Right: choose with Enter.  Left: arrow down to Nowak,' \
			'Enter, type the digits from the right, consent on' \
			'the right.  End: Ctrl-] X'
		echo ' Other side: mouse or Ctrl-b arrow.  Leave the demo:' \
			'Ctrl-b d'
	fi
}

show() {
	local line
	COLS=$(tput cols) ROWS=$(($(tput lines) - 2))
	[ "$COLS" -ge 120 ] && [ "$ROWS" -ge 22 ] ||
		echo 'a window of 160x40 shows more'
	console_desk console
	COLS=80 ROWS=24
	callers
	tm split-window -h -t '=console:' "$(term_command client \
		"$POMOC_BUILD/pomoc-agent" "$ADDR" --fingerprint "$FP" \
		--name 'Jan Nowak' --company 'Biuro Nowak' \
		--phone '+48 600 000 000' --problem 'cannot close the month')"
	mapfile -t line < <(guide)
	tm set-option -t console status 2 \; \
		set-option -t console status-format[0] "${line[0]}" \; \
		set-option -t console status-format[1] "${line[1]}" \; \
		set-option -g mouse on \; set-option -g repeat-time 0 \; \
		set-hook -g pane-died \
		'if -F "#{==:#{pane_index},0}" "detach-client -s console"'
	TERM=$term tm attach-session -t '=console'
	tm kill-session -t '=console' 2>/dev/null
	"$POMOC_BUILD/pomoc" log --data "$T/data"
}

if [ -t 0 ] && [ -t 1 ] && [ "$term" != dumb ]; then
	show
else
	play
fi
