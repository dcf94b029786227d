#include "shared/core/slip.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/core/money.h"

#define SLIP_LINE_MAX 256

void
slip_print(const struct slip *s, struct buf *out)
{
	buf_printf(out,
	    "pomoc-receipt-1 ticket %" PRId64 " outcome %s net %s vat %s "
	    "gross %s\n",
	    s->ticket, s->outcome, MONEY_PLAIN(s->net_gr),
	    MONEY_PLAIN(s->vat_gr), MONEY_PLAIN(s->gross_gr));
}

static bool
grosze(int64_t zl, int gr, int64_t *out)
{
	*out = zl * 100 + gr;
	return zl >= 0 && zl < INT64_MAX / 200 && gr >= 0 && gr < 100;
}

/* Read loosely, then compared with what would have been written. */
static bool
parse_line(const char *line, struct slip *s)
{
	int64_t net, vat, gross;
	int net_gr, vat_gr, gross_gr;
	struct buf again = BUF_INIT;
	bool ok;

	ok = sscanf(line,
		 "pomoc-receipt-1 ticket %16" SCNd64 " outcome %16[a-z] net "
		 "%14" SCNd64 ".%2d vat %14" SCNd64 ".%2d gross %14" SCNd64
		 ".%2d",
		 &s->ticket, s->outcome, &net, &net_gr, &vat, &vat_gr, &gross,
		 &gross_gr) == 8 &&
	    grosze(net, net_gr, &s->net_gr) &&
	    grosze(vat, vat_gr, &s->vat_gr) &&
	    grosze(gross, gross_gr, &s->gross_gr);
	if (ok)
		slip_print(s, &again);
	ok = ok && str_eq(buf_str(&again), line);
	buf_fini(&again);
	return ok;
}

bool
slip_parse(const char *text, size_t len, struct slip *s)
{
	char line[SLIP_LINE_MAX];
	size_t from = len;

	memset(s, 0, sizeof(*s));
	if (len == 0 || text[len - 1] != '\n')
		return false;
	from--;
	while (from > 0 && text[from - 1] != '\n')
		from--;
	if (len - from >= sizeof(line))
		return false;
	memcpy(line, text + from, len - from);
	line[len - from] = '\0';
	return parse_line(line, s);
}

bool
slip_equal(const struct slip *a, const struct slip *b)
{
	return a->ticket == b->ticket && str_eq(a->outcome, b->outcome) &&
	    a->net_gr == b->net_gr && a->vat_gr == b->vat_gr &&
	    a->gross_gr == b->gross_gr;
}
