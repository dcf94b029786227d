#!/bin/bash
# The unit tests that ask nothing of POSIX, built for Windows, under wine.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/wine.sh"
dll() {
	dirname "$(realpath "$(x86_64-w64-mingw32-gcc-posix -print-file-name="$1")")"
}
WINEPATH="Z:$(dll libssp-0.dll);Z:$(
	dll libwinpthread-1.dll)"
export WINEPATH
programs=0
for t in "${EXE%/*}"/unit/*/*.exe; do
	[ -e "$t" ] || skip 'no unit tests here: make check-windows'
	$WINE "$t" >"$T/out" 2>&1 || {
		cat "$T/out"
		fail "$t"
	}
	programs=$((programs + 1))
	cases=$((${cases-0} + $(grep -c '^\[       OK \]' "$T/out")))
done
echo "$programs programs, $cases cases"
