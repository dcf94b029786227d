#!/bin/bash
# The commands about money and the log, on a known log: what they print, and
# one clear line and the right exit code for what cannot be.
set -eu
cd "$(dirname "$0")/../.."
. tests/support/known_log.sh

pomoc() {
	"$POMOC_BUILD/pomoc" "$@"
}

# --- price: the vectors of man 7 pomoc-billing ---
price() {
	pomoc price "$@" --json
}
# costs NET VAT GROSS OPTION...
costs() {
	local net=$1 vat=$2 gross=$3
	shift 3
	has "\"net\": \"$net\"" price "$@"
	has "\"vat\": \"$vat\"" price "$@"
	has "\"gross\": \"$gross\"" price "$@"
}
costs 0.00 0.00 0.00 --product Subiekt --seconds 0
has 'worked 0:07:00, billed 1:00:00' pomoc price --product Subiekt --seconds 420
costs 200.00 46.00 246.00 --product Subiekt --seconds 1
costs 200.00 46.00 246.00 --product Subiekt --seconds 3600
costs 400.00 92.00 492.00 --product Subiekt --seconds 3601 --quote-hours 2
costs 750.00 172.50 922.50 --product Rewizor --seconds 7500 --quote-hours 3
costs 46.67 10.73 57.40 --product Subiekt --kind database --seconds 420
costs 1999.99 460.00 2459.99 --product Subiekt --seconds 18000 \
	--quote-fixed '1 999,99'
costs 0.00 0.00 0.00 --product Navireo --seconds 600
ends 2 'more than 0' price --product Subiekt --seconds 1 --quote-fixed 0
ends 2 '1 to' price --product Subiekt --seconds 1 --quote-hours 0
ends 2 'not a time' price --product Subiekt --seconds -1
ends 2 'not a time' price --product Subiekt --seconds 2:5
# as people say it
costs 750.00 172.50 922.50 --product REWIZOR --seconds 2:05 --quote-hours 3
costs 400.00 92.00 492.00 --product subiekt --seconds 90m --quote-hours 2
costs 0.00 0.00 0.00 --product Enova --seconds 1h30m
says '"Enova" is not in the price list' pomoc price --product Enova --seconds 2h
says 'without an accepted quote' pomoc price --product Enova --seconds 2h
has '^Rewizor, ' pomoc price --product rewizor --seconds 1
ends 2 '30 days' price --product Subiekt --seconds 99999999
ends 2 'not both' price --product Subiekt --seconds 1 --quote-hours 1 \
	--quote-fixed 1
ends 2 'no kind' price --product Subiekt --seconds 1 --kind gardening
ends 2 'are needed' price --seconds 1

# --- help, and slips of the hand ---
has 'usage: pomoc log' pomoc help log
has 'usage: pomoc \[' pomoc help
has "^pomoc [0-9]" pomoc version
for p in pomoc pomoc-agent pomoc-desk; do
	has "^$p [0-9]" "$POMOC_BUILD/$p" -V
	has 'usage: ' "$POMOC_BUILD/$p" -h
	ends 2 'unknown option --nme' "$POMOC_BUILD/$p" --nme
done
ends 2 '"lgo", but "log"' pomoc lgo
ends 2 '"statment", but "statement"' pomoc help statment
ends 2 '"shwo", but "show"' pomoc shwo
ends 2 'no command "xyzzy"; ' pomoc xyzzy
ends 2 'name wants a value' "$POMOC_BUILD/pomoc-agent" --name
ends 2 '--limit wants a value' pomoc log --limit
has '^pomoc [0-9]' pomoc version
ends 2 'nme .did you mean --name' "$POMOC_BUILD/pomoc-agent" --nme
ends 2 'lsten=x .did you mean --listen' pomoc --lsten=x
ends 2 'dtaa .did you mean --data' "$POMOC_BUILD/pomoc-desk" --dtaa
ends 2 'prodct .did you mean --product' pomoc log --prodct x
ends 2 'option --xyzzy; ' pomoc log --xyzzy
ends 2 '"x" is one word too many' "$POMOC_BUILD/pomoc-desk" x
ends 2 '"7722" is a port without an address: write \*:7722' \
	"$POMOC_BUILD/pomoc-desk" --data "$t/none" --listen 7722

