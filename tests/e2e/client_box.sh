#!/bin/bash
# Whom the invoice goes to, by one key from queue, card and log: a new client,
# one who is there, one who is suggested; a refusal loses nothing of what was
# typed; two technicians at once; what a client had before stands in queue and
# card.
# usage: client_box.sh [LOCALE COLS ROWS]
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=${1-C.UTF-8} COLS=${2-132} ROWS=${3-43}

# joins NAME COMPANY PHONE [OPTION...]: a waiting client, seen by anna
joins() {
	local name=$1 company=$2 phone=$3
	shift 3
	tm kill-session -t "=$name" 2>/dev/null
	agent "$name" --technician any --product Subiekt --name "Jan $name" \
		--company "$company" --phone "$phone" --problem x "$@"
	until_ok "$PATIENCE" on_row anna "$company" || fail "no row of $company"
}
# opens NAME PATTERN: the box of the chosen row
opens() {
	keys "$1" b
	sees "$1" "$2"
	sees "$1" "$(say 'Ctrl-S: link   Tab: next field   Esc: back')"
}
# into FIELD TEXT, at anna's: the field is emptied and filled; 0 is the code
into() {
	local i
	for ((i = 0; i < $1; i++)); do
		keys anna Tab
	done
	keys anna C-u
	text anna "$2"
	for ((i = $1; i < 5; i++)); do
		keys anna Tab
	done
}
no_box() {
	! shows "$1" "$(say 'Ctrl-S: link   Tab: next field   Esc: back')"
}
# Esc with another key right behind it would be Alt and that key
escapes() {
	keys "$1" Escape
	until_ok "$PATIENCE" no_box "$1" || fail 'Esc does not close the box'
}
# linked CONSOLE TICKET CODE: the desk says so, and the box is gone
linked() {
	sees "$1" "$(say 'ticket %lld is linked to %s, %s' |
		sed "s/%lld/$2/; s/%s.*/$3/")"
	no_box "$1" || fail 'the box stays'
}
book() {
	"$POMOC_BUILD/pomoc" client "$@" --data "$T/desk"
}
how() {
	say 'Ticket %lld: %s' | sed "s/%lld/$1/; s/%s.*//"
	say "$2"
}

mkdir -m 700 "$T/desk"
for who in anna piotr; do
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/$who"
	echo "name=\"$who\" $(cat "$T/$who.pub")" >>"$T/desk/technicians"
done
UNDER=(env LC_ALL="$LOCALE") # what it tells of before is in its language
# shellcheck disable=SC2119
desk
for who in anna piotr; do
	console "$who" --desk "$ADDR" --fingerprint "$FP" \
		--identity "$T/$who" --data "$T/$who.data"
	sees "$who" "$(say 'Nobody is waiting.')"
done

# --- a new one from the queue; a wrong NIP is named and nothing is lost
joins a 'Biuro Nowak' 600000001
opens anna "$(how 1 'not in the book: Ctrl-S makes him' | tr -d '\n')"
into 0 NOWAK
into 2 526-025-02-75
into 3 'Krótka 1'
into 4 'pays late'
keys anna C-s
sees anna "$(say 'NIP %s: the last digit should be %d, not %c' |
	sed 's/%s/5260250275/; s/%d/4/; s/%c.*/5/')"
for typed in NOWAK 'Biuro Nowak' 526-025-02-75 'Krótka 1' 'pays late'; do
	sees anna "$typed"
done
[ -z "$(book list)" ] || fail 'a wrong NIP is in the book'
into 2 526-025-02-74
keys anna C-s
linked anna 1 NOWAK
for kept in 'NIP: 5260250274' 'Krótka 1' 'pays late' 'tickets: 1'; do
	has "$(book show NOWAK)" "$kept"
done
sees anna 'Biuro Nowak = NOWAK Biuro Nowak'

# --- his next request: what he had stands in queue and card, he is suggested
let_in anna a
solve anna
sees anna "$(say 'Nobody is waiting.')"
close a Enter
joins a 'Biuro Nowak' 600000001
if [ "$COLS" -gt 100 ]; then
	sees anna "│ $(say 'Earlier tickets'): 1 [0-9-]{10} $(say solved)"
