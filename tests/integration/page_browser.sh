#!/bin/bash
# The page for clients in a real browser (headless Chromium) and before an HTML
# checker (tidy): both languages, phone and desktop, light and dark. Contrast,
# width, links, landmarks and names are looked at from inside (probe.js); a
# camera reads the QR codes. Its pictures are left in build/page/.
set -eu
cd "$(dirname "$0")/../.."
browser=chromium-headless-shell
for tool in $browser tidy zbarimg; do
	command -v "$tool" >/dev/null || {
		echo "skipped: no $tool here; make deps-reach"
		exit 77
	}
done
. tests/support/known_log.sh
. tests/support/page.sh
pictures=$POMOC_BUILD/page
mkdir -p "$pictures"
export HOME=$t

sandbox=()
[ "$(id -u)" -ne 0 ] || sandbox=(--no-sandbox)
# look LIGHT|DARK WIDTH HEIGHT OPTION... FILE
look() {
	local scheme=1
	[ "$1" = light ] || scheme=0
	timeout 60 $browser "${sandbox[@]}" --disable-gpu --hide-scrollbars \
		--disable-dev-shm-usage --user-data-dir="$t/browser" \
		--blink-settings=preferredColorScheme=$scheme \
		--window-size="$2,$3" "${@:4}" 2>"$t/browser.err" ||
		fail "$browser: $(tail -n 3 "$t/browser.err")"
}
# probe FILE SCHEME WIDTH: what is said of it, in $t/said
probe() {
	# the page lets no script in: the copy does
	sed '/Content-Security-Policy/d; /<\/body>/d; /<\/html>/d' \
		"$site/$1" >"$t/site/probe.html"
	{
		echo '<script>'
		cat tests/support/probe.js
		printf '</script>\n</body>\n</html>\n'
	} >>"$t/site/probe.html"
	look "$2" "$3" 800 --dump-dom "file://$site/probe.html" >"$t/dom"
	rm "$site/probe.html"
	sed -n 's/^probe //p' "$t/dom" | sed 's/&amp;/\&/g; s/&lt;/</g
		s/&gt;/>/g' >"$t/said"
}
# said WORD: what stands behind it
said() {
	sed -n "s/^$1: //p" "$t/said"
}
faults='pale|wide|leads nowhere|small|no name|twice|not one|no title|jumps'
faults="$faults|no words|no scope|foreign"

# sound FILE SCHEME WIDTH
sound() {
	probe "$@"
	grep -E "^($faults): " "$t/said" && fail "$*"
	[ "$(said width)" = "$3" ] || fail "$*: drawn $(said width) wide"
	[ "$(said scrolls)" = false ] || fail "$*: wider than the window"
	[ "$(said texts)" -gt 80 ] || fail "$*: only $(said texts) texts"
	[ "$(said scripts) $(said loads)" = '0 0' ] || fail "$*: loads something"
	[ "$(said dark)" = "$([ "$2" = dark ] && echo true || echo false)" ] ||
		fail "$*: dark is $(said dark)"
	echo "$*: contrast $(said contrast), texts $(said texts)"
}
# whole FILE: every size and scheme, and before the checker
whole() {
	local scheme width
	tidy -quiet -errors "$site/$1" >"$t/tidy" 2>&1 ||
		fail "$1: $(cat "$t/tidy")"
	[ ! -s "$t/tidy" ] || fail "$1: $(cat "$t/tidy")"
	for scheme in light dark; do
		for width in 320 360 1280; do
			sound "$1" $scheme $width
		done
	done
}

# --- as a firm has it ---
mkdir -p "$site"
head -c 1700000 /dev/zero >"$site/$name.exe"
head -c 1300000 /dev/zero >"$site/$name"
chmod 755 "$t"
page --url https://example.pl/pomoc/ >/dev/null
for f in index.html en.html; do
	whole $f
	said link | sort -u >"$t/links"
	while read -r to; do
		case $to in
		tel:+48221234567 | https://example.pl/pomoc/) ;;
		*) [ -f "$site/$to" ] || fail "$f: $to leads nowhere" ;;
		esac
	done <"$t/links"
	[ "$(wc -l <"$t/links")" -eq 5 ] || fail "$f: $(cat "$t/links")"
	for scheme in light dark; do
		for width in 360 1280; do
			picture=$pictures/${f%.html}-$width-$scheme.png
			look $scheme $width $((width < 500 ? 7600 : 4600)) \
				--screenshot="$picture" "file://$site/$f"
			zbarimg --quiet --raw "$picture" 2>/dev/null |
				sort >"$t/codes" || fail "$picture: no code is read"
			printf '%s\n' https://example.pl/pomoc/ tel:+48221234567 |
				cmp - "$t/codes" || fail "$picture: $(cat "$t/codes")"
		done
	done
done
[ "$(said lang)" = en ] || fail "en.html is in $(said lang)"
look light 1280 800 --no-pdf-header-footer \
	--print-to-pdf="$pictures/index.pdf" "file://$site/index.html"
[ -s "$pictures/index.pdf" ] || fail 'it is not printed'

# --- names that are meant to do harm, and long ones ---
evil='<script>alert(1)</script>"><img src=x onerror=alert(2)>&{phone}{/}'
long=$(printf 'Towarzystwo%.0s' 1 2 3 4 5 6 7 8 9 10)
cat >"$conf" <<-EOF
	[desk]
	firm = $evil
	phone = 112 "onclick=x $evil
	address = desk.example.pl:7722
	language = pl
	[seller]
	name = $long
	nip = $evil
	address = $evil $long
EOF
cat >"$t/prices.conf" <<-EOF
	[price "dear"]
	kind = support
	net = 100000.00
	products = <b>$(printf 'x%.0s' {1..40})</b>, '><svg onload=x>
EOF
page >/dev/null
for f in index.html en.html; do
	whole $f
	[[ $(said title) = *"$evil" ]] || fail "the title: $(said title)"
	grep -q '^link: tel:112$' "$t/said" || fail "the number: $(said link)"
done

# --- nothing to download yet, and no number to call ---
rm "$site/$name" "$site/$name.exe"
sed -i 's/^phone = .*/phone = biuro@example.pl/' "$conf"
page >/dev/null 2>&1
for f in index.html en.html; do
	whole $f
done
