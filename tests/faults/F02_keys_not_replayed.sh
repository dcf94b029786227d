#!/bin/bash
# Case 2: the client's program dies while the technician types, and he types on:
# when it is back and he is let in again, nothing of that is typed.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

console_desk c
client a
sees c 'Jan Nowak'
let_in c a
text c 'echo before-$((20+1))'
keys c Enter
sees a 'before-21'

text c "echo typed-\$((40+2)) >>'$T/typed'" # and no Enter yet
sees a 'typed-'
kill -9 "$(pid_of a)"
keys c Enter
text c "echo typed-\$((40+2)) >>'$T/typed'"
keys c Enter
sees c "$(say 'The link of %s is lost; the clock stands.' | sed 's/%s/.*/')"
text c "echo typed-\$((40+2)) >>'$T/typed'"
keys c Enter
until_ok "$PATIENCE" is_dead a || fail 'it lives'
tm kill-session -t =a

client a
give_code c a
consent a y
sees a "$(say 'sees and MAY TYPE')"
text c 'echo behind-$((20+2))'
keys c Enter
sees a 'behind-22'
[ ! -e "$T/typed" ] || fail 'it was typed after all'
shows a 'typed-' && fail 'it was typed again'
exit 0