# --- valid-from ---
mkdir -p "$t/soon"
: >"$t/soon/pomoc.conf"
cat >"$t/soon/prices.conf" <<'END'
[price "now"]
kind = support
net = 200
products = Subiekt
[price "soon"]
kind = support
net = 300
products = Subiekt
valid-from = 2999-01-01
END
c=(--config "$t/soon/pomoc.conf")
has '"net": "200.00"' pomoc price "${c[@]}" --product Subiekt --seconds 1 --json
has '"net": "300.00"' pomoc price "${c[@]}" --product Subiekt --seconds 1 --json \
	--on 2999-01-01
has 'from 2999-01-01 (not yet)' pomoc prices "${c[@]}"

# --- prices ---
has 'support A: Subiekt, Gestor' pomoc prices
pomoc prices --ini >"$t/prices.conf"
has 'price lines: 5' pomoc prices --check "$t/prices.conf"
echo '[price "x"]
net = -5' >"$t/bad.conf"
ends 1 'bad.conf:2' pomoc prices --check "$t/bad.conf"
ends 1 'nothing.conf' pomoc prices --check "$t/nothing.conf"

mkdir "$t/wrong"
cp "$t/bad.conf" "$t/wrong/prices.conf"
touch "$t/wrong/pomoc.conf"
printf '[desk]\nnonsense = 1\n' >"$t/pomoc.conf"
ends 2 'pomoc.conf:2' pomoc invite --config "$t/pomoc.conf" --data "$d"
ends 2 'prices.conf:2' pomoc price --product Subiekt --seconds 1 \
	--config "$t/wrong/pomoc.conf"

# --- show ---
has 'client        Biuro Alfa' pomoc show 1 --data "$d"
has ' ended ' pomoc show 1 --data "$d"
has 'Nothing to pay' pomoc show 4 --receipt --data "$d"
has ' tick ' pomoc show 1 --ticks --data "$d"
ends 1 'no ticket 99' pomoc show 99 --data "$d"
ends 1 'no ticket 99' pomoc show 99 --json --data "$d"
ends 2 'not the number' pomoc show x --data "$d"
ends 2 'a word is missing' pomoc show --data "$d"

# --- statement: VAT on the sum ---
has 'net 246,67 zł, VAT 56,73 zł, gross 303,40 zł' \
	pomoc statement --client 'zażółć gęślą' --month 2026-11 --data "$d"
has 'Nothing to pay' \
	pomoc statement --client delta --month 2026-11 --data "$d"
ends 1 'no client' pomoc statement --client x --month 2026-11 --data "$d"
printf '[seller]\nnip = 526-025-02-75\n' >"$t/seller.conf"
ends 2 'seller. nip.*last digit' pomoc statement --client delta \
	--month 2026-11 --data "$d" --config "$t/seller.conf"
sed -i 's/75$/74/' "$t/seller.conf"
has 'NIP 526-025-02-74' pomoc statement --client delta \
	--month 2026-11 --data "$d" --config "$t/seller.conf"
# what an invoice needs of the seller and does not find is said
grep -q 'seller is not complete' "$t/err" || fail 'a seller without an address'
printf 'name = Serwis\naddress = Prosta 1\n' >>"$t/seller.conf"
for cmd in 'statement --client delta' 'export --epp'; do
	# shellcheck disable=SC2086 # words
	pomoc $cmd --month 2026-11 --data "$d" >"$t/out" 2>"$t/err"
	grep -q 'seller is not complete' "$t/err" || fail "$cmd: no seller"
	# shellcheck disable=SC2086
	pomoc $cmd --month 2026-11 --data "$d" --config "$t/seller.conf" \
		>"$t/out" 2>"$t/err"
	! grep -q 'seller is not' "$t/err" || fail "$cmd: $(cat "$t/err")"
done
ends 2 'not a month' \
	pomoc statement --client delta --month 2026-13 --data "$d"
ends 2 'are needed' pomoc statement --client delta --data "$d"
# a month that is not over is said once
for cmd in 'statement --client delta' 'statement --client delta --format csv' \
	'statement --client delta --format json' log 'report --by day' \
	'export --epp' 'export --format csv'; do
	# shellcheck disable=SC2086
	pomoc $cmd --month 2099-12 --data "$d" >"$t/out" 2>&1 || fail "$cmd"
	[ "$(grep -c 'This period is not over yet' "$t/out")" -eq 1 ] ||
		fail "$cmd of a month that is not over: $(cat "$t/out")"
