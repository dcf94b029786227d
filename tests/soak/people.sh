# shellcheck shell=bash
# The real programs of soak.sh, which sources this: console cN and agent aN in
# terminals, each time on a new machine, and each step as real_STEP N.
# functions are called by their names, variables are those of soak.sh
# shellcheck disable=SC2034,SC2154,SC2317
names() {
	C=c$1-${BOTH[$1]} A=a$1-${BOTH[$1]}
}
real_kill() {
	local name
	[ -n "${BOTH[$1]-}" ] || return
	names "$1"
	for name in "$C" "$A"; do
		is_dead "$name" || kill -9 "$(pid_of "$name")"
		until_ok "$PATIENCE" is_dead "$name" || fail "$name lives"
		tm kill-session -t "=$name" 2>/dev/null
	done
	unset "BOTH[$1]"
}
# A ticket that nobody is with any more is ended by a colleague.
end_left() {
	is_open "${TICKET[$1]-}" || return
	tech_up s
	mark s
	say s "{\"t\":\"end\",\"ticket\":${TICKET[$1]},\"outcome\":\"solved\",\"note\":\"soak $step\"}"
	hears s "\"ended\",\"ticket\":${TICKET[$1]}|\"refused\".*\"ticket\":${TICKET[$1]}"
	is_closed "${TICKET[$1]}" || fail "ticket ${TICKET[$1]} stays open"
}
real_begin() {
	local company
	real_kill "$1"
	end_left "$1"
	turn=$((turn + 1))
	BOTH[$1]=$turn
	names "$1"
	company="Firma R$1-$turn"
	console "$C" --desk "$ADDR" --fingerprint "$FP" --identity "$T/t$1" \
		--data "$T/console$1"
	agent "$A" --technician any --product Subiekt --name 'Jan Nowak' \
		--company "$company" --phone 1 --problem x
	sees "$C" "$company"
	story until_ok "$PATIENCE" on_row "$C" "$company" ||
		fail "$company is not chosen"
	story let_in "$C" "$A" || fail 'nobody is let in'
	TICKET[$1]=$(sql "SELECT ticket FROM person WHERE company = '$company'")
	did tickets
	did visits
}
real_ready() {
	[ -n "${BOTH[$1]-}" ] || real_begin "$1"
	names "$1"
}
# by either of them, seen by both
real_type() {
	local who=$A
	names "$1"
	[ $((arg % 2)) -eq 0 ] || who=$C
	text "$who" "echo t$step-\$((${2-0} + $arg))"
	keys "$who" Enter
	sees "$A" "t$step-$((${2-0} + arg))"
	sees "$C" "t$step-$((${2-0} + arg))"
}
real_flood() {
	local files=(tests/fuzz/corpus/cost/*)
	local f=${files[arg % ${#files[@]}]}
	text "$C" "clear; $POMOC_BUILD/support/flood $PWD/$f 3 answered"
	keys "$C" Enter
	sees "$A" "End of ${f##*/}" 60
	sees "$C" "End of ${f##*/}" 60
	text "$A" 'reset; clear'
	keys "$A" Enter
	real_type "$1" 7
}
real_resize() {
	local who=$A
	[ $((arg % 2)) -eq 0 ] || who=$C
	for _ in 1 2 3 4; do
		tm resize-window -t "=$who:" -x $((60 + arg % 90)) \
			-y $((18 + arg % 40))
		arg=$((arg * 7 % 1000))
	done
	tm resize-window -t "=$A:" -x 80 -y 24
	tm resize-window -t "=$C:" -x 80 -y 24
	real_type "$1" 8
}
real_pause() {
	keys "$C" C-] p
	until_ok "$PATIENCE" is_state "${TICKET[$1]}" paused || fail 'no pause'
	keys "$C" C-] p
	until_ok "$PATIENCE" is_state "${TICKET[$1]}" working || fail 'no end of it'
}
real_quote() {
	local n
	n=$(sql "SELECT count(*) FROM quote WHERE ticket = ${TICKET[$1]}")
	[ "$n" -eq 0 ] || return 0
	keys "$C" C-] '$'
	sees "$C" 'Quote for the client'
	text "$C" "$((100 + arg)),00"
	keys "$C" Tab
	keys "$C" Tab
	text "$C" "soak $step"
	keys "$C" C-s
	sees "$A" 'A quote for the client: accept it'
	keys "$A" F6
	story answer "$A" '&accept' 'A quote for the client: accept it' ||
		fail 'the quote is not answered'
	until_ok "$PATIENCE" is_state "${TICKET[$1]}" working || fail 'it stands'
}
real_note() {
	real_type "$1" 9
}
real_hand_over() {
	real_type "$1" 10
}
real_end() {
	story solve "$C" "soak $step" || fail 'it is not ended'
	until_ok "$PATIENCE" is_state "${TICKET[$1]}" solved ||
		fail "it is $(state_of "${TICKET[$1]}")"
	sees "$A" '[0-9][.,]00'
	real_kill "$1"
}
real_leave() {
	keys "$A" F12
	sees "$C" 'ended the visit; the clock stands'
	real_kill "$1"
	end_left "$1"
}
real_kill_agent() {
	kill -9 "$(pid_of "$A")"
	sees "$C" 'The link of .* is lost'
	real_begin "$1"
}
real_kill_shell() {
	text "$C" 'kill -9 $$'
	keys "$C" Enter
	sees "$A" 'The shell has ended' # and was started again, or at once
	real_begin "$1"
}
real_kill_console() {
	kill -9 "$(pid_of "$C")"
	until_ok "$PATIENCE" is_state "${TICKET[$1]}" paused ||
		fail 'the clock runs without a technician'
	real_begin "$1"
}
