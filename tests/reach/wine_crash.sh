#!/bin/bash
# What crashes deep inside (crash.c) puts the terminal back, once.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/wine.sh"
crash=${EXE%/*}/crash.exe
[ -e "$crash" ] || skip 'no crash.exe here: make windows'
said=$($WINE "$crash" 2>"$T/err") && fail 'it does not crash'
# wine's debugger says the rest
same "$(grep -c '^it is put back' <<<"$said")" 1 'times that it is put back'
