#!/bin/bash
# Case 8: the shared command becomes another program and another shell, and the
# visit goes on; when that one exits the visit is over for both (what it left
# behind is in ends.sh and ends_killed.sh; the user's own shell is started
# again: shell_again.sh).
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

console_desk c
client a -- /bin/sh
sees c 'Jan Nowak'
let_in c a
text c "exec env -i PS1='new# ' PATH=\"\$PATH\" /bin/sh"
keys c Enter
sees a '^new#'
text a 'echo still-$((30+3))'
keys a Enter
sees c 'still-33'
# less than a second of work would be no time at all
sees c "^ ($(say 'worked %s' | sed 's/%s.*//'))?[0-9:]*[1-9]"
text c 'exec sh -c "echo last-$((40+4)); read x"'
keys c Enter
sees a 'last-44'
keys a Enter
sees a "$(say 'The shell has ended, and with it the visit.')"
sees c "$(say '%s ended the visit; the clock stands. End the ticket with its outcome.' |
	sed 's/%s//')"
solve c || exit 1
sees a '246[.,]00'
exit 0
