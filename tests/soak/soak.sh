#!/bin/bash
# Eight visits at once (or VISITS), with all that people and machines do to them,
# in an order that the seed gives: typing, floods, resizes, pauses, quotes, notes,
# hand-overs, ends, and kill -9 of every kind of process. A quarter of them are
# the real programs in terminals with a shell, the others are scripted peers.
# At its end nothing is left: no lost row, no wrong amount, no zombie, no leak.
# usage: soak.sh SECONDS SEED [STEPS]: for so long, and at least so many steps
# functions are called by their names and through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/lines.sh
trap '' PIPE
export PONG=1

LASTS=${1:?usage: soak.sh SECONDS SEED [STEPS]}
SEED=${2:?usage: soak.sh SECONDS SEED [STEPS]} LEAST=${3-1}
VISITS=${VISITS-8}
mapfile -t REAL < <(seq $(((VISITS + 3) / 4)))
mapfile -t LINE < <(seq $((${#REAL[@]} + 1)) "$VISITS")
declare -A TICKET TUNNEL TUNNEL_FD BOTH DID WAS_ZOMBIE
step=0 op=start slot=- turn=0 sampled=0
echo "seed $SEED, $LASTS s and at least $LEAST steps"

fail() {
	echo "FAILED in step $step ($op of $slot), seed $SEED: $*"
	exit 1
}

# draw N: R is the next number of the seed, 0 to N - 1
RANDOM_STATE=$SEED
draw() {
	RANDOM_STATE=$((RANDOM_STATE * 6364136223846793005 + 1442695040888963407))
	R=$(((RANDOM_STATE >> 33 & 0x7fffffff) % $1))
}

did() {
	DID[$1]=$((${DID[$1]-0} + 1))
}

# a step of story.sh, whose words differ from those of lines.sh
story() (
	. tests/support/story.sh
	"$@"
)

sql() {
	sqlite3 -readonly -cmd '.timeout 10000' -separator ' ' \
		"$T/desk/desk.db" "$1"
}

state_of() {
	sql "SELECT state FROM ticket WHERE id = ${1:-0}"
}
is_state() {
	[ "$(state_of "$1")" = "$2" ]
}
is_open() {
	[ -n "${1-}" ] && [ -n "$(sql "SELECT 1 FROM ticket
		WHERE id = $1 AND closed_utc IS NULL")" ]
}
is_closed() {
	! is_open "$1"
}

# --- scripted peers: technician tN, client lN, tunnel N

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
	hears "t$1" "\"clock\",\"ticket\":$ticket,\"running\":true"
	did visits
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

# --- the real programs: console cN, agent aN, each time on a new machine

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
	text "$C" "clear; $POMOC_BUILD/support/flood $PWD/$f 3"
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
	sees "$A" 'The shell has ended'
	real_begin "$1"
}
real_kill_console() {
	kill -9 "$(pid_of "$C")"
	until_ok "$PATIENCE" is_state "${TICKET[$1]}" paused ||
		fail 'the clock runs without a technician'
	real_begin "$1"
}

# --- the desk

all_ready() {
	local n
	for n in "${REAL[@]}"; do
		real_ready "$n"
	done
	for n in "${LINE[@]}"; do
		line_ready "$n"
	done
}
peers_gone() {
	local n
	for n in "${LINE[@]}"; do
		is_up "t$n" && return 1
		is_up "l$n" && return 1
		tunnel_up "$n" && return 1
	done
	! is_up s
}
# The visits of the real programs go on by themselves: what the client types is
# seen again, and then what the technician types. Keys that fall into the break
# itself are dropped by design.
all_again() {
	local n
	until_ok 60 peers_gone || fail 'links outlive their front'
	for n in "${REAL[@]}"; do
		[ -n "${BOTH[$n]-}" ] || continue
		names "$n"
		until_ok 60 comes_through "$A" "$C" || fail "$A is not seen again"
		until_ok 60 comes_through "$C" "$A" || fail "$C cannot type again"
	done
	all_ready
}
comes_through() {
	text "$1" "echo again-$step-\$(($arg + 1000))"
	keys "$1" Enter
	until_ok 2 shows "$2" "again-$step-$((arg + 1000))"
}
kill_front() {
	local front
	front=$(front_of)
	[ -n "$front" ] || fail 'there is no front'
	kill -9 "$front"
	until_ok "$PATIENCE" another_front "$front" || fail 'no new front'
	did 'killed: front'
	all_again
}
kill_brain() {
	end_quietly "$DESK_PID"
	did 'killed: brain'
	desk --listen "$ADDR"
	all_again
}
# behind an order, whether it was heard or not
line_kill_in_order() {
	local ticket=${TICKET[$1]} n=0
	case $((arg % 3)) in
	0) say "t$1" "{\"t\":\"end\",\"ticket\":$ticket,\"outcome\":\"solved\",\"note\":\"soak $step\"}" ;;
	1) say "t$1" "{\"t\":\"note\",\"ticket\":$ticket,\"text\":\"soak $step\"}" ;;
	2) ! line_offer "$1" || say "l$1" "answer $QUOTE yes $HASH" ;;
	esac
	while [ $((n += 1)) -le "$arg" ]; do :; done
	kill_brain
}
real_kill_in_order() {
	text "$A" 'yes | head -c 1000000'
	keys "$A" Enter
	kill_brain
}

