# A .mo file, as numbers of its bytes, becomes C for shared/base/catalogue.c:
# LANG_rows, sorted, and LANG_texts. The ids stand in the program already, so
# each is here only by its hash.
# usage: od -An -v -tu1 FILE.mo | awk -v lang=LANG -f catalogue.awk

function number(at) {
	return b[at] + 256 * (b[at + 1] + 256 * (b[at + 2] + 256 * b[at + 3]))
}

# as id_hash() of catalogue.c; below 2^53, so exact
function hash(at, h) {
	for (h = 0; b[at] != 0; at++)
		h = (h * 65599 + b[at]) % 4294967296
	return h
}

{
	for (i = 1; i <= NF; i++)
		b[size++] = $i + 0
}

END {
	count = number(8)
	ids = number(12)
	texts = number(16)
	for (r = 0; r < count; r++) {
		h = hash(number(ids + 8 * r + 4))
		at = number(texts + 8 * r + 4)
		for (i = r; i > 0 && rows[i - 1] > h; i--) {
			rows[i] = rows[i - 1]
			places[i] = places[i - 1]
		}
		if (i > 0 && rows[i - 1] == h) {
			print "catalogue: two ids have one hash: another factor" \
				> "/dev/stderr"
			exit 1
		}
		rows[i] = h
		places[i] = at
	}
	first = number(texts + 4)
	end = at + number(texts + 8 * (count - 1)) + 1
	printf "static const struct row %s_rows[] = {\n", lang
	for (r = 0; r < count; r++)
		printf "{%.0fu, %d},\n", rows[r], places[r] - first
	printf "};\nstatic const uint8_t %s_texts[] = {", lang
	for (i = first; i < end; i++)
		printf "%s%d,", (i - first) % 16 ? "" : "\n", b[i]
	print "\n};"
}
