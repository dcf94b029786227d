#!/bin/bash
# Two technicians of one desk: both press Enter on the same client at the same
# moment, a client of a program that one of them does not serve, and the end of a
# ticket whose technician has gone.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# of_product NAME PRODUCT
of_product() {
	agent "$1" --technician any --product "$2" --name "Jan $1" \
		--company "Firma $1" --phone 1 --problem x
}

has_code() {
	shows "$1" "$(say 'Check code')"
}
# has_lost CONSOLE CLIENT COLLEAGUE: by the desk's word, or the row was faster
has_lost() {
	shows "$1" "$(say '%s was taken by %s.' | sed "s/%s/Firma $2/; s/%s/$3/")" ||
		shows "$1" "$(say '%s is with %s already.' |
			sed "s/%s/Firma $2/; s/%s/$3/")"
}
# one_has CLIENT: the one has him, the other reads who; sets WINNER and LOSER
one_has() {
	WINNER=anna LOSER=piotr
	has_code anna && has_lost piotr "$1" anna && return
	WINNER=piotr LOSER=anna
	has_code piotr && has_lost anna "$1" piotr
}

mkdir -m 700 "$T/desk"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/anna"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$T/piotr"
printf 'name="anna" %s\nname="piotr",products="Gestor" %s\n' \
	"$(cat "$T/anna.pub")" "$(cat "$T/piotr.pub")" >"$T/desk/technicians"
# shellcheck disable=SC2119
desk
for who in anna piotr; do
	console "$who" --desk "$ADDR" --fingerprint "$FP" \
		--identity "$T/$who" --data "$T/$who.data"
	sees "$who" "$(say 'Nobody is waiting')"
done

# --- at the same moment: both consoles wake with the key in their terminal
for n in 1 2 3; do
	of_product "G$n" Gestor
	# a row that came into the place of another takes no Enter for half a
	# second: it has waited for one
	sees anna "^>N 00:0[1-9] .*Firma G$n"
	sees piotr "^>N 00:0[1-9] .*Firma G$n"
	kill -STOP "$(pid_of anna)" "$(pid_of piotr)"
	keys anna Enter
	keys piotr Enter
	kill -CONT "$(pid_of anna)" "$(pid_of piotr)"
	until_ok "$PATIENCE" one_has "G$n" || {
		screen anna
		screen piotr
		fail "not one of them has G$n, with words for the other"
	}
	echo "G$n: $WINNER"
	sees "G$n" "$WINNER"
	shows "G$n" "$LOSER" && fail "G$n reads of $LOSER"
	keys "G$n" F12
	sees "G$n" 'Questions\?'
	sees "G$n" "$(say 'Nothing to pay.')"
	close "G$n" Enter
	for who in anna piotr; do
		sees "$who" "$(say 'Nobody is waiting')"
	done
	same "$("$POMOC_BUILD/pomoc" show --data "$T/desk" "$n" |
		grep -c ' claimed ')" 1 "claims of G$n"
done

# --- what the one has noted, the other reads before he phones
of_product G9 Gestor
sees anna "^>.*Firma G9"
keys anna n
sees anna "$(say 'Note, technicians only: ' | sed 's, *$,,')"
text anna 'asks for ten'
keys anna Enter
sees piotr "^>.*Firma G9"
sees piotr '[+] asks for ten'
keys G9 F12
[ "$(ended G9)" = 0 ] || fail 'F12 does not leave the queue'
sees piotr "$(say '%s waits no more: %s.' | sed 's/%s/Firma G9/; s/%s.*//')"
for who in anna piotr; do
	sees "$who" "$(say 'Nobody is waiting')"
done

# --- who does not serve the program is asked before he takes the client
of_product S Subiekt
sees piotr '^>.*Firma S'
sees piotr "Subiekt$(say ', not your product')"
sees anna '^>.*Firma S'
shows anna "$(say ', not your product')" && fail 'anna serves all'
take_asked() {
	keys piotr Enter
	soon shows piotr "$(say 'The desk knows you for other products' |
		cut -c 1-20)"
}
until_ok "$PATIENCE" take_asked || fail 'taken without a word'
keys piotr l
sees piotr '^>N.*Firma S'

# --- and is marked where a client is handed over
pick anna S
give_code anna S
consent S y
sees S "$(say 'sees and MAY TYPE')"
keys anna C-] h
sees anna "piotr.*$(say ', not his product')"
keys anna Escape

# --- a colleague's client is his to end, from wherever; who has gone leaves him
# to those who are here
keys piotr X
sees piotr "$(say '%s is with %s already.' | sed 's/%s/Firma S/; s/%s/anna/')"
shows piotr "$(say 'End the ticket')" && fail "a box for a colleague's client"
kill -9 "$(pid_of anna)"
ends_it() {
	keys piotr X
	soon shows piotr "$(say 'End the ticket')"
}
until_ok "$PATIENCE" ends_it || fail 'who has gone keeps his client'
keys piotr U
sees piotr "$(say 'Ctrl-S')"
keys piotr C-s
sees S "$(say 'Nothing to pay.')"
has "$("$POMOC_BUILD/pomoc" show --data "$T/desk" 5)" 'ended +piotr'
