#!/bin/bash
# pomoc-data(5) names every column and member that the programs write, each in
# the section of its command, and no other.
. "$(dirname "$0")/../support/lib.sh"
cd "$(dirname "$0")/../.." || exit 1
export LC_ALL=C.UTF-8 LANGUAGE=en TZ=Europe/Warsaw

"$POMOC_BUILD/support/mklog" "$T/log" || fail 'no log'
pomoc() {
	"$POMOC_BUILD/pomoc" "$@" --data "$T/log" 2>/dev/null
}
# section TITLE: the words that it marks with .Cm at the head of an entry
section() {
	awk -v title=".Ss $1" '$0 == title { in_it = 1; next }
		/^\.S[sh] / { in_it = 0 } in_it' man/pomoc-data.5
}
named() {
	section "$1" | sed -n 's/^\.It Cm //p; s/^\.Cm //p' |
		tr -s ' ,' '\n' | grep -E '^[a-z_]+$' | sort -u
}
heads() {
	section "$1" | sed -n 's/^\.It Cm //p' | tr -s ' ,' '\n' |
		grep -E '^[a-z_]+$' | sort -u
}
columns() {
	head -1 | tr -d '\r' | tr ',' '\n'
}
# members PATH...: all members under these, amounts without their _gr
members() {
	local where="0" p
	cat >"$T/json"
	for p in "$@"; do
		where="$where OR path LIKE '\$.$p%'"
	done
	[ "$(sqlite3 :memory: "SELECT json_extract(readfile('$T/json'),
		'\$.version')")" = 1 ] || fail 'no version'
	sqlite3 :memory: "SELECT DISTINCT key FROM
		json_tree(readfile('$T/json')) WHERE typeof(key) = 'text'
		AND key NOT LIKE '%\_gr' ESCAPE '\' AND ($where)"
}
# agrees TITLE: what stands on standard input is what the section has
agrees() {
	sort -u >"$T/written"
	[ -s "$T/written" ] || fail "$1: nothing was written"
	named "$1" >"$T/named"
	heads "$1" >"$T/heads"
	comm -23 "$T/written" "$T/named" >"$T/missing"
	[ ! -s "$T/missing" ] || fail "$1: not described: $(tr '\n' ' ' <"$T/missing")"
	comm -13 "$T/written" "$T/heads" >"$T/surplus"
	[ ! -s "$T/surplus" ] || fail "$1: not written: $(tr '\n' ' ' <"$T/surplus")"
}

month=2026-11
{
	pomoc log --format csv | columns
	pomoc log --format json | members rows head
} | agrees 'pomoc log' || exit 1
pomoc queue --json | members rows head | agrees 'pomoc queue' || exit 1
"$POMOC_BUILD/pomoc" price --product Subiekt --seconds 60 --json | members rows head |
	agrees 'pomoc price' || exit 1
{
	pomoc report --by day --format csv | columns
	pomoc report --by day --format json | members rows head |
		grep -v '^vat_bp$' # of rates
} | agrees 'pomoc report' || exit 1
{
	pomoc statement --client 'biuro alfa' --month "$month" --format csv | columns
	pomoc export --format csv --month "$month" | columns
	pomoc statement --client 'biuro alfa' --month "$month" --format json | members rows head
	pomoc export --format json --month "$month" | members rows head
} | agrees 'pomoc statement, pomoc export' || exit 1
pomoc client add --name Zeta --code Z >"$T/out" || fail 'client add'
pomoc client link 1 Z >"$T/out" || fail 'client link'
{
	pomoc client list --json | members rows head
	for o in 'show Z' 'edit Z --note x' 'add --name Eta --code E' \
		'link 1 Z --replace' 'merge E Z'; do
		# shellcheck disable=SC2086 # words
		pomoc client $o --json | members rows head
	done
} | agrees 'pomoc client' || exit 1
pomoc log --format json | members rows head >"$T/of-log"
for n in 1 2 3; do
	pomoc show $n --json | members rows head
done | grep -vxFf "$T/of-log" | agrees 'pomoc show' || exit 1
"$POMOC_BUILD/pomoc" prices --json | members rows head |
	agrees 'pomoc prices' || exit 1
pomoc person --client 'biuro alfa' --json | members rows head |
	agrees 'pomoc person' || exit 1
pomoc doctor --json | members rows sum | agrees 'pomoc doctor' || exit 1
pomoc verify --json | members rows head | agrees 'pomoc verify' || exit 1
ssh-keygen -q -t ed25519 -N '' -f "$T/log/host_key"
pomoc invite --json | members rows head | agrees 'pomoc invite' || exit 1
ssh-keygen -q -t ed25519 -N '' -f "$T/ewa"
pomoc technician add Ewa "$T/ewa.pub" >"$T/out" || fail 'technician add'
pomoc technician list --json | members rows head |
	agrees 'pomoc technician' || exit 1
{
	pomoc log --format json --sum | members sum
	pomoc report --by day --format json | members sum
} | grep -Ex 'tickets|worked_s|billed_s|net|vat|gross|rates|vat_bp|open|solved|wait_s' |
	sort -u >"$T/sums"
named json >"$T/named"
comm -23 "$T/sums" "$T/named" >"$T/missing"
[ ! -s "$T/missing" ] || fail "sums: not described: $(cat "$T/missing")"

# the Polish page names the same in the same sections
marks() {
	awk '/^\.Ss / { n++ } /^\.(It )?Cm / { for (i = 2; i <= NF; i++)
		if ($i ~ /^[a-z_]+$/) print n, $i }' "$1" | sort -u
}
marks man/pomoc-data.5 >"$T/en"
[ "$(wc -l <"$T/en")" -gt 80 ] || fail 'nothing is marked'
marks man/pl/pomoc-data.5 >"$T/pl"
diff "$T/en" "$T/pl" || fail 'the Polish page tells something else'

# what can be had as data is described, and tried above
. tests/support/commands.sh
for c in "${commands[@]}"; do
	"$POMOC_BUILD/pomoc" "$c" --help | grep -q '^  --json\|csv' || continue
	grep -q "^\.Ss .*pomoc $c\(,\|$\)" man/pomoc-data.5 ||
		fail "pomoc-data(5) has no section on $c"
	grep -q "^[^#]*agrees '.*pomoc ${c}[,']" tests/integration/data.sh ||
		fail "what pomoc $c writes is not tried"
done

# the views
for v in v_timelog v_queue v_person; do
	text=$(section 'Views of desk.db' | sed -n "/^.It Cm $v/,/^.It/p")
	for c in $(sqlite3 "$T/log/desk.db" "PRAGMA table_info($v)" |
		cut -d'|' -f2); do
		grep -qw -- "$c" <<<"$text" || fail "$v: $c is not described"
	done
done
exit 0
