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

. tests/soak/peers.sh
. tests/soak/people.sh

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
	2) ! line_offer "$1" || [ $((arg % 2)) -eq 0 ] ||
		say "l$1" "answer $QUOTE yes $HASH" ;;
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
books() {
	tests/soak/books.sh "$T" "$POMOC_BUILD"
}
books || fail 'the books are wrong'
# and they can be wrong: each kind of row, told and not there
cp "$T/heard" "$T/heard.true"
for row in '"t":"queued","ticket":9999' '"t":"claimed","ticket":9999,' \
	'"t":"ended","ticket":1,"outcome":"solved","net_gr":1,"vat_gr":0,"gross_gr":1,"worked_s":9' \
	'"t":"answered","ticket":9999,"quote":1,"yes":true' \
	'"done","what":"note","ticket":9999'; do
	echo "{$row}" | cat "$T/heard.true" - >"$T/heard"
	! books >"$T/books.out" || fail "the books do not miss $row"
done
mv "$T/heard.true" "$T/heard"
awk -f tests/soak/memory.awk "$T/rss" || fail 'memory grows'
for op in "${!DID[@]}"; do
	printf '%s %s, ' "${DID[$op]}" "$op"
done
echo "$step steps, seed $SEED: nothing lost"
exit 0
