#!/bin/bash
# The main job: queue, pick, code, consent, both type, revoke, end, log row.
# usage: visit.sh [LOCALE COLS ROWS]
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
LOCALE=${1-C.UTF-8} COLS=${2-80} ROWS=${3-24}

console_desk c
agent a
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

# both type, both see
text a 'echo from-the-$((40+2))-user'
keys a Enter
sees a 'from-the-42-user'
sees c 'from-the-42-user'
text c 'echo from-the-$((40+3))-technician'
keys c Enter
sees a 'from-the-43-technician'
sees c 'from-the-43-technician'

# taking the right back is local: the next key does not arrive
keys a F2
sees a "$(say 'may only WATCH')"
text c 'echo nev''er-$((40+4))'
keys c Enter
text a 'echo still-$((40+5))'
keys a Enter
sees c 'still-45'
shows a 'never' && fail 'typed without the right'
keys a F3
sees a "$(say 'sees and MAY TYPE')"
text c 'echo again-$((40+6))'
keys c Enter
sees a 'again-46'

solve c
sees a '246[.,]00'
sees a "$(say 'Questions? %s, phone %s' | sed 's/%s.*//')"
sees a '0:00:[0-9]+, 1 (started hour|rozpoczęta godzina) .* 200,00 zł net'
sees a "$(say "The technician's note: %s" | sed 's/%s/restarted/')"

row=$("$POMOC_BUILD/pomoc" log --data "$T/data" --format json)
has "$row" '"name": *"Jan Nowak"'
has "$row" '"client": *"Biuro Nowak"'
has "$row" '"outcome": *"solved"'
has "$row" '"net_gr": *20000'
has "$row" '"gross_gr": *24600'

close a Enter
# the sum and the place of the receipt stay in the terminal
left=$(cat "$T/a.err")
has "$left" '1: .*200,00 zł net.*, 246,00 zł (gross|brutto)$'
has "$left" "^$(say 'The receipt is in') /.*-1.txt\$"
close c Q
