#include "console/view/view_log_find.h"

#include "console/view/view_log_tickets.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/core/title.h"
#include "shared/ui/list.h"

/* All that may stand in it. */
static bool
holds(const struct log_screen *s, const struct logrow *r)
{
	enum logask_view view = s->rows.view;
	struct buf b = BUF_INIT;
	bool yes;

	buf_printf(&b, "%lld %s %s %s %s %s %s %s %s ", (long long)r->ticket,
	    r->name, r->company, r->technicians, r->product, r->invoice,
	    r->paid, r->note, r->text);
	if (view == LOGASK_TICKETS)
		buf_printf(&b, "%s %s", view_log_outcome(r->outcome),
		    clock_local(CLOCK_TEXT, "%Y-%m-%d",
			r->closed_s > 0 ? r->closed_s : r->opened_s));
	if (view == LOGASK_KINDS || view == LOGASK_SEGMENTS)
		buf_adds(&b, title_work(r->text));
	yes = list_words_match(buf_str(&b), s->search);
	buf_fini(&b);
	return yes;
}

bool
view_log_find(struct log_screen *s, int dir)
{
	int64_t n = s->rows.rows, from = s->sel - s->rows.offset;

	for (int64_t step = 1; step <= n; step++) {
		int64_t k = s->rows.offset + ((from + dir * step) % n + n) % n;
		const struct logrow *r = log_rows_at(&s->rows, k);

		if (r != NULL && r->text != NULL && holds(s, r)) {
			s->sel = k;
			return true;
		}
	}
	return false;
}