done

# --- a name that nobody has is no empty list; days and months by words ---
ends 1 'no technician "ana"' pomoc log --technician ana --data "$d"
ends 1 'no product "Rewizr"' pomoc log --product Rewizr --data "$d"
ends 1 'no client "bivro"' pomoc log --client bivro --data "$d"
has '^1,' pomoc log --technician ANNA --product subiekt --format csv --data "$d"
has 'No ticket matches' pomoc log --product GRATYFIKANT --data "$d"
ssh-keygen -q -t ed25519 -N '' -f "$t/ewa"
echo "name=\"Ewa\" $(cat "$t/ewa.pub")" >"$d/technicians"
has 'No ticket matches' pomoc log --technician ewa --data "$d"
rm "$d/technicians"
last=$(date -d "$(date +%Y-%m-01) -1 day" +%Y-%m)
for pair in "this $(date +%Y-%m)" "last $last"; do
	# shellcheck disable=SC2086 # two words
	set -- $pair
	for cmd in 'statement --client delta' 'report --by day --format csv'; do
		# shellcheck disable=SC2086
		pomoc $cmd --month "$1" --data "$d" >"$t/word" 2>/dev/null
		# shellcheck disable=SC2086
		pomoc $cmd --month "$2" --data "$d" >"$t/figures" 2>/dev/null
		cmp "$t/word" "$t/figures" || fail "$cmd --month $1"
	done
done
has 'No ticket matches' pomoc log --from yesterday --to today --data "$d"
ends 2 'not a day' pomoc log --from tomorrow --data "$d"
ends 2 'not a month' pomoc log --month next --data "$d"

# --- correct, invoice ---
ends 2 'are needed' pomoc correct 1 --net 1 --data "$d"
ends 2 'amount' pomoc correct 1 --net 1.234 --reason x --data "$d"
ends 2 'net' pomoc correct 1 --net -5 --reason x --data "$d"
ends 2 'net' pomoc correct 1 --net 99999999999999 --reason x --data "$d"
has 'net 150,00' pomoc correct 1 --net 150 --reason 'less work' --data "$d"
has 'net 1,00' pomoc correct 1 --net 1 --reason mistyped --data "$d"
has 'net 150,00' pomoc correct 1 --net 150 --reason again --data "$d"
ends 1 'at most 200,00' pomoc correct 1 --net 201 --reason x --data "$d"
ends 1 'author and reason' pomoc correct 1 --net 100 --reason '  ' --data "$d"
ends 1 'rate of VAT' pomoc correct 1 --net 1 --vat 8 --reason x --data "$d"
ends 2 'are needed' \
	pomoc correct 1 --net 1 --outcome solved --reason x --data "$d"
ends 2 'solved or unsolved' \
	pomoc correct 1 --outcome declined --reason x --data "$d"
ends 1 'ticket 4' pomoc correct 4 --net 100 --reason x --data "$d"
has "corrected .* again (user $(id -un))" pomoc show 1 --data "$d"
has 'before correction: net 200,00' pomoc show 1 --data "$d"
has '^version  *4' pomoc show 1 --receipt --data "$d"
has 'worked 0:40:00, billed 1:00:00' pomoc show 3 --receipt --data "$d"
has 'not solved with net 0,00' \
	pomoc correct 1 --outcome unsolved --reason mis-keyed --data "$d"
has 'solved with net 200,00' \
	pomoc correct 1 --outcome solved --reason 'no, it was' --data "$d"
# who called sudo, where sudo says so
SUDO_USER=daemon SUDO_UID=$(id -u daemon) has 'net 149,00' \
	pomoc correct 1 --net 149 --reason sudoer --data "$d"
has "daemon .* sudoer (user daemon, sudo uid $(id -u))" pomoc show 1 --data "$d"
SUDO_USER=daemon SUDO_UID=4711 has 'net 150,00' \
	pomoc correct 1 --net 150 --reason 'less work' --data "$d"
