#!/bin/bash
# Whatever way a visit ends, nothing that was started in it is left: not what
# left the session, forked twice, ignores signals, was stopped, or forks while
# it is being killed.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/zoo.sh"

console_desk c
next a 'Firma F12'
zoo "$T-f12"
keys a F12
sees a "$(say 'You have ended the visit.')"
gone "$T-f12" F12

keys c C-] d
next b 'Firma Window'
zoo "$T-hup"
tm kill-session -t '=b'
gone "$T-hup" 'the closed window'
