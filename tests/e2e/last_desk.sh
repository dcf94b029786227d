#!/bin/bash
# The desk that was reached once needs no naming again; a line that could not be
# reached, and one of another desk, are not remembered instead.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"

# again [ARGUMENT...]: on the same machine
again() {
	tm kill-session -t '=a' 2>/dev/null
	term a "$POMOC_BUILD/pomoc-agent" "$@"
}

console_desk c
wrong=SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA

# nothing is known yet; a wrong key is not kept
again
same "$(ended a)" 2 'exit without a desk'
again "$ADDR/$wrong"
same "$(ended a)" 3 'exit at a wrong key'
again
same "$(ended a)" 2 'exit when only a wrong one was tried'

# one word, as it may be read out of a letter; then no word at all
again "$ADDR/${FP#SHA256:}"
sees a "$(say 'Who shall help you?')"
close a F12
again
sees a "$(say 'Who shall help you?')"
close a F12

# who names one means that one
again "$ADDR"
same "$(ended a)" 2 'exit with half a desk'
exit 0
