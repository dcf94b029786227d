#!/bin/bash
# The Windows agent by its file's name alone, in a folder with Polish letters and
# as a browser saves a second copy; what it keeps, and its words of the system's
# language.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/story.sh"
. "$(dirname "$0")/../support/wine.sh"

console_desk c
folder="$T/Pobrane Łukasz"
name=pomoc_127.0.0.1_${ADDR##*:}_$(tr +/ -_ <<<"${FP#SHA256:}")
mkdir "$folder"
cp "$EXE" "$folder/$name (1).exe" || fail copy
tm kill-session -t "=a" 2>/dev/null
term a "$top/tests/support/wine_agent.sh" "$folder/$name (1).exe"
sees a "$(say 'Who shall help you?')"
shows a "\(127\.0\.0\.1:${ADDR##*:}\)" || fail 'the desk is not shown'
until_ok "$PATIENCE" test -s "$T/home/a/.local/share/pomoc/agent_key" ||
	fail 'no key is kept'
close a F12

# the same key the second time, and the desk that was reached last
cp "$T/home/a/.local/share/pomoc/agent_key" "$T/key"
tm kill-session -t "=a" 2>/dev/null
term a "$top/tests/support/wine_agent.sh" "$folder/$name (1).exe"
sees a "$(say 'Who shall help you?')"
close a F12
cmp "$T/key" "$T/home/a/.local/share/pomoc/agent_key" || fail 'another key'
[ ! -s "$T/a.err" ] || grep -v 'running as administrator' "$T/a.err" && fail "$(cat "$T/a.err")"

# by its short name it is the same file
short=$(cd "$folder" && $WINE cmd /c 'dir /x' | tr -d '\r' |
	awk '/~[^ ]*\.EXE/ {print $5}')
[ -n "$short" ] || fail 'no short name'
out=$(cd "$folder" && $WINE cmd /c "$short --check")
same "$?" 0 'exit by its short name'
has_text "$out" "The way to 127.0.0.1, port ${ADDR##*:}"

# a broken name leads nowhere
cp "$EXE" "$folder/${name%?????}.exe"
out=$($WINE "$folder/${name%?????}.exe" 2>&1)
same "$?" 2 'exit with a broken name'
has_text "$out" "name of this program's file is broken"

# the words are of the system's language where the environment names none
out=$(LC_ALL=pl_PL.UTF-8 $WINE cmd /c "set LC_ALL=&& set LANG=&& $EXE --help")
has_text "$out" 'użycie: pomoc-agent'