has "less work (user $(id -un))" pomoc show 1 --data "$d"
has 'FV 1/2026' pomoc invoice 1 --number 'FV 1/2026' --data "$d"
ends 1 'FV 1/2026' pomoc invoice 1 --number 'FV 2/2026' --data "$d"
ends 1 'ticket 6' pomoc invoice 6 --number 'FV 2/2026' --data "$d"
ends 2 'needed' pomoc invoice 1 --data "$d"
ends 1 'FV 1/2026' \
	pomoc correct 1 --outcome unsolved --reason late --data "$d"
has '^1,' pomoc log --invoiced yes --format csv --data "$d"

# --- export ---
pomoc export --epp --month 2026-11 --data "$d" >"$t/month.epp" 2>"$t/err"
[ "$(grep -ac '^"ZK"' "$t/month.epp")" -eq 2 ] || fail 'orders'
grep -q 'orders: 2, lines: 3' "$t/err" || fail 'export said nothing'
iconv -f CP1250 -t UTF-8 "$t/month.epp" | grep -q 'Zażółć Gęślą' ||
	fail 'code page'
pomoc export --epp --month 2026-11 --all --data "$d" --output "$t/all.epp" \
	2>/dev/null
[ "$(grep -ac '^"ZK"' "$t/all.epp")" -eq 3 ] || fail '--all'
ends 1 'exists already' pomoc export --epp --month 2026-11 --data "$d" \
	--output "$t/all.epp"
ends 2 'are needed' pomoc export --month 2026-11 --data "$d"
ends 2 'not both' pomoc export --epp --format csv --month 2026-11 --data "$d"
# a day of completion in each line
"$POMOC_BUILD/support/mklog" "$t/hard" 0 hard
pomoc export --epp --client gamma --month 2026-11 --data "$t/hard" \
	>"$t/gamma.epp" 2>"$t/err"
for line in '2026-11-10 7 Gestor, support A' '2026-11-11 8 Subiekt, support A'; do
	grep -aq ",\"$line\"" "$t/gamma.epp" || fail "no $line"
done

# --- what is of no use with --desk is no option there ---
there=(--desk 127.0.0.1:1 --fingerprint "SHA256:$(printf 'A%.0s' {1..43})")
ends 2 'config is of no use' pomoc log "${there[@]}" --config "$t/seller.conf"
ends 2 'data is of no use' \
	pomoc log "${there[@]}" --data "$d" --identity "$t/none"
pomoc invoice 1 --reverse --reason mistake --data "$d" >/dev/null
ends 2 'reason' pomoc invoice 1 --reverse --data "$d"
ends 1 'taken back' pomoc invoice 1 --reverse --reason '  ' --data "$d"
ends 1 'on no invoice' pomoc invoice 1 --reverse --reason x --data "$d"
ends 1 'blank' pomoc invoice 1 --number '   ' --data "$d"

# --- a client's month on an invoice in one step ---
month=(--month 2026-11 --data "$d")
has 'FV 9.*tickets: 1' pomoc invoice --client 'biuro alfa' --number 'FV 9' \
	"${month[@]}"
has 'Nothing to pay' pomoc invoice --client 'biuro alfa' --number 'FV 9' \
	"${month[@]}"
ends 1 'another client: Biuro Alfa, ticket 1; nothing was marked' \
	pomoc invoice --client 'zażółć gęślą' --number 'FV 9' "${month[@]}"
ends 1 'another client' pomoc invoice 3 --number 'FV 9' --data "$d"
ends 1 'no client' pomoc invoice --client x --number 'FV 9' "${month[@]}"
ends 2 'give one ticket' pomoc invoice 3 --number 'FV 9' "${month[@]}"
ends 2 'give one ticket' pomoc invoice --number 'FV 9' --data "$d"
has 'FV 9' pomoc invoice 3 --number 'FV 9' --shared --data "$d"
# what is on it is printed again and taken back by its number, one client's
ends 1 'FV 9 is of several clients' pomoc statement --number 'FV 9' --data "$d"
ends 1 'FV 9 is of several clients' \
	pomoc invoice --reverse --reason x --number 'FV 9' --data "$d"
has '246,67 zł' pomoc statement --number 'fv  9' --client 'zażółć gęślą' \
	--data "$d"
has '^Not on invoice FV 9 of Zażółć Gęślą any more; tickets: 1' pomoc invoice \
	--reverse --reason mistake --number 'fv9' --client 'zażółć gęślą' \
	--data "$d"
