#!/bin/bash
# Parts of the manual that the program itself knows: between the lines
# .\" begin TABLE and .\" end TABLE stands what build/support/tables prints.
# usage: pages.sh check | update
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$(realpath "${POMOC_BUILD-build}")

# the page with its tables as they are now
renew() {
	local line name lang=en
	[[ $1 != man/pl/* ]] || lang=pl
	while IFS= read -r line; do
		case $line in
		'.\" begin '*)
			name=${line#'.\" begin '}
			printf '%s\n' "$line"
			"$build/support/tables" "$name" $lang || exit 1
			while IFS= read -r line; do
				[ "$line" = ".\\\" end $name" ] && break
			done
			;;
		esac
		printf '%s\n' "$line"
	done <"$1"
}

fail=0
for page in man/*.[1-8] man/pl/*.[1-8]; do
	grep -q '^\.\\" begin ' "$page" || continue
	new=$(renew "$page") || exit 1
	case ${1-} in
	update) printf '%s\n' "$new" >"$page" ;;
	check)
		diff -u --label "$page" --label 'the program' "$page" - <<<"$new" ||
			fail=1
		;;
	*)
		echo 'usage: pages.sh check | update' >&2
		exit 2
		;;
	esac
done
# a line of Polish that no page shows any more is thrown out, but for the case
# of its first letter in a heading
[ "$1" = update ] || awk -F '\t' '
FNR == NR { polish[$1] = substr($2, 2); next }
{ page = page "\n" $0 }
END {
	for (text in polish)
		if (!index(page, polish[text])) {
			print FILENAME " does not show the Polish of: " text
			lost = 1
		}
	exit lost
}' tests/support/tables_pl.txt man/pl/pomoc-protocol.7 || fail=1
[ $fail -eq 0 ] || echo 'the manual is behind the program: make man-update'
exit $fail
