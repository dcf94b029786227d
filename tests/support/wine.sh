# shellcheck shell=bash
# The Windows agent under wine, for tests: on top of lib.sh. `agent` and what is
# built on it start it then. Skips the test where wine or the agent is missing.
#
#   pid_of_wine NAME    the process of the agent in that terminal
#   old_windows         from now on it is a Polish Windows 10 1809
#   in_console          prints the programs that are in a pseudo console

WINE=/usr/lib/wine/wine64
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
EXE=${POMOC_EXE-$top/build-windows/pomoc-agent.exe}
[ -x $WINE ] || skip 'no wine here: make deps-reach'
[ -e "$EXE" ] || skip 'no pomoc-agent.exe here: make windows'
export WINEPREFIX=${WINEPREFIX-$top/build-windows/wine}
export WINEDEBUG=-all WINEARCH=win64 WINEDLLOVERRIDES='mscoree,mshtml='
unset DISPLAY
PATIENCE=$((PATIENCE + 20)) # it starts slowly

# once for all tests
if [ ! -e "$WINEPREFIX/made" ]; then
	mkdir -p "$WINEPREFIX"
	{
		$WINE wineboot -i &&
			$WINE reg add 'HKCU\Software\Wine' /v Version /d win10 /f
	} >"$T/wineboot.log" 2>&1 || fail 'wine makes no prefix'
	: >"$WINEPREFIX/made"
fi

# all of wine goes with the test, in time
wine_over() {
	local rc=$?
	/usr/lib/wine/wineserver -k
	(exit $rc)
	cleanup
}
trap wine_over EXIT

# What follows is as on a Polish Windows 10 1809: names that are char are of code
# page 1250. Files here keep their UTF-8 names.
old_windows() {
	command -v localedef >/dev/null || skip 'no locales here: make deps-reach'
	export LOCPATH=$T/locale LC_ALL=pl_PL.UTF-8
	mkdir "$LOCPATH"
	localedef -i pl_PL -f UTF-8 "$LOCPATH/$LC_ALL" || fail localedef
	/usr/lib/wine/wineserver -k
}

agent() {
	local name=$1
	shift
	term "$name" "$top/tests/support/wine_agent.sh" "$EXE" "$ADDR" \
		--fingerprint "$FP" "$@"
}

named() {
	local pid
	for pid in $(below "${POMOC_REAPER:-$$}"); do
		tr '\0' ' ' <"/proc/$pid/cmdline" | grep -Eqi "$1" &&
			echo "$pid"
	done 2>/dev/null
}

pid_of_wine() {
	local pid
	for pid in $(below "$(pid_of "$1")"); do
		[ "$(cat "/proc/$pid/comm")" != pomoc-agent.exe ] || echo "$pid"
	done 2>/dev/null | head -n 1
}

in_console() {
	named '^([^ ]*\\)?(cmd|ping)\.exe'
}

ping_runs() {
	[ -n "$(named '^([^ ]*\\)?ping\.exe')" ]
}
none_left() {
	[ -z "$(in_console)" ]
}

# A visit with a program of its own in the background of the pseudo console.
busy_visit() {
	console_desk c
	client a
	sees c 'Jan Nowak'
	let_in c a
	sees a '^[A-Z]:.*>'
	run a 'start /b ping -n 600 127.0.0.1 >nul'
	until_ok "$PATIENCE" ping_runs || fail 'no ping runs'
}
