#!/bin/bash
# The same as ends.sh, where the user has no time to end it: the command that is
# shared ends, and the agent is killed.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/zoo.sh"

console_desk c
next d 'Firma Exit' -- /bin/sh
zoo "$T-exit"
text c 'exit; exit' # the first one may only warn of stopped jobs
keys c Enter
sees d "$(say 'The shell has ended, and with it the visit.')"
gone "$T-exit" exit

keys c C-] d
next e 'Firma Kill'
zoo "$T-kill"
kill -9 "$(pid_of e)"
gone "$T-kill" 'kill -9'
