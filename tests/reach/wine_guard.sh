#!/bin/bash
# The guard of the Windows agent ends what spins (spin.c), the shell first.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/wine.sh"
spin=${EXE%/*}/spin.exe
[ -e "$spin" ] || skip 'no spin.exe here: make windows'
began=$(now_ms)
said=$($WINE "$spin")
same "$?" 134 'exit of what spins'
echo "ended after $(($(now_ms) - began)) ms"
has_text "$said" 'the shell is ended'