# --- what is looked at meanwhile

# what KIND PID: a line of memory; and zombies, twice in a row
sample() {
	local n now
	now=$(now_ms)
	[ $((now - sampled)) -ge 3000 ] || return 0
	sampled=$now
	one_sample brain "$DESK_PID"
	one_sample front "$(front_of)"
	for n in "${REAL[@]}"; do
		[ -n "${BOTH[$n]-}" ] || continue
		names "$n"
		one_sample console "$(pid_of "$C")"
		one_sample agent "$(pid_of "$A")"
	done
	zombies
}
one_sample() {
	local rss
	read -r _ rss _ 2>/dev/null <"/proc/${2:-0}/statm" || return 0
	echo "$((sampled / 1000)) $1-$2 $((rss * 4)) $(find "/proc/$2/fd" 2>/dev/null | wc -l)" >>"$T/rss"
}
zombies() {
	local pid parent stat now=
	while read -r pid parent stat; do
		case $stat in
		Z*) grep -q "[a-z]-$parent " "$T/rss" && now="$now $pid" ;;
		esac
	done < <(ps -e -o pid= -o ppid= -o stat=)
	for pid in $now; do
		[ -z "${WAS_ZOMBIE[$pid]-}" ] || fail "zombie $pid"
	done
	WAS_ZOMBIE=()
	for pid in $now; do
		WAS_ZOMBIE[$pid]=1
	done
}

# --- the steps

OPS=(type type type type type type type type flood flood resize resize resize
	pause pause quote quote quote quote note note hand_over hand_over end end
	end leave kill_agent kill_agent kill_console kill_shell kill_front
	kill_in_order)

one_step() {
	local how=line
	step=$((step + 1))
	draw ${#OPS[@]}
	op=${OPS[R]}
	draw "$VISITS"
	slot=$((R + 1))
	draw 1000
	arg=$R
	[ "$slot" -gt ${#REAL[@]} ] || how=real
	echo "$step $op $slot $arg" >>"$T/steps"
	case $op in
	kill_front) kill_front ;;
	*)
		"${how}_ready" "$slot"
		"${how}_$op" "$slot"
		;;
	esac
	did "$op"
	sample
}

mkdir -m 700 "$T/desk"
mapfile -t TECHNICIANS < <(printf 't%d\n' "${REAL[@]}" "${LINE[@]}")
keys_for s "${TECHNICIANS[@]}"
listed s "${TECHNICIANS[@]}"
cat >>"$T/pomoc.conf" <<'CONF'
client-minute = 10000
let-in-times = 100
CONF
desk
began=$(now_ms)
tech_up s
all_ready
while [ $step -lt "$LEAST" ] ||
	[ $(($(now_ms) - began)) -lt $((LASTS * 1000)) ]; do
	one_step
done

# --- the end: everybody leaves, and the books are looked at
op='the end' slot=-
for n in "${REAL[@]}"; do
	real_kill "$n"
	end_left "$n"
done
for n in "${LINE[@]}"; do
	arg=1
	line_ready "$n"
	line_end "$n"
	close_tunnel "$n"
	drop "t$n"
	drop "l$n"
done
drop s
sampled=0
sample
kill -TERM "$DESK_PID"
wait "$DESK_PID" || fail "the desk ended with $?"
tests/soak/books.sh "$T" "$POMOC_BUILD" || fail 'the books are wrong'
awk -f tests/soak/memory.awk "$T/rss" || fail 'memory grows'
for op in "${!DID[@]}"; do
	printf '%s %s, ' "${DID[$op]}" "$op"
done
echo "$step steps, seed $SEED: nothing lost"
exit 0
