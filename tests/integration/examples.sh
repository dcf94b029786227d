#!/bin/bash
# The example files that are installed are such as the programs accept: as they
# are, and with every line that is only a suggestion.
cd "$(dirname "$0")/../.." || exit 1
. tests/support/lib.sh

E=shared/examples
bin=$POMOC_BUILD
# whole FILE: all suggestions of it are taken
whole() {
	sed -E 's/^#([a-z-]+ ?=)/\1/' "$E/$1"
}
accepted() {
	"$bin/pomoc-desk" --config "$1" --check-config >"$T/out" 2>&1 ||
		fail "$1: $(cat "$T/out")"
}

mkdir "$T/whole" "$T/plain"
cp "$E"/*.conf "$T/plain/"
for f in pomoc prices agent; do
	whole $f.conf >"$T/whole/$f.conf"
done
# pomoc.conf has suggestions, or the test of them would be none
! cmp -s "$T/plain/pomoc.conf" "$T/whole/pomoc.conf" || fail 'no suggestions'
accepted "$T/plain/pomoc.conf"
accepted "$T/whole/pomoc.conf"
# what is wrong in one is found
sed 's/^nip = .*/nip = 526-025-02-75/; s/^language = .*/language = xx/' \
	"$T/whole/pomoc.conf" >"$T/wrong.conf"
! "$bin/pomoc-desk" --config "$T/wrong.conf" --check-config 2>"$T/err" ||
	fail 'language = xx is taken'

# the price list is the published one
"$bin/pomoc" prices --check "$E/prices.conf" >"$T/out" 2>&1 ||
	fail "prices.conf: $(cat "$T/out")"
grep -v '^#' "$E/prices.conf" | sed '1{/^$/d}' >"$T/listed"
LC_ALL=C.UTF-8 "$bin/pomoc" prices --ini --config /dev/null | diff - "$T/listed" ||
	fail 'prices.conf is not what pomoc prices --ini prints'

# every line of technicians is one for a key, and no key stands in it
! grep -q '^[^#]' "$E/technicians" || fail 'the example lets somebody in'
mkdir -m 700 "$T/desk"
n=0
while read -r line; do
	n=$((n + 1))
	ssh-keygen -q -t ed25519 -N '' -f "$T/key$n"
	echo "${line/AAAA.../$(cut -d ' ' -f 2 "$T/key$n.pub")}"
done < <(whole technicians | grep '^name=') >"$T/desk/technicians"
[ "$n" -ge 4 ] || fail "only $n technicians"
"$bin/pomoc" technician list --data "$T/desk" >"$T/out" ||
	fail "technicians: $(cat "$T/desk/technicians")"
for name in anna piotr ewa irena; do
	has "$(cat "$T/out")" "$name"
done

# what keeps a desk from starting is found beforehand
check=("$bin/pomoc-desk" --config "$T/plain/pomoc.conf" --data "$T/desk"
	--check-config)
"${check[@]}" || fail 'the technicians are not taken'
echo nonsense >>"$T/desk/technicians"
"${check[@]}" 2>"$T/err" && fail 'nonsense is a technician'
has "$(cat "$T/err")" "technicians:$((n + 1)): "
sed -i '$d' "$T/desk/technicians"

# a desk and an agent with them; only where to go is another
sed -i -E 's/^(listen|address) = .*/\1 = 127.0.0.1:0/; /^data = /d' \
	"$T/whole/pomoc.conf"
desk --config "$T/whole/pomoc.conf"
sed -i "s|^host = .*|host = $ADDR|; s|^fingerprint = .*|fingerprint = $FP|" \
	"$T/whole/agent.conf"
term a "$bin/pomoc-agent" --config "$T/whole/agent.conf"
sees a 'Serwis ABC'
sees a 'anna'
keys a Enter
sees a 'Subiekt'
# as it is it is read too
term b "$bin/pomoc-agent" --config "$T/plain/agent.conf"
sees b 'Connecting to desk.example.pl, port 7722'
exit 0
