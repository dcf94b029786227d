# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # words of known_log.sh, and for the tests
# A firm that makes its page: $conf and $d (its data folder, with a key), $site
# (the page's folder), $name (how its agents are called). Behind known_log.sh;
# page [OPTION...] makes the page.
ssh-keygen -q -t ed25519 -N '' -C pomoc -f "$d/host_key"
conf=$t/pomoc.conf
site=$t/site
cat >"$conf" <<-'EOF'
	[desk]
	firm = Serwis ABC
	phone = +48 22 123 45 67
	address = desk.example.pl:7722
	language = pl
	[seller]
	name = Serwis ABC sp. z o.o.
	nip = 5260250274
	address = ul. Prosta 1, 00-001 Warszawa
EOF
fp=$(ssh-keygen -l -E sha256 -f "$d/host_key.pub" | cut -d ' ' -f 2)
name=pomoc_desk.example.pl_7722_$(tr '+/' '-_' <<<"${fp#SHA256:}")

page() {
	"$POMOC_BUILD/pomoc" page "$site" --data "$d" --config "$conf" "$@"
}
