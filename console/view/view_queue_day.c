#include "console/view/view_queue_day.h"

#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define SLOT_S 1800

static int
slot_of(const struct view_queue_day *d, int64_t at_s)
{
	int64_t slot = (at_s - d->begin_s) / SLOT_S;

	return (int)MAX_OF(MIN_OF(slot, VIEW_QUEUE_DAY_SLOTS - 1), 0);
}

void
view_queue_day_look(
    struct view_queue_day *d, const struct model *m, int64_t now_s)
{
	int n[VIEW_QUEUE_DAY_SLOTS] = {0};
	int64_t begin_s = clock_add_days(now_s, 0);

	if (begin_s != d->begin_s)
		*d = (struct view_queue_day){.begin_s = begin_s};
	d->now = slot_of(d, now_s);
	for (int i = 0; i < m->rows; i++)
		if (model_is_waiting(&m->row[i]))
			for (int s = slot_of(d, m->row[i].r.since_s);
			     s <= d->now; s++)
				n[s]++;
	for (int s = 0; s <= d->now; s++)
		d->most[s] = MAX_OF(d->most[s], n[s]);
}

void
view_queue_day_draw(
    const struct view_queue_day *d, struct canvas *c, struct rect r)
{
	static const char *const bars[] = {
	    " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
	const char *label = _("waiting today");
	int most = 1, first = d->now + 1, steps = (int)ARRAY_LEN(bars) - 1;

	for (int s = d->now; s >= 0; s--) {
		most = MAX_OF(most, d->most[s]);
		first = d->most[s] > 0 ? s : first;
	}
	first = MAX_OF(first, d->now + 1 - (r.cols - utf8_cols(label) - 6));
	if (first > d->now)
		return;
	r.col += canvas_text(c, r.row, r.col, r.cols, UI_HEAD, label) + 1;
	for (int s = first; s <= d->now; s++)
		canvas_text(c, r.row, r.col++, 1, UI_HEAD,
		    bars[(d->most[s] * steps + most - 1) / most]);
	canvas_printf(c, r.row, r.col + 1, 4, UI_HEAD, "≤%d", most);
}
