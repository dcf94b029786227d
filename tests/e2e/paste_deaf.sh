#!/bin/bash
# A program that reads nothing of what is pasted: the keys behind the paste are
# still heard, at both ends.
# functions are called through until_ok
# shellcheck disable=SC2317
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

console_desk c
client a
sees c 'Jan Nowak'
let_in c a

# deaf CLIENT: a program that reads nothing
deaf() {
	run "$1" 'clear; stty raw -echo; echo waits-$((40+2)); exec sleep 1000'
	sees "$1" 'waits-42'
}

# nobody reads: F12 behind it is heard
lines "$T/much" 300000
deaf a
paste a "$T/much"
start=$(now_ms)
keys a F12
sees a "$(say 'You have ended the visit.')"
spent=$(($(now_ms) - start))
echo "F12 behind 300000 bytes was heard after $spent ms"
[ $spent -le $((PATIENCE * 100)) ] || fail 'that is late'

# more than we keep: the technician gets away, and so does the user
keys c C-] d
client b
sees c 'anyone'
until_ok "$PATIENCE" on_row c 'anyone' || fail 'not chosen'
let_in c b
lines "$T/much" 5000000
deaf b
paste c "$T/much"
keys c C-] d
sees c "$(say 'The client'"'"'s program does not read: the rest of what you type is lost.')" 20
keys b F2
sees b "$(say 'may only WATCH')"
paste b "$T/much"
keys b F12
sees b "$(say 'You have ended the visit.')" 20
