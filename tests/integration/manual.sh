#!/bin/bash
# What --help knows, the manual (both languages) and the completion know too,
# and the examples of the manual are what `pomoc price` says.
. "$(dirname "$0")/../support/lib.sh"
cd "$(dirname "$0")/../.." || exit 1

# the text of a page without its formatting
page() {
	mandoc -T utf8 -O width=200 "$1" | sed 's|.\x08||g' | tr -s ' \t\n' ' '
}
command -v mandoc >/dev/null || skip 'no mandoc here'

# knows PAGE-TEXT WORD PLACE
knows() {
	grep -Fq -- "$2" <<<"$1" || fail "$3 does not know $2"
}

# those of its lines of options, without what their explanations speak of
options() {
	"$@" --help | sed -n 's/^  \(-.*\)/\1/p' | sed 's/   *.*//' |
		grep -o -- '--[a-z-]*[a-z]' | sort -u
}

# offers FUNCTION PROGRAM [COMMAND]: what the completion does behind that
. shared/completion/pomoc.bash
PATH=$POMOC_BUILD:$PATH
export POMOC_DATA=$T/none # no tickets to offer
offers() {
	local COMP_WORDS=("${@:2}" '') COMP_CWORD=$(($# - 1))

	COMPREPLY=()
	"$1" "$2" '' "${!#}"
	printf '%s\n' "${COMPREPLY[@]}"
}
# agrees TEXT LIST PLACE: each line of the list is one of the text
agrees() {
	local missing
	missing=$(comm -13 <(sort -u <<<"$1") <(sort -u <<<"$2"))
	[ -z "$missing" ] || fail "$3 does not know $missing"
	[ -n "$2" ] || fail "nothing to know for $3"
}

en=$(page man/pomoc.1)
pl=$(page man/pl/pomoc.1)
. tests/support/commands.sh
agrees "$(offers _pomoc pomoc)" "$(printf '%s\n' "${commands[@]}")" \
	'the completion'
for c in "${commands[@]}"; do
	knows "$en" " $c " 'pomoc.1'
	knows "$pl" " $c " 'pl/pomoc.1'
	opts=$(options "$POMOC_BUILD/pomoc" "$c")
	for o in $opts; do
		knows "$en" "$o" "pomoc.1 ($c)"
		knows "$pl" "$o" "pl/pomoc.1 ($c)"
	done
	agrees "$(offers _pomoc pomoc "$c")" "$opts" "the completion ($c)"
done
opts=$(options "$POMOC_BUILD/pomoc")
for o in $opts; do
	knows "$en" "$o" 'pomoc.1'
done
agrees "$(offers _pomoc pomoc)" "$opts" 'the completion'
agrees "$(offers _pomoc pomoc client)" $'link\nlist\nmerge' 'the completion'
: >"$T/a-file"
for words in 'log --data' 'export --output' 'prices --check' 'page --agents' \
	backup page; do
	# shellcheck disable=SC2086 # words
	(cd "$T" && agrees "$(offers _pomoc pomoc $words)" a-file "$words") ||
		exit 1
done
# the keys that a view's help names stand in its part of the manual
keys_of() {
	sed -n 's/^ *{"\([^"]*\)", *N_(.*/\1/p' "$1" | tr ' ' '\n' |
		sed 's/\\\\/\\e/' | grep -x '[a-zA-Z]\|Space\|Enter\|\$\|\\e'
}
rights_keys() {
	tr -s '\n\t ' ' ' <shared/core/grant.h |
		grep -o "'[a-z]', \"[a-z ]*\"" | cut -d '"' -f 2 | tr ' ' '\n'
}
part() {
	sed -n "/^\.Ss $2\$/,/^\.S[sh] /p" "$1" | grep '^\.\(It \)\?Ic' |
		tr ',' ' '
}
# has_keys PAGE PART VIEW [LEAST]
has_keys() {
	local text key n=0
	text=" $(part "$1" "$2" | tr '\n' ' ') "
	while read -r key; do
		grep -Fq -- " $key " <<<"$text" || fail "$1, $2, lacks $key"
		n=$((n + 1))
	done < <(
		keys_of "console/view/view_$3.c"
		[ "$3" != visit ] || rights_keys | grep . || echo 'no right'
	)
	[ $n -ge "${4-10}" ] || fail "only $n keys of view_$3.c"
}
has_keys man/pomoc.1 Queue queue
has_keys man/pl/pomoc.1 Kolejka queue
has_keys man/pomoc.1 Visit visit
has_keys man/pl/pomoc.1 Wizyta visit
has_keys man/pomoc.1 Log log
has_keys man/pl/pomoc.1 Rejestr log
agent_en=$(page man/pomoc-agent.1)
agent_pl=$(page man/pl/pomoc-agent.1)
for o in $(options "$POMOC_BUILD/pomoc-agent"); do
	knows "$agent_en" "$o" 'pomoc-agent.1'
	knows "$agent_pl" "$o" 'pl/pomoc-agent.1'
done
agrees "$(offers _pomoc_program pomoc-agent)" \
	"$(options "$POMOC_BUILD/pomoc-agent")" 'the completion'
for p in man/pomoc-desk.8 man/pl/pomoc-desk.8; do
	text=$(page $p)
	for o in $(options "$POMOC_BUILD/pomoc-desk"); do
		knows "$text" "$o" $p
	done
done
agrees "$(offers _pomoc_program pomoc-desk)" \
	"$(options "$POMOC_BUILD/pomoc-desk")" 'the completion'
# and no page names an option that there is not, or a page
there=$(
	for p in pomoc pomoc-agent pomoc-desk; do
		options "$POMOC_BUILD/$p"
	done
	for c in "${commands[@]}"; do
		options "$POMOC_BUILD/pomoc" "$c"
	done
)
agrees "$there" "$(cat man/*.[1-8] man/pl/*.[1-8] |
	grep -oE 'Fl -[a-z-]+[a-z]' | sed 's/Fl -/--/')" '--help'
agrees "$(find man -maxdepth 1 -name '*.[1-8]' | sed 's|man/||')" \
	"$(cat man/*.[1-8] man/pl/*.[1-8] |
		sed -n 's/^\.Xr \(pomoc[a-z.-]*\) \([1-8]\).*/\1.\2/p')" 'man/'

