#!/bin/bash
# The keys below a box and in the last row stand in one order everywhere: what
# does it, what else there is, the way back; below a box "KEY: word", three
# blanks between them, in both languages.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

# --- boxes ---
hint='^[^ ]+( twice| key)?: [^ ].*[^ ]$'
n=0
while read -r text; do
	n=$((n + 1))
	# shellcheck disable=SC2001 # the line feed
	mapfile -t part < <(sed 's/   /\n/g' <<<"$text")
	for p in "${part[@]}"; do
		grep -Eq "$hint" <<<"$p" || fail "\"$p\" in: $text"
	done
	grep -Eq '^(Enter|Ctrl-S|arrows|PgDn|b): ' <<<"${part[0]}" ||
		fail "what does it is not the first: $text"
	grep -Eq '^(Esc|Esc twice|other key): ' <<<"${part[-1]}" ||
		fail "the way back is not the last: $text"
	pl=$(grep -Fx -A1 "msgid \"$text\"" shared/po/pl.po |
		sed -n 's/^msgstr "\(.*\)"$/\1/p')
	# shellcheck disable=SC2001
	[ "$(sed 's/   /\n/g' <<<"$pl" | wc -l)" = ${#part[@]} ] ||
		fail "other keys in Polish: $text"
done < <(grep -rhoE '_\("[^"]+: [^"]+   [^"]+: [^"]+"\)' console agent shared |
	sed 's/^_("//; s/")$//' | sort -u)
[ $n -ge 8 ] || fail "only $n hints"

# --- last rows: the way out behind all that acts, ? behind that ---
n=0
while read -r keys; do
	n=$((n + 1))
	grep -Eq '^((Enter|↑↓|Tab|[a-zA-Z]|\\\\|/|\?|Esc|F12|q|Q) )+$' \
		<<<"$keys " || fail "an unknown key: $keys"
	grep -Eq '^(.* )?(Esc|q|Q|F12|\?|Enter)$' <<<"$keys" ||
		fail "the way out is not the last: $keys"
	grep -Eq '(Esc|q|Q|F12|\?) .*(Enter|Tab|↑↓)( |$)' <<<"$keys" &&
		fail "the way out stands before what acts: $keys"
	# what the two lists have in common
	grep -Eq '^(.*\? .+|.*(o|f) .*(c|n) .*)$' <<<"$keys" &&
		fail "the list stands before what is selected: $keys"
done < <(cat console/view/*.c agent/*.c | tr -d '\n' |
	grep -oE 'struct bar_key [a-z]+\[\] = \{[^;]*;' |
	while read -r line; do
		grep -oE '\{"[^"]*"' <<<"$line" | cut -d '"' -f 2 |
			tr '\n' ' ' | sed 's/ $//'
		echo
	done)
[ $n -ge 12 ] || fail "only $n rows of keys"
exit 0
