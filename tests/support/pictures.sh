#!/bin/bash
# The pictures of the README, from real screens: `make pictures`. Each is what
# the program shows in a terminal of 256 colours, on loopback, in a temporary
# folder; the clients are invented.
# usage: pictures.sh BUILD FOLDER
POMOC_BUILD=$1 FOLDER=$2
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/story.sh"

# picture NAME TERMINAL
picture() {
	tm capture-pane -e -p -N -t "=$2:" |
		"$POMOC_BUILD/support/picture" "$COLS" "$ROWS" \
			>"$T/$1.svg" || fail "no picture of $1"
	mv "$T/$1.svg" "$FOLDER/$1.svg"
	echo "$FOLDER/$1.svg"
}

# what the client of the visit works on
mkdir -p "$(home_of BiuroNowak)/closed/2026-"{08,09,10}
cat >"$(home_of BiuroNowak)/month.log" <<'END'
11-20 period 2026-11 locked by jan
11-22 close: period is locked
END

# caller NAME COMPANY PRODUCT PHONE TROUBLE
caller() {
	agent "${2// /}" --technician any --product "$3" --name "$1" \
		--company "$2" --phone "$4" --problem "$5"
	sees console "$2"
}

mkdir -p "$FOLDER"
COLS=120 ROWS=24
console_desk console
caller 'Maria Zielińska' 'Firma ABC' Subiekt '+48 601 000 000' \
	'printer template'
caller 'Piotr Wilk' 'Zeta' Gratyfikant '+48 602 000 000' \
	'salary list of November'
caller 'Jan Nowak' 'Biuro Nowak' Rewizor '+48 600 000 000' \
	'cannot close the month since Monday'
until_ok "$PATIENCE" on_row console Zeta || fail 'nobody to call'
keys console c
sees console "Zeta.*$(say yes)"
until_ok "$PATIENCE" on_row console Nowak || fail 'nobody to choose'
picture queue console

let_in console BiuroNowak
run console 'PS1="$ "; clear; ls closed/'
sees console '2026-10'
run console 'tail -2 month.log'
sees console 'period is locked'
run BiuroNowak 'echo "it was locked on $((20+2)) November"'
sees console 'on 22 November'
# the clock has begun
sees console '0:00:0[1-9].*250,00'
picture visit console

COLS=132
"$POMOC_BUILD/support/mklog" "$T/books"
console_desk books --data "$T/books"
sees books Epsilon
keys books M-2
sees books '846,67'
picture log books
keys books d
sees books "$(say '▒ money')"
picture bars books
exit 0
