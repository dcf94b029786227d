#!/bin/bash
# The unit tests of the agent's layers, built for Windows, under wine: all but
# those of units.txt, and of each that is there now.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/wine.sh"
dll() {
	dirname "$(realpath "$(x86_64-w64-mingw32-gcc-posix -print-file-name="$1")")"
}
WINEPATH="Z:$(dll libssp-0.dll);Z:$(
	dll libwinpthread-1.dll)"
export WINEPATH
cd "$top" || fail cd
sed -n 's|^\([a-z_]*/test_[a-z_]*\) .*|\1|p' tests/reach/units.txt >"$T/not"
while read -r t; do
	[ -e "tests/unit/$t.c" ] || fail "units.txt names $t, which is not there"
done <"$T/not"
umask 077 # what the lists of Windows would say
export POMOC_TEST_WORD='żółw 日本' XDG_DATA_HOME="Z:$T" XDG_CONFIG_HOME="Z:$T"
export TZ=Europe/Warsaw
programs=0
for t in "${EXE%/*}"/unit/*/*.exe; do
	[ -e "$t" ] || skip 'no unit tests here: make check-windows'
	name=${t#"${EXE%/*}/unit/"}
	# of an older tree
	grep -qx "${name%.exe}" "$T/not" && continue
	[ -e "tests/unit/${name%.exe}.c" ] || continue
	$WINE "$t" >"$T/out" 2>&1 || {
		cat "$T/out"
		fail "$t"
	}
	programs=$((programs + 1))
	cases=$((${cases-0} + $(grep -c '^\[       OK \]' "$T/out")))
	skipped=$((${skipped-0} + $(grep -c '^\[  SKIPPED \] [a-z]' "$T/out")))
done
echo "$programs programs, $cases cases, $skipped of POSIX alone are skipped"
echo "$(wc -l <"$T/not") programs are for POSIX alone, see tests/reach/units.txt"
