#!/bin/sh
# How many lines of each layer the tests have run, from what gcov counted.
# usage: cover.sh BUILD
#
# Not counted: what is killed (kill -9) before it could write, and the front of
# a desk, whose sandbox lets it open no file; its unit tests are.
set -eu
cd "$(dirname "$0")/../.."
for dir in shared console agent; do
	find "$1/obj/$dir" -name '*.gcno'
done | xargs gcov -n 2>/dev/null | awk '
/^File / {
	file = substr($2, 2, length($2) - 2)
	counts = file ~ /^(shared|console|agent)\/.*\.c$/
}
/^Lines executed:/ && counts {
	n = $NF
	split($2, part, /[:%]/)
	layer = file
	sub(/\/[^\/]*$/, "", layer)
	lines[layer] += n
	run[layer] += n * part[2] / 100
	counts = 0
}
END {
	for (layer in lines) {
		printf "%-18s %6d of %6d lines  %5.1f %%\n", layer,
		    run[layer] + 0.5, lines[layer],
		    100 * run[layer] / lines[layer] | "sort"
		all += lines[layer]
		ran += run[layer]
	}
	close("sort")
	if (all == 0)
		exit 1
	printf "%-18s %6d of %6d lines  %5.1f %%\n", "all", ran + 0.5, all,
	    100 * ran / all
}'
