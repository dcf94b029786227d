#!/bin/bash
# A client's computer whose clock is wrong by years, and is set by years in the
# middle of a visit: what is counted is, and the dates are the desk's.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

command -v faketime >/dev/null || skip 'no faketime here: make deps-reach'
case $POMOC_BUILD in
*-san) skip 'a sanitizer has to be loaded first' ;;
esac
LC_ALL=C grep -q 'ld-linux' "$POMOC_BUILD/pomoc-agent" ||
	skip 'nothing can be loaded into this agent'
clock() {
	echo "$1" >"$T/clock.new"
	mv "$T/clock.new" "$T/clock"
}
clock -40y
preload=$(faketime -f +0 printenv LD_PRELOAD) || fail 'faketime'
wrong=(env "LD_PRELOAD=$preload" "FAKETIME_TIMESTAMP_FILE=$T/clock"
	FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1)
same "$("${wrong[@]}" date +%Y)" $(($(date +%Y) - 40)) 'the year'

# wrong_client NAME: an agent on such a computer
wrong_client() {
	term "$1" "${wrong[@]}" "$POMOC_BUILD/pomoc-agent" "$ADDR" \
		--fingerprint "$FP" --technician any --product Subiekt \
		--name 'Jan Nowak' --company 'Biuro Nowak' --phone '600' \
		--problem 'wrong clock'
}

console_desk c
data=$(home_of a)/.local/share/pomoc
today=$(TZ=Europe/Warsaw date +%F)
wrong_client a
sees c 'Jan Nowak'
let_in c a
sees a 'worked 0 min|0:00:[0-9]+'

# consents N: so many times he was let in, by that computer
consents() {
	[ "$(grep -c 'consent for anna: yes' "$data/agent.log")" -eq "$1" ]
}

# set forth and back in the middle, before 1970, too; and the links break
times=1
for years in +30 -90; do
	clock "${years}y"
	kill -9 "$(runs ' __front' | head -n 1)"
	# keys that are on their way are not typed again
	times=$((times + 1))
	until_ok "$PATIENCE" consents $times || fail 'the links do not come back'
	text a "echo behind-\$((100$years))"
	keys a Enter
	sees c "behind-$((100 + years))"
	text c "echo again-\$((100$years))"
	keys c Enter
	sees a "again-$((100 + years))"
	sees a 'worked 0 min|0:00:[0-9]+'
done
solve c
sees a '246[.,]00'
sees a '0:00:[0-9]+, 1 started hour'
sees a 'The receipt is in'
grep -q 'warn: the desk says that it is 20' "$data/agent.log" || fail 'not logged'
receipt=$(echo "$data/receipts"/*-1.txt)
[ "$today" = "$(TZ=Europe/Warsaw date +%F)" ] || skip 'it was midnight'
same "${receipt##*/}" "$today-1.txt" 'the name of the receipt'
has "$(cat "$receipt")" "$today"
close a Enter

# nobody can tell since when he is known; and known he is, by a right clock, too
has "$(cat "$data/known_technicians")" ' 0 anna$'
cp -a "$(home_of a)/." "$(home_of b)"
wrong=()
wrong_client b
sees c 'wrong clock'
pick c b
sees b 'The key of anna is known here \(day not known\)'
