#!/bin/bash
# usage: settle.sh NAME BASE WHY <faults
# The faults that a lint has found, one a line: PATH<TAB>what. A path may have
# BASE of them, or as many as tests/lint/NAME.todo (lines of COUNT PATH) still
# leaves it. That list only shrinks: `make lint-shrink` strikes out what is
# mended, and a lint fails while more stands there than there is. START=1 writes
# it anew: for a new lint, and where files have moved.
set -u
cd "$(dirname "$0")/../.." || exit 1
todo=tests/lint/$1.todo
[ -f "$todo" ] || todo=/dev/null
new=$(mktemp) || exit 1
trap 'rm -f "$new"' EXIT
awk -F'\t' -v list="$todo" -v base="$2" -v why="$3" -v lint="$1" -v new="$new" '
function may(path) {
	return path in left && left[path] > base ? left[path] : base
}
BEGIN {
	start = ENVIRON["START"] != ""
	while (!start && (getline line <list) > 0) {
		split(line, part, " ")
		left[part[2]] = part[1] + 0
		order[++lines] = part[2]
	}
}
{
	n[$1]++
	text[$1] = text[$1] $1 ": " $2 "\n"
}
END {
	for (path in n) {
		if (start && n[path] > base)
			print n[path], path >new
		if (start || n[path] <= may(path))
			continue
		printf "%s^ %s: %d, at most %d: %s\n", text[path], path,
		    n[path], may(path), why
		failed = 1
	}
	for (i = 1; i <= lines; i++) {
		path = order[i]
		if (n[path] + 0 < left[path] || left[path] <= base)
			stale = stale path " (" n[path] + 0 ") "
		if (n[path] + 0 > base && left[path] > base)
			print n[path] < left[path] ? n[path] : left[path],
			    path >new
	}
	if (stale != "" && ENVIRON["SHRINK"] == "") {
		printf "tests/lint/%s.todo allows more than there is: %s\n" \
		    "^ run make lint-shrink\n", lint, stale
		failed = 1
	}
	exit failed
}'
rc=$?
if [ -n "${START-}" ]; then
	sort -k 2 "$new" >"tests/lint/$1.todo"
elif [ -n "${SHRINK-}" ] && [ -s "$todo" ]; then
	cmp -s "$new" "$todo" || cp "$new" "$todo"
fi
[ -s "tests/lint/$1.todo" ] || rm -f "tests/lint/$1.todo"
exit $rc
