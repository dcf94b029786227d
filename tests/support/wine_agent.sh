#!/bin/sh
# wine_agent.sh EXE ARGUMENT...: the Windows agent under wine in this terminal.
# Its bytes go through pipes: wine's own console knows no sequences of a
# terminal. The shell opens the console by name then, for with pipes on ours
# wine gives the programs in a pseudo console no handles.
# WINE_FOLDERS: all is where Windows has it, and only POMOC_DATA is ours
[ -n "${WINE_FOLDERS-}" ] ||
	export XDG_DATA_HOME="Z:$HOME/.local/share" XDG_CONFIG_HOME="Z:$HOME/.config"
case " $* " in
*" -- "*) ;;
*) set -- "$@" -- cmd.exe /d /c 'cmd.exe <CONIN$ >CONOUT$ 2>CONOUT$' ;;
esac
umask 077 # what the lists of Windows would say
size=$(stty size)
export POMOC_TTY_SIZE="${size#* }x${size% *}"
mode=$(stty -g)
stty raw -echo
rm -f "$HOME/.keys" "$HOME/.code"
mkfifo "$HOME/.keys"
cat /dev/tty >"$HOME/.keys" &
keys=$!
{
	/usr/lib/wine/wine64 "$@" <"$HOME/.keys"
	echo $? >"$HOME/.code"
} | cat
kill $keys
stty "$mode"
exit "$(cat "$HOME/.code")"
