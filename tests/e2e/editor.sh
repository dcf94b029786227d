#!/bin/bash
# A note in the user's editor: it gets what was typed, in a file that nobody
# else can read and of which nothing is left; what it wrote comes back; the
# desk goes on meanwhile; one that stops goes on; one that fails loses nothing.
# functions are called through until_ok
# shellcheck disable=SC2317
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

# waits for a word on the terminal, as an editor does
cat >"$T/editor" <<'END'
#!/bin/sh
[ "$1" = -f ] || exit 7
stat -c 'rights %a' "$2" "$(dirname "$2")"
echo "got: $(cat "$2")"
echo "$2" >"$EDITED"
cp "$2" "$2~"
read -r word
[ "$word" != stop ] || { kill -STOP $$; echo 'went on'; read -r word; }
[ "$word" != fail ] || { echo lost >"$2"; exit 3; }
[ "$word" != long ] || { printf '%0600d\n' 7 >"$2"; exit 0; }
printf '%s\nsecond line, żółw\n' "$word" >"$2"
END
chmod +x "$T/editor"
export XDG_RUNTIME_DIR=$T EDITED=$T/edited
export VISUAL="$T/editor -f" EDITOR=/nonexistent

FAILED=$(say 'the editor failed: %.100s' | sed 's/:.*/: /')
wiped() {
	[ ! -e "$(dirname "$(cat "$T/edited")")" ]
}

console_desk console
client nowak
sees console 'Biuro Nowak'
keys console n
sees console "$(say 'Note, technicians only: ' | sed 's/ $//')"
text console 'called twice'
keys console C-x
sees console 'rights 600'
sees console 'rights 700'
sees console 'got: called twice'
# nothing of ours is on the screen, and the desk lives
client lis
sees lis "$(say 'Your place in the queue: %d of %d.' | sed 's/%d/2/; s/%d/2/')"
shows console "$(say Queue)" && fail 'it draws over the editor'
# what is typed at it ends none of ours
keys console C-c
sees console "$FAILED"
sees console 'called twice'
wiped || fail 'a killed editor leaves the text'

keys console C-x
sees console 'got: called twice'
text console fail
keys console Enter
sees console "$FAILED"
sees console 'called twice'
shows console lost && fail 'what a failed editor wrote is taken'
wiped || fail 'a failed editor leaves the text'

# too long: all of it comes back into the editor
keys console C-x
sees console 'got: called twice'
text console long
keys console Enter
sees console 600
keys console C-x
sees console 'got: 0{60}'
# one that stops alone, so that nobody hears of it, goes on
text console stop
keys console Enter
sees console 'went on'
text console first
keys console Enter
sees console 'first second line, żółw'
sees console "$(say Queue) 2"
wiped || fail 'the text is left'
keys console Enter
sees console "$(say 'Done.')"
has "$("$POMOC_BUILD/pomoc" show --data "$T/data" 1)" \
	'first second line, żółw'
# the keys are ours again
keys console Q
sees console "$(say 'Leave pomoc?')"
keys console n

# the console ends under it: so does the editor, and nothing is left
keys console n
text console secret
keys console C-x
sees console 'got: secret'
kill -TERM "$(pid_of console)"
ended console >"$T/out"
wiped || fail 'the text outlives the console'
[ -z "$(runs "$T/editor")" ] || fail 'the editor outlives the console'
exit 0