# the names of files that the programs make or read in their folders
made=$(
	cat console/*.[ch] console/*/*.[ch] |
		sed -n 's/^#define [A-Z_]*\(FILE\|_NAME\|TECHNICIANS\) "\([a-z_.]*\)".*/\2/p' |
		sort -u
	echo receipts/
)
[ "$(wc -w <<<"$made")" -gt 12 ] || fail "files: $made"
parts() {
	for p in "$@"; do
		sed -n '/^\.Sh \(FILES\|PLIKI\)/,/^\.Sh [EK]/p' "$p"
	done
}
for f in $made; do
	case $f in
	control | pomoc) continue ;; # of channels
	esac
	knows "$(parts man/pomoc.1 man/pomoc-desk.8)" "$f" FILES
	knows "$(parts man/pl/pomoc.1 man/pl/pomoc-desk.8)" "$f" PLIKI
done
while read -r f; do
	knows "$(parts man/pomoc-agent.1)" "$f" 'FILES of pomoc-agent.1'
	knows "$(parts man/pl/pomoc-agent.1)" "$f" 'PLIKI'
done < <(sed -n 's/.*\(path_join\|open_known\)([a-z>-]*, "\([a-z_.]*\)").*/\2/p' \
	agent/*.c)

desk_en=$(page man/pomoc-desk.8)
for o in $(options "$POMOC_BUILD/pomoc-desk"); do
	knows "$desk_en" "$o" 'pomoc-desk.8'
	knows "$(page man/pl/pomoc-desk.8)" "$o" 'pl/pomoc-desk.8'
done
agrees "$(offers _pomoc_program pomoc-desk)" \
	"$(options "$POMOC_BUILD/pomoc-desk")" 'the completion'


# billing: the worked examples are those of the command
billing=$(page man/pomoc-billing.7)
billing_pl=$(page man/pl/pomoc-billing.7)
costs() {
	local want=$1 out
	shift
	out=$("$POMOC_BUILD/pomoc" price --data "$T/none" "$@" --json)
	has_text "$out" "$want"
	knows "$billing" "$want" 'pomoc-billing.7'
	knows "$billing_pl" "$want" 'pl/pomoc-billing.7'
}
costs 492.00 --product Subiekt --seconds 3601 --quote-hours 2
costs 922.50 --product Rewizor --seconds 7500 --quote-hours 3
costs 57.40 --product Subiekt --kind database --seconds 420
costs 2459.99 --product Subiekt --seconds 18000 --quote-fixed 1999,99
costs 246.00 --product Subiekt --seconds 1

# the protocol: names are the same in both languages, in the same words, and so
# is every example; the tables are looked at by tests/lint/protocol
protocol() {
	sed '/^\.\\" begin /,/^\.\\" end /d' "$1"
}
names() {
	protocol "$1" | sed -n 's/^\(\.It \)\{0,1\}\.\{0,1\}\(Ic\|Li\|Va\|Cm\|Fl\|Xr\|Pa\|Ql\) \([^ ].*\)/\2 \3/p' |
		sed 's/ [.,;:]*$//' | sort -u
}
shown() {
	protocol "$1" | sed -n '/^\.Bd/,/^\.Ed/p'
}
here=$(names man/pomoc-protocol.7)
[ "$(wc -l <<<"$here")" -gt 60 ] || fail "names of the protocol: $here"
diff <(echo "$here") <(names man/pl/pomoc-protocol.7) ||
	fail 'pl/pomoc-protocol.7 has other names'
diff <(shown man/pomoc-protocol.7) <(shown man/pl/pomoc-protocol.7) ||
	fail 'pl/pomoc-protocol.7 has other examples'
same "$(protocol man/pl/pomoc-protocol.7 | grep -c '^\.S[hs]')" \
	"$(protocol man/pomoc-protocol.7 | grep -c '^\.S[hs]')" 'sections'
