#include "console/cmd/cmd_number.h"
#include "console/store/report.h"
#include "console/store/report_filter.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"

struct found {
	int64_t n, first_s, last_s;
	int64_t ticket; /* one of its client, if anybody is known */
	char client[BOOK_NAME_SIZE];
	bool several; /* clients */
	char *kept;
};

/* Whose it is: his code, else what he typed; "" = he was forgotten. */
static const char *
whose(const struct logrow *row)
{
	if (row->buyer[0] != '\0')
		return row->buyer;
	return row->name[0] != '\0' ? row->client_key : "";
}

static void
note_client(struct found *f, const struct logrow *row)
{
	const char *who = whose(row);

	if (f->client[0] == '\0')
		f->ticket = row->ticket;
	else if (who[0] != '\0' && !str_eq(who, f->client))
		f->several = true;
	if (f->client[0] == '\0')
		str_copy(f->client, sizeof(f->client), who);
}

static bool
on_row(const struct logrow *row, void *ctx, struct err *err)
{
	struct found *f = ctx;

	if (f->n++ == 0) {
		f->first_s = row->closed_s;
		str_copy(f->kept, CMD_NUMBER_SIZE, row->invoice);
	}
	note_client(f, row);
	f->first_s = MIN_OF(f->first_s, row->closed_s);
	f->last_s = MAX_OF(f->last_s, row->closed_s);
	return true;
}

static bool
find(struct db *db, const struct report_filter *filter, struct found *f,
    struct err *err)
{
	return report_rows(db, filter, NULL, on_row, f, err);
}

/* That client is on it: *f is what is his. */
static bool
find_his(struct db *db, const char *client, struct report_filter *filter,
    struct buyer *buyer, struct found *f, struct err *err)
{
	const struct report_filter all = *filter;
	bool several = f->several;

	*f = (struct found){.kept = f->kept};
	if (!buyer_pick(db, client, filter, buyer, err) ||
	    !find(db, filter, f, err))
		return false;
	if (f->n == 0)
		return err_set(
		    err, _("nothing of that client is on invoice %s"), f->kept);
	if (several)
		return true;
	/* with what is on it of those who were forgotten */
	*filter = all;
	*f = (struct found){.kept = f->kept};
	return find(db, filter, f, err) &&
	    buyer_of_ticket(db, f->ticket, buyer, err);
}

bool
cmd_number_pick(struct db *db, const char *number, const char *client,
    struct report_filter *filter, struct buyer *buyer,
    char kept[CMD_NUMBER_SIZE], struct err *err)
{
	struct found f = {.kept = kept};

	*filter = (struct report_filter){.invoice = number};
	if (!find(db, filter, &f, err))
		return false;
	if (f.n == 0)
		return err_set(err, _("nothing is on invoice %s"), number);
	if (client == NULL && f.several)
		return err_set(err,
		    _("invoice %s is of several clients: say whose with "
		      "--client"),
		    number);
	if (client != NULL ? !find_his(db, client, filter, buyer, &f, err)
			   : !buyer_of_ticket(db, f.ticket, buyer, err))
		return false;
	filter->from_s = clock_add_days(f.first_s, 0);
	filter->to_s = clock_add_days(f.last_s, 1);
	return true;
}

bool
cmd_number_each(struct db *db, const char *number, const char *client,
    struct buyer *buyer, char kept[CMD_NUMBER_SIZE], logrow_fn *fn, void *ctx,
    struct err *err)
{
	struct report_filter filter;

	return cmd_number_pick(db, number, client, &filter, buyer, kept, err) &&
	    report_rows(db, &filter, NULL, fn, ctx, err);
}

bool
cmd_number_of_month(struct db *db, const int64_t month[2], const char *client,
    logrow_fn *fn, void *ctx, struct err *err)
{
	struct report_filter filter = {.from_s = month[0],
	    .to_s = month[1],
	    .outcome = "solved",
	    .invoiced = REPORT_INVOICED};
	struct buyer buyer;

	return buyer_pick(db, client, &filter, &buyer, err) &&
	    report_rows(db, &filter, NULL, fn, ctx, err);
}
