#include <inttypes.h>

#include "console/cmd_month.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"

#define NAMED 20 /* tickets in one line */

bool
cmd_month_over(const struct report_filter *period)
{
	return period->to_s != 0 && period->to_s <= clock_utc_s();
}

struct named {
	struct buf text;
	int64_t n, net_gr;
	bool invoices; /* with their numbers, else with the day */
};

static bool
add(const struct report_row *row, void *ctx)
{
	struct named *n = ctx;
	char detail[200];

	n->net_gr += row->net_gr;
	if (n->n++ >= NAMED)
		return true;
	if (n->invoices)
		utf8_clean(detail, sizeof(detail), row->invoice, 0);
	else
		clock_local(detail, sizeof(detail), "%Y-%m-%d", row->closed_s);
	buf_printf(&n->text, "%s%" PRId64 " (%s)", n->n > 1 ? ", " : "",
	    row->ticket, detail);
	return true;
}

/* The tickets that pass, by number; 0 = none, nothing is said. */
static bool
name(struct db *db, const struct report_filter *filter, const char *fmt,
    bool invoices, struct err *err)
{
	const struct report_page page = {0};
	struct named n = {.invoices = invoices};
	char net[MONEY_TEXT_SIZE];
	bool ok = report_rows(db, filter, &page, add, &n, err);

	if (ok && n.n > NAMED)
		buf_adds(&n.text, ", ...");
	money_format(net, sizeof(net), n.net_gr);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (ok && n.n > 0)
		fprintf(stderr, fmt, n.n, net, buf_str(&n.text));
#pragma GCC diagnostic pop
	buf_fini(&n.text);
	return ok;
}

bool
cmd_month_notes(struct db *db, const struct report_filter *period,
    bool invoiced, struct err *err)
{
	struct report_filter f = {.client_is = period->client_is,
	    .outcome = "solved",
	    .from_s = period->from_s,
	    .to_s = period->to_s,
	    .invoiced = REPORT_INVOICED};

	if (!cmd_month_over(period))
		fputs(_("This period is not over yet.\n"), stderr);
	if (invoiced &&
	    !name(db, &f,
		_("on an invoice already, not counted: %" PRId64
		  " (net %s): %s\n"),
		true, err))
		return false;
	if (period->from_s == 0)
		return true;
	f.invoiced = REPORT_NOT_INVOICED;
	f.to_s = period->from_s;
	f.from_s = 0;
	return name(db, &f,
	    _("solved before and on no invoice yet: %" PRId64
	      " (net %s): %s\n"),
	    false, err);
}
