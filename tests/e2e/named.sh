#!/bin/bash
# The agent's file says by its name which desk it asks, whatever a browser or a
# desktop has made of that name; who it is and whether he phoned is shown before
# anything is told; what contradicts it is said, and a broken name leads nowhere.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# again COMMAND...: on the same machine
again() {
	tm kill-session -t '=a' 2>/dev/null
	term a "$@"
}

console_desk c
url=$(tr +/ -_ <<<"${FP#SHA256:}")
folder="$T/Pobrane Łukasz"
name=pomoc_127.0.0.1_${ADDR##*:}_$url
mkdir "$folder"
asked=$(say 'Did you phone them?')

# a copy, as a browser saves the second one; no word and no configuration
copy="$folder/$name (1)"
cp "$POMOC_BUILD/pomoc-agent" "$copy" || fail copy
again "$copy"
sees a "$(say 'Who shall help you?')"
shows a "$asked" || fail 'nobody is asked whether he phoned'
shows a "\(127\.0\.0\.1:${ADDR##*:}\)" || fail 'the desk is not shown'
close a F12

# whom he did not phone is not remembered
again "$POMOC_BUILD/pomoc-agent"
same "$(ended a)" 2 'exit after the first screen alone'

# a link is called by its own name
ln -s "$POMOC_BUILD/pomoc-agent" "$folder/$name — kopia"
again "$folder/$name — kopia"
sees a "$(say 'Who shall help you?')"
close a F12

# the configuration says another: the name holds, and that is said
conf=$T/agent.conf
printf '[desk]\nhost = other.example.pl\n' >"$conf"
again "$copy" --config "$conf"
sees a 'The configuration says other\.example\.pl:7722'
shows a 'the name holds' || fail 'what holds is not said'
close a F12

# where the list of technicians is passed over, it is asked beside the card; in
# the smallest terminal the field in which is typed is seen
COLS=40 ROWS=10
again "$copy" --technician any --product Subiekt
sees a 'you phone'
for _ in 1 2 3 4; do
	keys a Tab
done
text a 'the printer'
sees a 'wrong +the printer'
shows a 'you phone' || fail 'the question has gone'
COLS=80 ROWS=24
close a F12

# nothing of a card that is given is told to a desk that he did not name himself
# before he saw whose it is
whole=(--technician any --product Subiekt --name 'Jan Nowak' --company 'Biuro Nowak'
	--phone '+48 600 000 000' --problem 'cannot close the month')
again "$copy" "${whole[@]}"
sees a "$asked"
sees c 'Nobody is waiting'
shows a 'You are next in the queue' && fail 'it is told before he was asked'
grep -q 'ticket 1' "$T/data/desk.log" && fail 'the desk has the request'
keys a Enter Enter Enter Enter Enter
sees a "$(say 'You are next in the queue.')"
sees c 'Biuro Nowak'
close a F12
# that he knows now
again "$copy" "${whole[@]}"
sees a "$(say 'You are next in the queue.')"
close a F12

# a broken name leads to no other desk, not even to the one remembered
cp "$POMOC_BUILD/pomoc-agent" "$folder/${name%????}.exe"
again "$folder/${name%????}.exe"
same "$(ended a)" 2 'exit with a broken name'
has "$(cat "$T/a.err")" 'has 39 of 43 letters'

# the one remembered is enough, until it is forgotten
again "$POMOC_BUILD/pomoc-agent"
sees a "$(say 'Who shall help you?')"
close a F12
again "$POMOC_BUILD/pomoc-agent" --forget
same "$(ended a)" 0 'exit of --forget'
again "$POMOC_BUILD/pomoc-agent"
same "$(ended a)" 2 'exit when it is forgotten'
exit 0
