#!/bin/bash
# The pictures that the README shows are kept, and made anew from real screens.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

tests/support/pictures.sh "$POMOC_BUILD" "$T/made" >"$T/out" 2>&1 || {
	cat "$T/out"
	fail 'no pictures'
}
n=0
while read -r file; do
	[ -s "$file" ] || fail "the README shows $file, which is not there"
	made=$T/made/${file##*/}
	[ "$(tail -n 1 "$made")" = '</svg>' ] || fail "$file was not made"
	n=$((n + 1))
done < <(grep -o 'man/pictures/[a-z]*\.svg' README.md)
same "$n" "$(find man/pictures -type f | wc -l)" 'pictures that are shown'
[ "$n" -ge 3 ] || fail 'too few pictures'
# text, colours and what is chosen
grep -q '>Gratyfikant<' "$T/made/queue.svg" || fail 'a word is missing'
grep -q '<rect x="8" .* fill="#005f87"' "$T/made/queue.svg" || fail 'no bar'
grep -q '>locked<' "$T/made/visit.svg" || fail 'the shell is missing'
exit 0