fi
keys anna i
sees anna "$(say 'Earlier tickets'): 1 [0-9-]{10} $(say solved): restarted"
sees anna "$(say Before): [0-9-]{10} +1 +$(say solved): restarted"
# from the card
opens anna "$(how 2 'probably, by his key: Ctrl-S links him' | tr -d '\n')"
sees anna ' NOWAK '
sees anna "[0-9-]{10} +1 +$(say solved): restarted"
keys anna C-s
linked anna 2 NOWAK

# --- another machine: by the NIP that he gives
joins b 'Nowak Jan' 600000002 --nip 5260250274
opens anna "$(how 3 'probably, by his NIP: Ctrl-S links him' | tr -d '\n')"
escapes anna

# --- a code that somebody has: refused by the desk, in the box; another does it
joins c 'Beta' 600000003
opens anna "$(how 4 'not in the book: Ctrl-S makes him' | tr -d '\n')"
into 0 NOWAK
into 3 'Inna 2'
keys anna C-s
sees anna "NOWAK .* Biuro Nowak"
sees anna 'Inna 2'
into 0 BETA
keys anna C-s
linked anna 4 BETA
has "$(book show BETA)" 'Inna 2'
has "$(book show NOWAK)" 'Krótka 1'
# --- the code alone links, and changes nothing of whom it belongs to
joins d 'Gamma' 600000004
opens anna "$(how 5 'not in the book: Ctrl-S makes him' | tr -d '\n')"
into 0 beta
keys anna C-s
linked anna 5 BETA
has "$(book show BETA)" 'name: Beta'
has "$(book show BETA)" 'tickets: 2'

# --- two at once: one links, the other is told by whom, in his box
joins e 'Delta' 600000005
until_ok "$PATIENCE" on_row piotr Delta || fail 'piotr has no Delta'
for who in anna piotr; do
	opens "$who" "$(how 6 'not in the book: Ctrl-S makes him' | tr -d '\n')"
	text "$who" "D$who"
	sees "$who" "D$who"
done
kill -STOP "$(pid_of anna)" "$(pid_of piotr)"
keys anna C-s
keys piotr C-s
kill -CONT "$(pid_of anna)" "$(pid_of piotr)"
one_has() {
	WINNER=anna LOSER=piotr
	no_box anna && shows piotr 'Danna, Delta' && return
	WINNER=piotr LOSER=anna
	no_box piotr && shows anna 'Dpiotr, Delta'
}
until_ok "$PATIENCE" one_has || {
	screen anna
	screen piotr
	fail 'not one of them has linked it, with words for the other'
}
sees "$LOSER" "D$LOSER"
escapes "$LOSER"
same "$(book list --words Delta | wc -l)" 1 'clients made'
# both change one client: the second is told what he is now
for who in anna piotr; do
	opens "$who" "$(how 6 linked | tr -d '\n')"
	keys "$who" Tab Tab Tab
	text "$who" "adres-$who"
done
keys "$WINNER" C-s
linked "$WINNER" 6 "D$WINNER"
keys "$LOSER" C-s
sees "$LOSER" "adres-$WINNER"
sees "$LOSER" "adres-$LOSER"
escapes "$LOSER"
has "$(book show "D$WINNER")" "adres-$WINNER"

# --- from the log, and the desk goes before it has answered: nothing is lost
keys anna M-2
sees anna '^ +3 .*Nowak Jan'
keys anna Home Down Down Down
opens anna "$(how 3 'probably, by his NIP: Ctrl-S links him' | tr -d '\n')"
into 4 'typed in vain'
kill -STOP "$DESK_PID"
keys anna C-s
sees anna "$(say 'Being written ...')"
kill_desk
until_ok "$PATIENCE" is_gone anna "$(say 'Being written ...')" ||
	fail 'the box waits for ever'
sees anna 'typed in vain'
escapes anna
exit 0
