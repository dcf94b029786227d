# shellcheck shell=bash
# The scripted peers of soak.sh, which sources this: technician tN, client lN and
# the tunnel between them, and each step as line_STEP N.
# functions are called by their names, variables are those of soak.sh
# shellcheck disable=SC2034,SC2154,SC2317
is_up() {
	[ -n "${PEER[$1]-}" ] && kill -0 "${PEER[$1]}" 2>/dev/null
}

# the shell says nothing of it
end_quietly() {
	kill -9 "$1"
	wait "$1"
} 2>/dev/null

# drop NAME: its end without a word; what it has heard is kept
drop() {
	local fd=${FD[$1]-}
	[ -n "$fd" ] || return
	end_quietly "${PEER[$1]}"
	exec {fd}>&-
	cat "$T/$1.out" >>"$T/heard"
	unset "FD[$1]" "PEER[$1]"
}

tech_up() {
	is_up "$1" && return
	drop "$1"
	tech "$1"
}

client_up() {
	is_up "l$1" && return
	drop "l$1"
	client "l$1" "${HELLO%\}},\"resume\":\"${SECRET[$1]}\"}"
}

declare -A SECRET
new_ticket() {
	drop "l$1"
	client "l$1"
	join "l$1" Subiekt
	TICKET[$1]=$(field "l$1" '"queued"' ticket)
	SECRET[$1]=$(field "l$1" '"secret"' secret)
	[ -n "${SECRET[$1]}" ] || fail 'no ticket'
	did tickets
}

tunnel_up() {
	[ -n "${TUNNEL[$1]-}" ] && kill -0 "${TUNNEL[$1]}" 2>/dev/null
}
tunnel_down() {
	! tunnel_up "$1"
}
close_tunnel() {
	local fd=${TUNNEL_FD[$1]-}
	[ -n "$fd" ] || return
	end_quietly "${TUNNEL[$1]}"
	exec {fd}>&-
	unset "TUNNEL_FD[$1]" "TUNNEL[$1]"
}

# reach N: the technician's tunnel to his client, who lets him in
reach() {
	local fd ticket=${TICKET[$1]} visit
	mark "l$1"
	mark "t$1"
	rm -f "$T/tunnel$1.in"
	mkfifo "$T/tunnel$1.in"
	(
		for fd in "${FD[@]}" "${TUNNEL_FD[@]}"; do
			exec {fd}>&-
		done
		exec ssh -p "${ADDR##*:}" "${SSHOPTS[@]}" -i "$T/t$1" \
			-W "ticket-$ticket:22" tech@127.0.0.1
	) <"$T/tunnel$1.in" >"$T/tunnel$1.out" 2>>"$T/tunnel.err" &
	TUNNEL[$1]=$!
	pids+=($!)
	exec {fd}>"$T/tunnel$1.in"
	TUNNEL_FD[$1]=$fd
	hears "l$1" 'channel visit-'
	visit=$(heard "l$1" 'channel visit-')
	visit=${visit##*-}
	say "l$1" "{\"t\":\"checked\",\"ticket\":$ticket,\"ok\":true,\"left\":3}"
	say "l$1" "{\"t\":\"consent\",\"visit\":$visit,\"yes\":true,\"rights\":\"view,type\"}"
	hears "t$1" "\"clock\",\"ticket\":$ticket,\"running\":(true|false,\"why\":\"quoted\")"
	! is_state "$ticket" quoted || answer_open "$1"
	did visits
}

# answer_open N: yes to the quote that a killed desk left without an answer; it
# is told the client again
answer_open() {
	local ticket=${TICKET[$1]}
	MARK[l$1]=0 # it was told when it came back
	hears "l$1" "\"quote\",\"ticket\":$ticket"
	mark "t$1"
	say "l$1" "answer $(field "l$1" '"quote","ticket"' quote) yes $(
		field "l$1" '"quote","ticket"' hash)"
	hears "t$1" "\"clock\",\"ticket\":$ticket,\"running\":true"
	did 'quotes over a restart'
}

# line_ready N: whatever happened before, the visit works
line_ready() {
	local n=$1 ticket
	tech_up "t$n"
	is_open "${TICKET[$n]-}" || new_ticket "$n"
	client_up "$n"
	ticket=${TICKET[$n]}
	if is_state "$ticket" waiting; then
		mark "t$n"
		say "t$n" "{\"t\":\"claim\",\"ticket\":$ticket}"
		hears "t$n" "\"claimed\",\"ticket\":$ticket"
	fi
	if tunnel_down "$n" || ! is_state "$ticket" working; then
		close_tunnel "$n"
		until_ok "$PATIENCE" not_working "$ticket"
		reach "$n"
	fi
	until_ok "$PATIENCE" is_state "$ticket" working ||
		fail "ticket $ticket is $(state_of "$ticket")"
}
not_working() {
	! is_state "$1" working
}

# order N JSON ANSWER: the technician says it and hears that it is so
order() {
	mark "t$1"
	mark "l$1"
	say "t$1" "$2"
	hears "t$1" "$3"
}

