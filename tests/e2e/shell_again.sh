#!/bin/bash
# The shell ends by habit, "exit", and is started again in the same visit: both
# are told, rights stay, what a program had set of the terminal is gone and what
# the last shell left runs no more. One that ends at once ends the visit.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

again=$(say 'The shell has ended and was started again. F12 ends the visit.')

leftover() {
	runs "^sleep 43227"
}

no_leftover() {
	[ -z "$(leftover)" ]
}

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
text a 'setsid sleep 43227 & echo started-$((70+7))'
keys a Enter
sees c started-77
no_leftover && fail 'the search finds nothing at all'

# by the technician, from within what a program had set; after two seconds
text c "printf '\\033[?1049h\\033[?1000h\\033[?1006h\\033[?2004h\\033[?1h\\033[?25l\\033[3;5r\\033[7mframed'; sleep 2; exit"
keys c Enter
sees a "$again"
sees c "$again"
until_ok "$PATIENCE" no_leftover || fail 'the last shell left a process'
sees a 'MAY TYPE'
text c 'echo both-$((40+2)); cat -v'
keys c Enter
sees a both-42
sees c both-42
same "$(tm display-message -p -t '=a:' '#{cursor_flag}')" 1 'cursor of a'
same "$(tm display-message -p -t '=c:' '#{cursor_flag}')" 1 'cursor of c'
for name in a c; do
	tm set-buffer -b "p-$name" "pasted-by-$name"
	tm paste-buffer -p -b "p-$name" -t "=$name:"
	keys "$name" Up Enter
	sees a "pasted-by-$name\^\[\[A"
	sees c "pasted-by-$name\^\[\[A"
done
shows a '200~' && fail 'pastes are still marked'
tm capture-pane -p -e -t '=a:' | grep -q $'\033\[[0-9;]*7m[^\033]*both-42' &&
	fail 'what comes later is in the colours of the last program'
keys a C-c

# one that ends at once
echo exit >"$(home_of a)/.profile"
text a 'sleep 2; exit'
keys a Enter
sees a "$(say 'The shell has ended, and with it the visit.')"
sees c "$(say '%s ended the visit; the clock stands. End the ticket with its outcome.' |
	sed 's/%s//')"
solve c || exit 1
close a Enter
exit 0