ends 1 'nothing of that client is on' pomoc invoice --reverse --reason x \
	--number 'FV 9' --client 'zażółć gęślą' --data "$d"
ends 1 'nothing is on invoice FV 8' pomoc statement --number 'FV 8' --data "$d"
ends 2 'or --number' pomoc statement --number 'FV 9' "${month[@]}"
ends 2 'reason' pomoc invoice --reverse --number 'FV 9' --data "$d"
has '^invoice: FV 9$' pomoc statement --number 'FV 9' --data "$d"
# on the statement it is not due again, and said
pomoc statement --client 'biuro alfa' "${month[@]}" >"$t/out" 2>"$t/err"
grep -q 'Nothing to pay' "$t/out" || fail 'due twice'
grep -q 'on an invoice already.*1 (FV 9)' "$t/err" || fail 'not named'
pomoc statement --client 'zażółć gęślą' --month 2026-12 --data "$d" \
	>"$t/out" 2>"$t/err"
grep -q 'solved before.*3 (2026-11-06)' "$t/err" || fail 'not named'
pomoc invoice 1 --reverse --reason mistake --data "$d" >/dev/null

# --- the journal's head stands on it, and is found again ---
hash=$(sqlite3 "$d/desk.db" \
	'SELECT lower(hex(hash)) FROM event ORDER BY id DESC LIMIT 1')
row=$(sqlite3 "$d/desk.db" 'SELECT max(id) FROM event')
has "^journal: row $row $hash\$" pomoc statement --client 'biuro alfa' "${month[@]}"
has "^sum,,,,,,,,journal $row $hash,,,,,,[0-9.]*,,[0-9.]*,[0-9.]*,.\$" \
	pomoc statement --client 'biuro alfa' "${month[@]}" --format csv
has "\"journal\": {\"row\": $row, \"hash\": \"$hash\"}" \
	pomoc export "${month[@]}" --format json
has 'log is sound' pomoc verify --data "$d" --expect "$hash"

# --- what verify says, for programs; the exit status is the same ---
has '"sound": true' pomoc verify --json --data "$d"
rc=0
pomoc verify --json --expect "${hash//[0-9]/0}" --data "$d" >"$t/out" || rc=$?
[ $rc -eq 1 ] || fail "verify --json: $rc"
grep -q '"sound": false, "why": "no row has' "$t/out" || fail "$(cat "$t/out")"

# --- the folder from the environment ---
has '^1,' env POMOC_DATA="$d" "$POMOC_BUILD/pomoc" log --format csv

# --- and from the configuration: --data, POMOC_DATA, the key, the user's ---
printf '[desk]\ndata = %s\n' "$d" >"$t/key.conf"
printf '[desk]\ndata = %s/none\n' "$t" >"$t/other.conf"
printf '[desk]\ndata = log\n' >"$t/relative.conf"
has '^1,' pomoc log --format csv --config "$t/key.conf"
has '^1,' pomoc log --format csv --config "$t/other.conf" --data "$d"
has '^1,' env POMOC_DATA="$d" "$POMOC_BUILD/pomoc" log --format csv \
	--config "$t/other.conf"
ends 1 "no time log in $t/none" pomoc log --config "$t/other.conf"
ends 1 "no time log in $t/none" env POMOC_DATA="$t/none" \
	"$POMOC_BUILD/pomoc" log --config "$t/key.conf"
ends 1 "no time log in $t/none" pomoc log --config "$t/key.conf" --data "$t/none"
ends 1 'by --data or POMOC_DATA.*--desk$' pomoc log --data "$t/none"
# one that is somebody else's, the same
other=()
[ "$(id -u)" -ne 0 ] || other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
mkdir -m 0 "$t/closed"
if [ "$(id -u)" -ne 0 ] || "${other[@]}" test -x "$POMOC_BUILD/pomoc"; then
	chmod 755 "$t"
	ends 1 "$t/closed/desk.db: Permission denied; .*POMOC_DATA.*--desk$" \
		"${other[@]}" "$POMOC_BUILD/pomoc" log --data "$t/closed"
fi
ends 1 "no time log in $t/home/" env HOME="$t/home" XDG_DATA_HOME= \
	XDG_CONFIG_HOME= "$POMOC_BUILD/pomoc" log
