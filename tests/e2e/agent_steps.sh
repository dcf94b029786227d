#!/bin/bash
# The client's side by itself: names on the command line in any case, unknown
# ones asked for, the double click, small windows, questions that wait behind
# others, the end of the shell; in Polish, whose keys are Polish.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=pl_PL.UTF-8

# double_click NAME COL ROW: as a terminal reports it
double_click() {
	local press release
	printf -v press '\033[<0;%d;%dM' "$2" "$3"
	printf -v release '\033[<0;%d;%dm' "$2" "$3"
	text "$1" "$press$release$press$release"
}

resize() {
	tm resize-window -t "=$1:" -x "$2" -y "$3"
}

# wait_gone NAME PATTERN
wait_gone() {
	until_ok "$PATIENCE" eval "! shows $1 '$2'" || fail "$1 still shows $2"
}

# sees_all NAME PATTERN: in a box, over its rows
sees_all() {
	until_ok "$PATIENCE" in_box "$1" "$2" || {
		screen "$1"
		fail "$1 does not show: $2"
	}
}

in_box() {
	screen "$1" | sed 's/│//g' | tr -s '\n ' ' ' | grep -Eq -- "$2"
}

# small NAME: it says so, and nothing else
small() {
	until_ok "$PATIENCE" is_small "$1" || {
		screen "$1"
		fail "$1 says more than that its window is too small"
	}
}

is_small() {
	[ "$(screen "$1" | tr -s '\n ' ' ' | sed 's/ *$//')" = \
		'Okno za małe: trzeba 40x10. F12 kończy wszystko.' ]
}

console_desk c
agent a --technician nobody --product sUBIEKT --name 'Jan Nowak' \
	--company 'Biuro Nowak' --phone '+48 600' --problem 'miesiąc' -- /bin/sh
sees a 'Nie ma serwisanta o tej nazwie'
row=$(screen a | grep -n '^ *anna ' | cut -d : -f 1)
double_click a 8 "$row"
sees a 'następne w kolejce'
sees a 'Subiekt'
agent b --technician any --product Nonsense
sees b 'Nie ma programu o tej nazwie'
keys b Enter
sees b 'Imię i nazwisko'
resize b 40 10
sees b 'Telefon'
sees b 'Co się dzieje'
resize b 80 24
text b 'Zażółć'
keys b BSpace
sees b 'Imię i nazwisko [*] Zażół *$'
kill -TERM "$(pid_of b)"
same "$(ended b)" 143 'exit after SIGTERM'

# Polish letters for Polish words, each once
pick c a
give_code c a
# in the smallest window all that has to be known is read before the choice; in
# one that is smaller nothing is offered but the no
sees a 'Wpuścić serwisanta'
resize a 40 10
sees_all a 'anna .Serwis Demo. chce wejść. Czy to rozmowa z nimi[?]'
sees_all a 'Kto pisze, może tu|Kto pisze, może wszystko to, co ty'
sees_all a '200,00 zł netto, 246,00 zł brutto za każdą rozpoczętą godzinę'
sees a '\[T\] tak, podgląd i pisanie'
sees a '\[N\] nie'
resize a 40 9
sees a 'Okno jest za małe'
sees a '\[N\] nie'
shows a '\[T\]|\[P\]' && fail 'a yes to what cannot be read'
# below that one line, and no key but F12
resize a 20 5
small a
keys a t Enter
resize a 40 9
sees a 'Okno jest za małe'
agent s --technician any --product Nonsense
sees s 'Nie ma programu o tej nazwie'
resize s 24 6
small s
keys s F12
same "$(ended s)" 0 'exit after F12 in a small window'
resize a 80 24
sees a 'support A .wsparcie., 200,00 zł netto'
sees a '\[T\] tak, .*\[P\] tylko podgląd .*\[N\] nie'
shows a '\[Y\]|\(y\)' && fail 'English keys beside Polish words'
consent a w
sees a 'tylko PODGLĄD'

# F3 gives the right to type where nobody asks for it, and answers no question
keys a F3
sees a 'MOŻE PISAĆ'
keys a F2
sees a 'tylko PODGLĄD'
keys c C-] w
sees a 'prosi o prawo'
sees a 'Kto pisze, może tu wszystko'
keys a F3 x
sees a 'Za szybko'
shows a 'prosi o prawo' || fail 'F3 answers a question'
answer a '&yes' 'prosi o prawo'
sees a 'MOŻE PISAĆ'
wait_gone a 'prosi o prawo'
# one that waits comes back
keys a F2
sees a 'tylko PODGLĄD'
keys c C-] w
sees a 'prosi o prawo'
keys a F8
sees a 'Rozmowa: Enter'
keys a F3
sees a 'pytanie czeka na odpowied'
keys a F8
sees a 'prosi o prawo'
answer a '&no' 'prosi o prawo'
sees a 'tylko PODGLĄD'

# rate, time, the next hour, net and gross, and keys with their words on both
# sides in any window
price_seen() {
	local key
	sees "$1" '([0-9] min|[0-9]:[0-9]{2}).*  200,00 zł/h.*nast.* ([0-9]+:[0-9]{2}|min)'
	sees "$1" '200,00( zł)? netto, 246,00( zł)? brutto'
	for key in "${@:2}"; do
		sees "$1" "$key"
	done
}
keys a F3
sees a 'MOŻE PISAĆ'
for size in '80 24' '60 18' '40 10'; do
	# shellcheck disable=SC2086
	resize a $size
	# shellcheck disable=SC2086
	resize c $size
	price_seen a 'F2 (zabroń pisać|stop)' 'F12 zakończ'
	price_seen c 'wycena: brak'
done
resize a 80 24
resize c 80 24
keys a F2
sees a 'tylko PODGLĄD'

# the shell ends by itself: the amount so far stays to be read, and the console
# does not try a client who has left
sees a '200,00( zł)? netto, 246,00( zł)? brutto'
text a 'exit'
keys a Enter
sees a 'Najwyżej 200,00 zł netto, 246,00 zł brutto'
sees c 'Wizyta jest skończona'
close a Enter

# the terminal of a console is gone, or the console killed: nobody stays behind
nobody_at_the_desk() {
	[ -z "$(runs "^[^ ]*/(pomoc|exe) .*$T/data")" ]
}
nobody_at_the_desk && fail 'the search finds nobody at all'
tm kill-session -t '=c'
until_ok 5 nobody_at_the_desk || fail 'a console outlived its terminal'
console_desk d
nobody_at_the_desk && fail 'the search finds nobody at all'
kill -9 "$(pid_of d)"
until_ok 5 nobody_at_the_desk || fail 'a desk outlived its console'
