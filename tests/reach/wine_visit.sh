#!/bin/bash
# The main job with the Windows agent, under wine: queue, code, consent, cmd.exe
# in a pseudo console, both type, the right is taken back and given, a flood,
# the end with a receipt whose signature stands.
# usage: wine_visit.sh [LOCALE COLS ROWS]
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}

took() { # WHAT MS: what the closing note of a release tells
	echo "$1: $(($(now_ms) - $2)) ms"
}

console_desk c
began=$(now_ms)
agent a
sees a "$(say 'Who shall help you?')"
took 'start to the first list' "$began"
answer_steps a
sees a "$(say 'You are next in the queue.')"
sees c 'Jan Nowak|Biuro Nowak'

pick c a
text c 000000
keys c Enter
sees c "$(say 'wrong; two tries are left')"
give_code c a
consent a y
sees a "$(say 'sees and MAY TYPE')"
began=$(now_ms)
sees a '^[A-Z]:.*>'
took 'prompt' "$began"

run a 'echo from-the-%OS%-user'
sees a 'from-the-Windows_NT-user'
sees c 'from-the-Windows_NT-user'
run c 'echo from-the-%OS%-technician'
sees a 'from-the-Windows_NT-technician'
began=$(now_ms)
run a 'echo zażółć gęślą jaźń'
sees c '^zażółć gęślą jaźń'
took 'a line there and back' "$began"

keys a F2
sees a "$(say 'may only WATCH')"
run c "echo nev''er-%OS%"
run a 'echo still-%OS%'
sees c 'still-Windows_NT'
shows a 'never' && fail 'typed without the right'
keys a F3
sees a "$(say 'sees and MAY TYPE')"
run c 'echo again-%OS%'
sees a 'again-Windows_NT'

began=$(now_ms)
run a 'for /l %i in (1,1,2000) do @echo line %i of a long list'
sees c 'line 2000 of' 60
took '2000 lines' "$began"

solve c
sees a '246[.,]00'
sees a "$(say 'Questions? %s, phone %s' | sed 's/%s.*//')"
row=$("$POMOC_BUILD/pomoc" log --data "$T/data" --format json)
has "$row" '"outcome": *"solved"'
has "$row" '"gross_gr": *24600'
close a Enter

# to the byte what was signed
receipt=$(find "$T/home/a" -name '*.txt' | head -n 1)
[ -s "$receipt" ] || fail 'no receipt is kept'
ssh-keygen -Y check-novalidate -n pomoc-receipt -s "$receipt.sig" <"$receipt" ||
	fail 'the signature of the receipt is wrong'
close c Q