mkdir -p "$t/home/.config/pomoc"
cp "$t/key.conf" "$t/home/.config/pomoc/pomoc.conf"
has '^1,' env HOME="$t/home" XDG_DATA_HOME= XDG_CONFIG_HOME= \
	"$POMOC_BUILD/pomoc" log --format csv
ends 2 'relative.conf:2: .*does not begin with /' pomoc log \
	--config "$t/relative.conf"

# --- report ---
has 'anna' pomoc report --by technician "${month[@]}"
has '^piotr,1,1,2820,4020,246.67,56.73,303.40,0' \
	pomoc report --by technician --format csv "${month[@]}"
has '"label": "database"' pomoc report --by kind --format json "${month[@]}"
has '^sum,5,' pomoc report --by day --format csv "${month[@]}"
has '^2026-11,' pomoc report --by month --format csv --data "$d"
ends 2 'is needed' pomoc report --by weather --data "$d"
ends 2 'no format' pomoc report --by day --format xml --data "$d"

# --- verify, backup, restore ---
has 'log is sound' pomoc verify --data "$d"
has 'copied' pomoc backup "$t/copy.db" --data "$d"
ends 1 'exists already' pomoc backup "$t/copy.db" --data "$d"
ends 1 'nothing was overwritten' pomoc restore "$t/copy.db" --data "$d"
has 'is the log of' pomoc restore "$t/copy.db" --data "$t/again"
has 'log is sound' pomoc verify --data "$t/again"
pomoc log --data "$d" >"$t/one"
pomoc log --data "$t/again" | cmp - "$t/one" || fail 'restored log differs'
ends 1 'not a pomoc database' pomoc restore "$0" --data "$t/new"
[ ! -e "$t/new" ] || fail 'a refused restore left something'

# --- the client book ---
has '^code: K1' pomoc client add --name ' Biuro  Alfa ' --nip 526-025-02-74 \
	--address 'ul. Prosta 1, Łódź' --data "$d"
ends 1 'should be 4, not 5' \
	pomoc client add --name Beta --nip 5260250275 --data "$d"
ends 1 'K1 has that NIP' \
	pomoc client add --name Beta --nip 5260250274 --data "$d"
has '^code: BETA' pomoc client add --name Beta --code BETA --data "$d"
has '^note: pays late' pomoc client edit beta --note 'pays late' --data "$d"
has '^full name: Beta' pomoc client show BETA --data "$d"
has 'SHA256:sample' pomoc client link 1 K1 --data "$d"
ends 1 'linked to K1, Biuro Alfa' pomoc client link 1 BETA --data "$d"
has '^code: BETA' pomoc client link 1 BETA --replace --data "$d"
has 'goes to BETA, Beta' pomoc show 1 --data "$d"
ends 1 'into itself' pomoc client merge K1 k1 --data "$d"
has '^code: K1' pomoc client merge BETA K1 --data "$d"
ends 1 'into itself' pomoc client merge K1 BETA --data "$d"
has 'goes to K1, Biuro Alfa' pomoc show 1 --data "$d"
has '^K1  *5260250274 Biuro Alfa ' pomoc client list --words łódź --data "$d"
[ "$(pomoc client list --json --data "$d" | grep -c '"code"')" -eq 1 ] ||
	fail 'a merged one is listed'
ends 1 'no client X' pomoc client show X --data "$d"

# --- a client is the contractor, by code, NIP or name; else what was typed ---
pomoc client link 3 K1 --data "$d" >/dev/null
pomoc statement --client k1 "${month[@]}" >"$t/one" 2>"$t/err"
grep -q 'NIP.*5260250274' "$t/one" || fail 'not the contractor'
for who in 526-025-02-74 BETA 'biuro  ALFA'; do
	pomoc statement --client "$who" "${month[@]}" 2>&1 >"$t/out" |
		cmp - "$t/err" || fail "$who: other notes"
	cmp "$t/out" "$t/one" || fail "$who is another"
done
tickets() {
	pomoc export --format csv --all --client "$1" "${month[@]}" 2>/dev/null |
		sed '1d;/^rate/,$d;s/,.*//' | sort -un | tr '\n' ' '
}
[ "$(tickets k1)" = '1 3 ' ] || fail "K1: $(tickets k1)"
[ "$(tickets BETA)" = '1 3 ' ] || fail "BETA: $(tickets BETA)"
case " $(tickets 'zażółć gęślą')" in
*' 3 '*) fail 'a linked one is still that of the typed name' ;;
esac
has '^"*Biuro Alfa (K1)"*,2,' \
	pomoc report --by client --format csv "${month[@]}"
