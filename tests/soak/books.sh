#!/bin/bash
# usage: books.sh FOLDER BUILD
# After soak.sh: everything that somebody was told is in the database, and every
# amount is what the journal says, by arithmetic that is none of the program's.
set -u
dir=$1 build=$2
db=$dir/desk/desk.db

: >"$dir/wrong"
# a file: it is said inside of pipes, too
wrong() {
	echo "wrong: $*" | tee -a "$dir/wrong"
}
sql() {
	sqlite3 -readonly -separator '|' "$db" "$1"
}
# told PATTERN: the sorted lines of sed's replacement, each once
told() {
	sed -En "s/$1/p" "$dir/heard" | sort -u
}
# all_in WHAT: lines of standard input that are not in the rows of $2
all_in() {
	comm -23 - <(sort -u <<<"$2") >"$dir/missing"
	[ ! -s "$dir/missing" ] || wrong "$1: told, and not there:" \
		"$(head -n 5 "$dir/missing" | tr '\n' ' ')"
}

"$build/pomoc" verify --data "$dir/desk" >"$dir/verify.out" 2>&1 ||
	wrong "verify: $(tail -n 5 "$dir/verify.out")"

# --- no lost row
told '^.*"t":"queued","ticket":([0-9]+).*/\1' |
	all_in 'tickets' "$(sql 'SELECT id FROM ticket')"
told '^.*"t":"claimed","ticket":([0-9]+),.*/\1' |
	all_in 'claims' "$(sql "SELECT DISTINCT ticket FROM event
		WHERE kind = 'claimed'")"
told '^.*"t":"ended","ticket":([0-9]+),"outcome":"([a-z]+)","net_gr":([0-9]+),"vat_gr":([0-9]+),"gross_gr":([0-9]+),"worked_s":([0-9]+).*/\1|\2|\6|\3|\4|\5' |
	tee "$dir/ended" |
	all_in 'ends' "$(sql 'SELECT id, outcome, worked_s, net_gr, vat_gr,
		gross_gr FROM ticket WHERE closed_utc IS NOT NULL')"
told '^.*"t":"answered","ticket":([0-9]+),"quote":([0-9]+),"yes":true.*/\1|\2' |
	tee "$dir/answered" |
	all_in 'answers' "$(sql "SELECT ticket, quote FROM quote
		WHERE answer = 'yes'")"
grep -Eo '"done","what":"note","ticket":[0-9]+' "$dir/heard" | grep -Eo '[0-9]+$' |
	sort | uniq -c | while read -r n ticket; do
	rows=$(sql "SELECT count(*) FROM event WHERE kind = 'noted' AND
		ticket = $ticket")
	[ "$rows" -ge "$n" ] || echo "$ticket: $n notes told, $rows there"
done >"$dir/notes"
[ ! -s "$dir/notes" ] || wrong "$(cat "$dir/notes")"
[ "$(sql 'SELECT count(*) FROM ticket WHERE closed_utc IS NULL')" -eq 0 ] ||
	wrong 'tickets are open'

# --- no wrong amount
{
	sql "SELECT 'price', ticket, net_gr, minimum_s, quantum_s, vat_bp
		FROM price_line WHERE kind = 'support'"
	sql 'SELECT ticket, seq, kind, at_ms, beat_ms, yes, seconds, net_gr
		FROM event WHERE ticket > 0 ORDER BY id'
} | awk -f tests/soak/money.awk | sort >"$dir/own"
sql 'SELECT id, outcome, worked_s, net_gr, vat_gr, gross_gr FROM ticket' |
	sort >"$dir/theirs"
diff "$dir/own" "$dir/theirs" >"$dir/amounts" ||
	wrong "amounts (<: by own arithmetic):
$(head -n 20 "$dir/amounts")"
echo "$(wc -l <"$dir/theirs") tickets, $(wc -l <"$dir/ended") ends and" \
	"$(wc -l <"$dir/answered") answers that were told;" \
	"$(sql 'SELECT sum(net_gr) FROM ticket') gr net in all"
[ ! -s "$dir/wrong" ]
