#include "console/cmd/cmd_month.h"

#include <inttypes.h>
#include <stdio.h>

#include "console/store/report.h"
#include "console/store/report_sums.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"

#define NAMED 20 /* tickets in one line */

bool
cmd_month_period(
    const int64_t month[2], struct report_filter *filter, struct err *err)
{
	if (month[1] != 0 && (filter->from_s != 0 || filter->to_s != 0))
		return err_set(
		    err, _("give --month or --from and --to, not both"));
	if (month[1] != 0) {
		filter->from_s = month[0];
		filter->to_s = month[1];
	}
	return filter->to_s == 0 || filter->from_s < filter->to_s ||
	    err_set(err, _("--to is before --from"));
}

bool
cmd_month_over(const struct report_filter *period)
{
	return period->to_s != 0 && period->to_s <= clock_utc_s();
}

void
cmd_month_note_over(const struct report_filter *period)
{
	if (!cmd_month_over(period))
		fputs(_("This period is not over yet.\n"), stderr);
}

struct named {
	struct buf text;
	struct buf numbers; /* "5 7 ", of those on no invoice */
	int named; /* in them */
	int64_t n, net_gr; /* that there are */
};

static bool
add(const struct logrow *row, void *ctx, struct err *err)
{
	struct named *n = ctx;

	if (n->named++ >= NAMED)
		return true;
	buf_printf(&n->text, "%s%" PRId64 " (%s)", n->named > 1 ? ", " : "",
	    row->ticket,
	    row->invoice[0] != '\0' ? UTF8_CLEAN(200, row->invoice, 0)
				    : CLOCK_DAY(row->closed_s));
	if (row->invoice[0] == '\0')
		buf_printf(&n->numbers, "%" PRId64 " ", row->ticket);
	return true;
}

/* Of all that passed; 0 = none, nothing is said. */
static void
say(struct named *n, const char *fmt)
{
	if (n->n > NAMED)
		buf_adds(&n->text, ", ...");
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	if (n->n > 0)
		fprintf(stderr, fmt, n->n, MONEY_TEXT(n->net_gr),
		    buf_str(&n->text));
#pragma GCC diagnostic pop
}

static void
named_fini(struct named *n)
{
	buf_fini(&n->text);
	buf_fini(&n->numbers);
}

/* The tickets that pass, each with its invoice or day; of many only the first
 * ones are read, all are counted. */
static bool
gather(struct db *db, const struct report_filter *filter, struct named *n,
    struct err *err)
{
	const struct report_page page = {.limit = NAMED};
	int64_t count, net_gr;

	if (!report_rows(db, filter, &page, add, n, err) ||
	    !report_count(db, filter, &count, &net_gr, err))
		return false;
	n->n += count;
	n->net_gr += net_gr;
	return true;
}

static bool
name(struct db *db, const struct report_filter *filter, const char *fmt,
    struct err *err)
{
	struct named n = {.n = 0};
	bool ok = gather(db, filter, &n, err);

	if (ok)
		say(&n, fmt);
	named_fini(&n);
	return ok;
}

/* Completed so much later than now is later. */
#define LATER_S 60

/* What no month tells of before it has come: the clock was ahead then, or is
 * behind now. */
static bool
name_later(struct db *db, const struct report_filter *period, struct err *err)
{
	const struct report_filter later = {.contractor = period->contractor,
	    .client_is = period->client_is,
	    .outcome = "solved",
	    .invoiced = REPORT_NOT_INVOICED,
	    .from_s = clock_utc_s() + LATER_S};

	return name(db, &later,
	    _("solved later than now, for the system clock was or is wrong: "
	      "%" PRId64 " (net %s): %s\n"),
	    err);
}

bool
cmd_month_later(struct db *db, int64_t *n, struct err *err)
{
	const struct report_filter later = {.from_s = clock_utc_s() + LATER_S};
	int64_t net_gr;

	return report_count(db, &later, n, &net_gr, err);
}

/* Who never marks anything as paid is told nothing of it. */
static bool
name_unpaid(struct db *db, const struct report_filter *period, struct err *err)
{
	const struct report_filter any = {.paid = REPORT_PAID};
	const struct report_filter before = {.contractor = period->contractor,
	    .client_is = period->client_is,
	    .outcome = "solved",
	    .to_s = period->from_s,
	    .paid = REPORT_NOT_PAID};
	int64_t n, net_gr;

	return report_count(db, &any, &n, &net_gr, err) &&
	    (n == 0 ||
		name(db, &before,
		    _("solved before, on an invoice and not paid yet: %" PRId64
		      " (net %s): %s\n"),
		    err));
}

bool
cmd_month_notes(struct db *db, const struct report_filter *period,
    bool invoiced, struct err *err)
{
	struct report_filter f = {.contractor = period->contractor,
	    .client_is = period->client_is,
	    .outcome = "solved",
	    .from_s = period->from_s,
	    .to_s = period->to_s,
	    .invoiced = REPORT_INVOICED};

	if (!name_later(db, period, err))
		return false;
	if (invoiced &&
	    !name(db, &f,
		_("on an invoice already, not counted: %" PRId64
		  " (net %s): %s\n"),
		err))
		return false;
	if (period->from_s == 0)
		return true;
	f.invoiced = REPORT_NOT_INVOICED;
	f.to_s = period->from_s;
	f.from_s = 0;
	return name(db, &f,
		   _("solved before and on no invoice yet: %" PRId64
		     " (net %s): %s\n"),
		   err) &&
	    name_unpaid(db, period, err);
}

bool
cmd_client_notes(
    struct db *db, const struct report_filter *filter, struct err *err)
{
	struct report_filter now = *filter;
	struct report_filter before = {.contractor = filter->contractor,
	    .unlinked = true,
	    .outcome = "solved",
	    .invoiced = REPORT_NOT_INVOICED,
	    .to_s = filter->from_s};
	struct named n = {.n = 0};
	bool ok;

	if (filter->contractor == NULL)
		return true;
	now.unlinked = true;
	ok = (filter->from_s == 0 || filter->opened ||
		 gather(db, &before, &n, err)) &&
	    gather(db, &now, &n, err);
	if (ok)
		say(&n,
		    _("left out, under the same name but linked to nobody: "
		      "%" PRId64 " (net %s): %s\n"));
	if (ok && n.numbers.len > 0)
		fprintf(stderr,
		    n.n > NAMED
			? _("if they are his, the first of them: pomoc client "
			    "link %s%s\n")
			: _("if they are his: pomoc client link %s%s\n"),
		    buf_str(&n.numbers), filter->contractor);
	named_fini(&n);
	return ok;
}
