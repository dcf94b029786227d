#!/bin/bash
# Every limit one beyond its least and its most: refused by one line that names
# the key, the file and the line. (That a desk works at both ends themselves is
# in desk_ends.sh.)
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

# key, least, most
mapfile -t ROWS < <("$POMOC_BUILD/pomoc-desk" --print-limits | sed -n \
	'/\.\./{s/.*(.*, \([0-9]*\)\.\.\([0-9]*\),.*/\1 \2/;h;n;s/ =.*//;G;s/\n/ /p;}')
[ "${#ROWS[@]}" -ge 35 ] || fail "only ${#ROWS[@]} limits are printed"
for row in "${ROWS[@]}"; do
	read -r key least most <<<"$row"
	for value in $((least - 1)) $((most + 1)); do
		printf '[limits]\n%s = %s\n' "$key" $value >"$T/beyond.conf"
		rc=0
		out=$("$POMOC_BUILD/pomoc-desk" --config "$T/beyond.conf" \
			--check-config 2>&1) || rc=$?
		same $rc 2 "$key = $value"
		same "$(wc -l <<<"$out")" 1 "lines about $key = $value"
		has "$out" "beyond.conf:2: $key: "
	done
done
exit 0
