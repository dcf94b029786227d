#!/bin/bash
# Where the agent can write nothing, its folder a file or its disk full, the
# visit goes on and the client is told on the screen that he is not known the
# next time.
. "$(dirname "$0")/../support/small_disk.sh"
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

console_desk c
# its beginning, which stands in one row
told() {
	say 'Your key cannot be kept here, so the technician will not recognise you next time: %s' |
		sed 's/,.*//'
}

mkdir -p "$(home_of a)/.local/share"
: >"$T/home/a/.local/share/pomoc"
client a
sees a "$(told)"
sees a 'is not a'
sees c 'Jan Nowak'
close a F12
same "$(grep -c 'is not a' "$T/a.err")" 1 'times that it is said'

small_disk "$(home_of b)"
mkdir -p "$DISK/.local/share/pomoc"
chmod 700 "$DISK/.local/share/pomoc"
fill
LOCALE=pl_PL.UTF-8
client b
sees b "$(told)"
close b F12
make_room
tm kill-session -t '=b'
client b
sees b "$(say 'You are next in the queue.')"
shows b "$(told)" &&
	fail 'it is told where the key is kept'
close b F12
exit 0
