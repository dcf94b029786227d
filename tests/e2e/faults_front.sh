#!/bin/bash
# A killed front is replaced by the brain; a waiting client keeps its place, and
# a live visit goes on by itself, with a right screen, within two seconds.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
agent b --technician any --product Gestor --name 'Maria Zielińska' \
	--company ABC --phone '' --problem 'printer'
sees b "$(say 'You are next in the queue.')"
text a 'echo before-$((20+1))'
keys a Enter
sees c 'before-21'

pid=$(runs " __front" | head -n 1)
[ -n "$pid" ] || fail 'there is no front'
kill -9 "$pid"
start=$(now_ms)
text a 'echo behind-$((20+2))'
keys a Enter
sees c 'behind-22'
sees c TYPE
text c 'echo again-$((20+3))'
keys c Enter
sees a 'again-23'
spent=$(($(now_ms) - start))
echo "the visit went on after $spent ms"
case $POMOC_BUILD in
*-san) limit=6000 ;;
*) limit=2000 ;;
esac
[ $spent -le $limit ] || fail "it took $spent ms"
screen a | grep -c . >/dev/null
sees c 'before-21'
sees b "$(say 'You are next in the queue.')"
[ "$(runs " __front" | head -n 1)" != "$pid" ] || fail 'the front was not replaced'

solve c
sees a '246[.,]00'
