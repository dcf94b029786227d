#!/bin/bash
# Case 9: a program prints a gigabyte: both screens live meanwhile, and agent,
# console and front are no larger than after the first tenth of it.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh
MEGABYTES=${MEGABYTES-1000}
case $POMOC_BUILD in
*-san) MEGABYTES=50 ;;
esac

rss_kb() {
	awk '/^VmRSS/ { print $2 }' "/proc/$1/status"
}
all_rss() {
	rss_kb "$(pid_of a)"
	rss_kb "$(pid_of c)"
}
# prints MEGABYTES NAME: and waits until both saw the end
prints() {
	text c "clear; $POMOC_BUILD/support/flood $PWD/tests/fuzz/corpus/cost/plain $1"
	keys c Enter
	if [ $# -gt 1 ]; then
		# the user's own keys and the technician's work at once
		until_ok "$PATIENCE" flooded || fail 'nothing is printed'
		keys a F2
		sees a "$(say 'may only WATCH')"
		sees c '^ Biuro Nowak  VIEW'
		keys a F3
		sees a 'MAY TYPE'
		keys c C-] d
		sees c "$(say 'Enter pick')"
		keys c Enter
		shows a 'End of plain' && fail 'too short to be looked at'
	fi
	sees a 'End of plain' 280
	sees c 'End of plain' 60
	text a 'clear; echo seen-$((50+5))'
	keys a Enter
	sees c 'seen-55'
}
flooded() {
	[ "$(screen a | grep -c '[^ ]')" -gt 12 ]
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
prints $((MEGABYTES / 10))
mapfile -t before < <(all_rss)
start=$(now_ms)
prints "$MEGABYTES" live
mapfile -t after < <(all_rss)
echo "$MEGABYTES MB in $(($(now_ms) - start)) ms; agent ${before[0]} to" \
	"${after[0]} kB, console ${before[1]} to ${after[1]} kB"
for n in 0 1; do
	[ $((after[n] - before[n])) -le 2048 ] || fail 'memory grows'
done
exit 0
