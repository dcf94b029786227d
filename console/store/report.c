#include "console/store/report.h"

#include "console/store/column.h"
#include "console/store/filter_sql.h"

/* order: with the direction left out at %s, ties by number */
static const struct {
	const char *up, *down;
} sorts[] = {
    [LOGASK_BY_NUMBER] = {" ORDER BY t.id", " ORDER BY t.id DESC"},
    [LOGASK_BY_COMPLETED] =
	{" ORDER BY t.closed_utc IS NULL, t.closed_utc, t.id",
	    " ORDER BY t.closed_utc IS NULL DESC, t.closed_utc DESC, t.id DESC"},
    [LOGASK_BY_CLIENT] = {" ORDER BY p.folded COLLATE polish, t.id",
	" ORDER BY p.folded COLLATE polish DESC, t.id DESC"},
    [LOGASK_BY_TECHNICIAN] = {" ORDER BY t.technician COLLATE polish, t.id",
	" ORDER BY t.technician COLLATE polish DESC, t.id DESC"},
    [LOGASK_BY_PRODUCT] = {" ORDER BY t.product COLLATE polish, t.id",
	" ORDER BY t.product COLLATE polish DESC, t.id DESC"},
    [LOGASK_BY_OUTCOME] = {" ORDER BY t.state, t.id",
	" ORDER BY t.state DESC, t.id DESC"},
    [LOGASK_BY_WORKED] = {" ORDER BY t.worked_s, t.id",
	" ORDER BY t.worked_s DESC, t.id DESC"},
    [LOGASK_BY_NET] = {" ORDER BY t.final_net_gr, t.id",
	" ORDER BY t.final_net_gr DESC, t.id DESC"},
    [REPORT_BY_BUYER] = {" ORDER BY " BUYER_CODE_SQL
			 ", p.folded COLLATE polish, t.id",
	" ORDER BY " BUYER_CODE_SQL " DESC, p.folded COLLATE polish DESC,"
	" t.id DESC"},
};

bool
report_rows(struct db *db, const struct report_filter *filter,
    const struct report_page *page, logrow_fn *fn, void *ctx, struct err *err)
{
	static const struct report_page all;
	const struct report_page *p = page != NULL ? page : &all;
	struct rows r = column_ask(db, err, filter,
	    p->reverse ? sorts[p->sort].down : sorts[p->sort].up,
	    p->limit > 0 ? p->limit : -1, p->offset);
	struct logrow row;
	bool ok = true;

	while (ok && rows_next(&r)) {
		column_read(&r, &row);
		ok = fn(&row, ctx, err);
	}
	return rows_end(&r) && ok;
}