has '^sum,2,' pomoc report --by day --client K1 --format csv "${month[@]}"
[ "$(pomoc log --client 5260250274 --format csv --data "$d" |
	sed '1d;s/,.*//' | sort -n | tr '\n' ' ')" = '1 3 ' ] ||
	fail 'the log of a NIP'
pomoc client add --name 'Biuro Alfa' --code ALFA2 --data "$d" >/dev/null
for cmd in statement 'invoice --number X' 'export --epp' log \
	'report --by day'; do
	# shellcheck disable=SC2086 # words
	ends 1 'any of ALFA2, K1 .*give the code' \
		pomoc $cmd --client 'Biuro Alfa' "${month[@]}"
done
pomoc client add --name Gamma --code G --data "$d" >/dev/null
pomoc client link 3 G --replace --data "$d" >/dev/null
ends 2 'merge FROM INTO' pomoc client merge K1 --data "$d"
has 'log is sound' pomoc verify --data "$d"

# --- person, forget, purge ---
has 'phone: +48 600 000 001' pomoc person --client 'jan alfa' --data "$d"
# refuses PATTERN COMMAND...: as ends 1, after it has shown what it would do
refuses() {
	local pattern=$1
	shift
	"$@" >"$t/out" 2>"$t/err" </dev/null && fail "$* was done"
	grep -q -e "$pattern" "$t/err" || fail "$*: said $(cat "$t/err")"
}
refuses '1 tickets of' pomoc forget --client 'zażółć gęślą' --yes --data "$d"
grep -q '^ *3 .*Zażółć Gęślą.* 246,67 zł: stays: solved' "$t/out" ||
	fail "not shown: $(cat "$t/out")"
ends 2 'is needed' pomoc forget --contractor K1 --client x --data "$d"
refuses 'nothing was done' pomoc forget --contractor k1 --really --data "$d"
grep -q 'forgotten: 1' "$t/out" || fail "not counted: $(cat "$t/out")"
# one of its tickets is linked, the other is of somebody with that name
refuses 'different people' \
	pomoc forget --client 'biuro ALFA' --data "$d" --really --yes
# by his key he is one, linked or not
refuses 'nothing was done' \
	pomoc forget --client SHA256:sample --data "$d" --really
grep -q 'forgotten: 4' "$t/out" || fail "not by the key: $(cat "$t/out")"
pomoc client link 4 K1 --data "$d" >"$t/out" || fail 'link 4'
refuses 'nothing was done' pomoc forget --client 'biuro ALFA' --data "$d" --really
grep -q 'forgotten: 2' "$t/out" || fail "not counted: $(cat "$t/out")"
has 'phone: +48 600 000 001' pomoc person --client 'jan alfa' --data "$d"
has 'now: 2' pomoc forget --client 'biuro ALFA' --data "$d" --really --yes
ends 1 'no client' pomoc person --client 'jan alfa' --data "$d"
ends 1 'no client' pomoc forget --client 'biuro ALFA' --data "$d"
refuses 'left alone: 1' pomoc forget --client epsilon --data "$d"
refuses 'nothing was done' pomoc purge --older-than 2026-11-20 --data "$d"
grep -q 'not invoiced: 2, net 646,67' "$t/out" || fail 'what is owed'
has 'now: 1' pomoc purge --older-than 2026-11-20 --yes --data "$d"
has 'now: 2' pomoc purge --older-than 2026-11-20 --yes --really --data "$d"
ends 2 'not an age' pomoc purge --older-than soon --data "$d"
has 'log is sound' pomoc verify --data "$d"
has 'net 796,67' pomoc log --sum --data "$d"

# every command has --help
. tests/support/commands.sh
for c in "${commands[@]}"; do
	has "usage: pomoc $c" pomoc "$c" --help
	[ "$(pomoc "$c" --help | wc -L)" -le 80 ] || fail "$c --help is wide"
	ends 2 'unknown option' pomoc "$c" --no-such-option
done
has 'Commands; pomoc help COMMAND' pomoc help help
ends 2 'a name is empty' pomoc page ''
