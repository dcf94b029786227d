#!/bin/bash
# On a Windows that is too old the agent says so first, whatever it is called
# with, and in Polish too; and that Windows does start it: nothing is imported
# that it has not.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/wine.sh"

cp "$EXE" "$T/pomoc-old.exe"
# on VERSION [ARGUMENT...]: what it says there; its exit is in CODE
on() {
	local version=$1
	shift
	$WINE reg add 'HKCU\Software\Wine\AppDefaults\pomoc-old.exe' \
		/v Version /d "$version" /f >/dev/null 2>&1 || fail 'no registry'
	said=$($WINE "$T/pomoc-old.exe" "$@" 2>&1 </dev/null)
	CODE=$?
}

for version in win7 win81; do
	for option in --version --check --nonsense; do
		on $version $option
		same "$CODE" 1 "exit of $option on $version"
		has_text "$said" 'is too old: Windows 10 version 1809'
	done
done
LC_ALL=pl_PL.UTF-8 on win7
has_text "$said" 'jest za stary'
on win10 --version
same "$CODE" 0 'exit on win10'
has "$said" '^pomoc-agent [0-9]'

dump=$(command -v x86_64-w64-mingw32-objdump) || exit 0
"$dump" -p "$EXE" >"$T/dump"
grep -q '^MajorSubsystemVersion[[:space:]]*6$' "$T/dump" ||
	fail 'Windows 7 does not start it'
grep -E 'Precise|ThreadDescription|PseudoConsole|GetTempPath2' "$T/dump" &&
	fail 'that is imported'
exit 0
