#!/bin/bash
# The name of the program's file is that of the file, however it is started: by a
# relative path, by PATH, from a folder with letters of no code page, and with a
# command line that names another.
. "$(dirname "$0")/../support/lib.sh"
. "$(dirname "$0")/../support/wine.sh"
letters=$(printf 'A%.0s' {1..43})
name=pomoc_127.0.0.1_9_$letters
folder="$T/Pobrane Łukasz 日本"
mkdir "$folder"
cp "$EXE" "$folder/$name.exe" || fail copy
cp "$EXE" "$folder/other.exe"
cd "$folder" || fail cd
windows_folder=Z:${folder//\//\\}

# is_of_name COMMAND...: it goes the way that the name says
is_of_name() {
	local out
	out=$("$@" 2>&1)
	grep -q '^The way to 127.0.0.1, port 9:' <<<"$out" || fail "$*: $out"
}
is_of_name $WINE "./$name.exe" --check
is_of_name $WINE cmd /c ".\\$name --check"
cd .. || fail cd
is_of_name $WINE "${folder##*/}/$name.exe" --check
is_of_name $WINE cmd /c "set PATH=$windows_folder;%PATH%&& $name --check"

called=${EXE%/*}/called.exe
is_of_name $WINE "$called" "$windows_folder\\$name.exe" pomoc-agent --check
is_of_name $WINE "$called" "$windows_folder\\$name.exe" \
	"pomoc_desk.example_9_$letters" --check
out=$($WINE "$called" "$windows_folder\\other.exe" "$name" --check 2>&1)
same "$?" 2 'exit of one that names no desk'
has_text "$out" 'which desk?'
