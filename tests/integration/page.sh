#!/bin/bash
# pomoc page: what it writes into which folder, what it takes from the
# configuration and from the agents that are there, and what it refuses.
set -eu
cd "$(dirname "$0")/../.."
. tests/support/known_log.sh
. tests/support/page.sh

# on FILE PATTERN: the page has it
on() {
	grep -qF -e "$2" "$site/$1" || fail "$1: no $2"
}
off() {
	grep -qF -e "$2" "$site/$1" && fail "$1: has $2"
	return 0
}

# --- without what it must say, without a key ---
printf '[desk]\nphone = 112\n' >"$t/bare.conf"
ends 2 'pomoc.conf; set in section \[desk\]: firm, address' \
	page --config "$t/bare.conf"
ends 1 'has no key yet' page --data "$t/none"
[ ! -e "$site" ] || fail 'a folder of a refused page'
ends 2 'not the address of a page' page --url 'javascript:alert(1)'
ends 2 'not the address of a page' page --url 'https://a"b'

# --- two languages, for the web server to read ---
(umask 077 && has "^$site/index.html\$" page)
says 'pomoc invite --to' page
[ "$(ls "$site")" = "$(printf 'en.html\nindex.html')" ] ||
	fail "made: $(ls "$site")"
[ "$(stat -c %a "$site" "$site"/*.html | tr '\n' ' ')" = '755 644 644 ' ] ||
	fail 'a web server cannot read it'
on index.html '<html lang="pl">'
on en.html '<html lang="en">'
on index.html 'Cen'
for f in index.html en.html; do
	on $f 'href="tel:+48221234567"'
	on $f "$fp"
	on $f "pomoc-agent desk.example.pl --fingerprint $fp"
	on $f '5260250274'
	on $f $'250,00\u00a0zł'
	on $f $'307,50\u00a0zł' # gross
	on $f 'SHA256:'
	off $f 'SHA-256'
	off $f '<script'
	off $f 'http://'
	off $f 'https://'
	[ "$(tail -n 1 "$site/$f")" = '</html>' ] || fail "$f is cut"
done

# --- another language in front: nothing of the first one is left ---
sed -i 's/language = pl/language = en/' "$conf"
has index page
[ "$(ls "$site")" = "$(printf 'index.html\npl.html')" ] ||
	fail "left: $(ls "$site")"
on index.html 'href="pl.html"'
sed -i 's/language = en/language = pl/' "$conf"

# --- agents that are there: those of this desk, by their sums ---
mkdir -p "$t/agents"
printf 'for windows' >"$site/$name.exe"
printf 'other' >"$site/pomoc_other.example.pl_7722_${name##*_7722_}"
printf 'odd' >"$site/$name (1).exe"
printf 'cut' >"$site/$name.exe.tmp.99999999"
says 'not named for this desk' page
grep -q 'pomoc_other.example.pl' "$t/err" || fail 'the other is not named'
for f in index.html en.html; do
	on $f "href=\"$name.exe\""
	on $f "$(sha256sum <"$site/$name.exe" | cut -d ' ' -f 1)"
	on $f 'SmartScreen'
	off $f 'chmod'
	off $f 'pomoc_other'
	off $f '(1).exe'
	off $f '.tmp.'
done
# those of a folder come under their names, as pomoc invite --to has them
cp "$POMOC_BUILD/pomoc-agent" "$t/agents"
has "^$site/$name\$" page --agents "$t/agents"
cmp "$t/agents/pomoc-agent" "$site/$name" || fail 'not copied'
[ "$(stat -c %a "$site/$name" | cut -c 3)" -ge 4 ] || fail 'nobody can download it'
on index.html "$(sha256sum <"$site/$name" | cut -d ' ' -f 1)"
on index.html "chmod +x $name"
on index.html "href=\"$name.exe\""
# the address of the desk is another now
sed 's/desk.example/new.example/' "$conf" >"$t/new.conf"
has index page --config "$t/new.conf"
off index.html "href=\"$name"
printf 'text' >"$t/agents/pomoc-agent"
page --agents "$t/agents" >/dev/null 2>"$t/err" && fail 'no program is given out'
grep -q 'is no program' "$t/err" || fail "$(cat "$t/err")"
mkfifo "$site/$name.fifo"
ends 1 'not an ordinary file' page
rm "$site/$name.fifo"

# --- where the page will be ---
has index page --url 'https://example.pl/pomoc/?a=1&b=2'
on index.html 'href="https://example.pl/pomoc/?a=1&amp;b=2"'

# --- pages of others ---
for f in index.html en.html; do
	printf '<h1>Our firm</h1>' >"$site/$f"
	ends 1 "$site/$f was not made by pomoc" page
	[ "$(cat "$site/$f")" = '<h1>Our firm</h1>' ] || fail 'overwritten'
	has index page --force
	on $f 'Serwis ABC'
	has index page
done
printf '<h1>Our firm</h1>' >"$site/pl.html"
has index page
[ "$(cat "$site/pl.html")" = '<h1>Our firm</h1>' ] || fail 'taken away'
rm "$site/index.html"
ln -s "$t/elsewhere.html" "$site/index.html"
ends 1 'was not made by pomoc' page
[ ! -e "$t/elsewhere.html" ] || fail 'written through a link'
rm "$site/index.html"

# --- folders that are none, and that take nothing ---
site=$conf
ends 1 'is not a folder' page
site=$t/no/such
ends 1 'the folder .* cannot be made: No such file' page
site=/dev/full/x
ends 1 'cannot be made' page

# --- the list of prices: what is in force, and what comes ---
site=$t/site
cat >"$t/prices.conf" <<-'EOF'
	[price "old"]
	kind = support
	net = 100.00
	[price "now"]
	kind = support
	net = 1234.50
	vat = 8
	valid-from = 2026-01-01
	[price "later"]
	kind = support
	net = 300.00
	valid-from = 2999-01-01
EOF
has index page
off index.html $'100,00\u00a0zł'
on index.html $'1\u00a0234,50\u00a0zł'
on index.html $'1\u00a0333,26\u00a0zł'
on index.html $'VAT\u00a08%'
on index.html 'od 2999-01-01'
