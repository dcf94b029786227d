#!/bin/bash
# Whom the client has let in before: written down after both codes and a yes,
# said when it is nobody, loud when the key is another one, however the name is
# spelled, and as often as it comes.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

FILE=$T/home/a/.local/share/pomoc/known_technicians

# the codes of both, and the answer to the question
checked_and() {
	give_code c a
	sees a "$(say 'Let the technician in?')"
	consent a "$1"
}

# at_end: the ticket and the client's program are over
at_end() {
	solve c
	sees a 'Questions\?'
	close a Enter
	tm kill-session -t =a
}

console_desk c
client a
sees c 'Biuro Nowak'

# nobody knows her, and a no makes nobody known
pick c a
sees a 'anna was never let in on this computer before'
[ ! -s "$FILE" ] || fail 'written before anything was proven'
checked_and n
sees a 'did not let anna in'
[ ! -s "$FILE" ] || fail 'a refused one is known'

# half of the check makes nobody known either
pick c a
sees a 'anna was never let in on this computer before'
text c "$(code_on a)"
keys c Enter
until_ok "$PATIENCE" reads_back c || fail 'no digits to read back'
keys c Escape Escape
sees c 'The visit is over'
[ ! -s "$FILE" ] || fail 'half a check makes known'

# both codes and a yes do
pick c a
checked_and y
sees a 'sees and MAY TYPE'
[ "$(grep -c ' anna$' "$FILE")" = 1 ] || fail 'not written down'
at_end
client a
sees c 'Biuro Nowak'
pick c a
sees a 'The key of anna is known here since'
checked_and y
sees a 'sees and MAY TYPE'
[ "$(wc -l <"$FILE")" = 1 ] || fail 'written twice'
at_end

# the same name with another key, spelled so that it only looks the same
sed 's/SHA256:....\(.*\) anna$/SHA256:AAAA\1 АNNА/' "$FILE" >"$T/changed"
grep -q 'АNNА$' "$T/changed" || fail 'the file looks different'
cp "$T/changed" "$FILE"
client a
sees c 'Biuro Nowak'
pick c a
sees a 'CAREFUL: anna came with another key before'
checked_and y
sees a 'sees and MAY TYPE'
cmp -s "$FILE" "$T/changed" || fail 'a changed key was taken over'
at_end
client a
sees c 'Biuro Nowak'
pick c a
sees a 'CAREFUL: anna came with another key before'