through() {
	grep -aq -- "$2" "$T/tunnel$1.out"
}
line_type() {
	echo "typed-$step-$arg" >&"${TUNNEL_FD[$1]}"
	until_ok "$PATIENCE" through "$1" "typed-$step-$arg" ||
		fail 'nothing comes back through the tunnel'
}
line_flood() {
	head -c 3000000 /dev/zero | tr '\0' "$((arg % 10))" >&"${TUNNEL_FD[$1]}"
	line_type "$1"
	: >"$T/tunnel$1.out"
}
line_resize() {
	say "l$1" "{\"t\":\"active\",\"visit\":$(sql "SELECT max(visit)
		FROM visit WHERE ticket = ${TICKET[$1]}")}"
}
line_pause() {
	local ticket=${TICKET[$1]}
	order "$1" "{\"t\":\"pause\",\"ticket\":$ticket}" \
		"\"clock\",\"ticket\":$ticket,\"running\":false"
	order "$1" "{\"t\":\"resume\",\"ticket\":$ticket}" \
		"\"clock\",\"ticket\":$ticket,\"running\":true"
}
# A sum, further hours where nothing was accepted yet, or one in its place.
line_offer() {
	local ticket=${TICKET[$1]} what='"kind":"fixed","net_gr":%d,"hours":0'
	local sum=$((10000 + arg * 137)) had
	had=$(sql "SELECT count(*), coalesce(sum(seconds), 0) FROM quote
		WHERE ticket = $ticket AND answer = 'yes'")
	case $had in
	'0 0')
		[ $((arg % 3)) -ne 0 ] || {
			what='"kind":"hours","net_gr":0,"hours":%d'
			sum=$((1 + arg % 5))
		}
		;;
	*' 0')
		[ $((arg % 2)) -ne 0 ] || what="$what,\"replaces\":true"
		;;
	*) return 1 ;; # sums beside hours are in the unit tests
	esac
	# shellcheck disable=SC2059
	printf -v what "$what" "$sum"
	order "$1" "{\"t\":\"offer\",\"ticket\":$ticket,$what,\"text\":\"soak $step\"}" \
		"\"quote\",\"ticket\":$ticket"
	hears "l$1" '"quote","ticket"'
	QUOTE=$(field "l$1" '"quote","ticket"' quote)
	HASH=$(field "l$1" '"quote","ticket"' hash)
}
line_quote() {
	line_offer "$1" || return 0
	case $((arg % 4)) in
	0)
		order "$1" "{\"t\":\"withdraw\",\"ticket\":${TICKET[$1]}}" \
			'"withdrawn"'
		;;
	1)
		say "l$1" "answer $QUOTE no $HASH"
		hears "t$1" '"answered".*"yes":false'
		;;
	*)
		say "l$1" "answer $QUOTE yes $HASH"
		hears "t$1" '"answered".*"yes":true'
		;;
	esac
}
line_note() {
	order "$1" "{\"t\":\"note\",\"ticket\":${TICKET[$1]},\"text\":\"soak $step\"}" \
		'"done","what":"note"'
}
# To a colleague, who puts him back for anyone.
line_hand_over() {
	local ticket=${TICKET[$1]}
	tech_up s
	mark s
	order "$1" "{\"t\":\"assign\",\"ticket\":$ticket,\"technician\":\"s\"}" \
		"\"row\",\"ticket\":$ticket,\"state\":\"waiting\""
	hears s "\"row\",\"ticket\":$ticket,\"state\":\"waiting\""
	say s "{\"t\":\"claim\",\"ticket\":$ticket}"
	hears s "\"claimed\",\"ticket\":$ticket"
	say s "{\"t\":\"assign\",\"ticket\":$ticket,\"technician\":\"any\"}"
	hears s "\"row\",\"ticket\":$ticket,\"state\":\"waiting\""
	until_ok "$PATIENCE" is_state "$ticket" waiting
}
line_end() {
	local outcome=solved
	[ $((arg % 4)) -ne 0 ] || outcome=unsolved
	order "$1" "{\"t\":\"end\",\"ticket\":${TICKET[$1]},\"outcome\":\"$outcome\",\"note\":\"soak $step\"}" \
		"\"ended\",\"ticket\":${TICKET[$1]},\"outcome\":\"$outcome\""
	hears "l$1" "\"ended\",\"ticket\":${TICKET[$1]},\"outcome\":\"$outcome\""
}
line_leave() {
	mark "t$1"
	say "l$1" '{"t":"leave"}'
	hears "t$1" "\"clock\",\"ticket\":${TICKET[$1]},\"running\":false"
	line_end "$1"
}
line_kill_agent() {
	mark "t$1"
	drop "l$1"
	hears "t$1" '"lost".*"back":false'
	until_ok "$PATIENCE" tunnel_down "$1" || fail 'the tunnel stays'
}
line_kill_shell() {
	close_tunnel "$1"
}
line_kill_console() {
	drop "t$1"
	tech_up "t$1"
}
