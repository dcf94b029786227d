#!/bin/bash
# From a key at the technician to its echo there: plain ssh, and pomoc through
# desk and tunnel, in one run.
. "$(dirname "$0")/../support/lib.sh"
: "${KEYS=2000}"
keyecho=$POMOC_BUILD/support/keyecho

stock_sshd
printf 'ssh     '
"$keyecho" "$KEYS" -e ready '' -- "${SSH[@]}" -tt 127.0.0.1 'echo ready; cat'
