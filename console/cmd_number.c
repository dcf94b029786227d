#include "console/cmd_number.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

struct found {
	int64_t n, ticket, first_s, last_s;
	char *kept;
};

static bool
on_row(const struct report_row *row, void *ctx)
{
	struct found *f = ctx;

	if (f->n++ == 0) {
		f->ticket = row->ticket;
		f->first_s = row->closed_s;
		str_copy(f->kept, CMD_NUMBER_SIZE, row->invoice);
	}
	f->first_s = MIN_OF(f->first_s, row->closed_s);
	f->last_s = MAX_OF(f->last_s, row->closed_s);
	return true;
}

static bool
find(struct db *db, const struct report_filter *filter, struct found *f,
    struct err *err)
{
	const struct report_page page = {0};

	f->n = 0;
	return report_rows(db, filter, &page, on_row, f, err);
}

bool
cmd_number_pick(struct db *db, const char *number, const char *client,
    struct report_filter *filter, struct buyer *buyer,
    char kept[CMD_NUMBER_SIZE], struct err *err)
{
	struct found all = {.kept = kept}, his = {.kept = kept};

	*filter = (struct report_filter){.invoice = number};
	if (!find(db, filter, &all, err))
		return false;
	if (all.n == 0)
		return err_set(err, _("nothing is on invoice %s"), number);
	if (client != NULL) {
		if (!buyer_pick(db, client, filter, buyer, err))
			return false;
	} else if (!buyer_of_ticket(db, all.ticket, buyer, err)) {
		return false;
	} else if (buyer->code[0] != '\0') {
		filter->contractor = buyer->code;
	} else {
		filter->client_is = buyer->name;
	}
	if (!find(db, filter, &his, err))
		return false;
	if (his.n == 0)
		return err_set(
		    err, _("nothing of that client is on invoice %s"), number);
	if (client == NULL && his.n != all.n)
		return err_set(err,
		    _("invoice %s is of several clients: say whose with "
		      "--client"),
		    number);
	filter->from_s = clock_add_days(his.first_s, 0);
	filter->to_s = clock_add_days(his.last_s, 1);
	return true;
}
