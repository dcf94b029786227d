#!/bin/bash
# The technician sends a client away who only waits: nobody picks him, he is
# told, nothing is to be paid.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh
. tests/support/story.sh

console_desk console
client nowak
sees console 'Biuro Nowak'
# the desk of this console would go with it
keys console Q
sees console "$(say 'Leave pomoc?')"
keys console n
keys console X
sees console "$(say 'End a ticket that waits?')"
keys console e
sees nowak "$(say 'cancelled')"
sees nowak "$(say 'Nothing to pay.')"
has "$("$POMOC_BUILD/pomoc" show --data "$T/data" 1)" 'cancelled +anna'
exit 0
