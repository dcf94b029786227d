#include "console/view/view_log_draw.h"

#include <stdio.h>
#include <string.h>

#include "console/view/view_log_tickets.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/title.h"
#include "shared/ui/bar.h"

#define TOTALS_ROWS 3

/* --- events --- */

static void
draw_event(const struct logrow *r, struct canvas *c, int y, enum ui_style style)
{
	canvas_text(c, y, 1, 19, style,
	    clock_local(CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", r->opened_s));
	canvas_text(c, y, 22, 0, style, r->text);
}

/* --- visits and segments of a ticket --- */

static void
draw_visit(const struct logrow *r, struct canvas *c, int y, enum ui_style style)
{
	int64_t end_s = r->outcome[0] == '\0' ? r->opened_s + r->worked_s : 0;
	char text[64];
	int x = 7;

	canvas_printf(c, y, 1, 5, style, "%5lld", (long long)r->ticket);
	clock_local_sure(text, sizeof(text), r->opened_s);
	x += MAX_OF(canvas_text(c, y, x, 0, style, text), 19) + 2;
	clock_end(text, sizeof(text), r->opened_s, end_s);
	x += MAX_OF(canvas_text(c, y, x, 0, style, text), 19) + 2;
	canvas_text(c, y, x, 0, style, r->technicians);
}

static void
head_visits(struct canvas *c)
{
	canvas_text(c, 1, 1, 5, UI_HEAD, _("no."));
	canvas_text(c, 1, 7, 19, UI_HEAD, _("visit from"));
	canvas_text(c, 1, 28, 19, UI_HEAD, _("to"));
	canvas_text(c, 1, 49, 0, UI_HEAD, _("technician"));
}

/* The right ends of the columns; in a narrow window without what is billed. */
struct segment_places {
	int kind_cols;
	int rate;
	int worked;
	int billed;
	int net;
};

static struct segment_places
segment_places(const struct canvas *c)
{
	bool narrow = c->grid.cols < 80;
	struct segment_places p = {
	    .kind_cols = MAX_OF(c->grid.cols - (narrow ? 39 : 50), 4)};

	p.kind_cols = MIN_OF(p.kind_cols, 40);
	p.rate = p.kind_cols + 12;
	p.worked = p.rate + 11;
	p.billed = narrow ? 0 : p.worked + 11;
	p.net = (narrow ? p.worked : p.billed) + 13;
	return p;
}

static void
draw_segment(
    const struct logrow *r, struct canvas *c, int y, enum ui_style style)
{
	struct segment_places p = segment_places(c);

	canvas_text(c, y, 1, p.kind_cols, style, title_work(r->text));
	canvas_text_right(c, y, p.net, 12, style, MONEY_BARE(r->net_gr));
	/* a sum was not worked by the hour */
	if (r->worked_s == 0 && r->raw_net_gr == 0)
		return;
	canvas_text_right(c, y, p.rate, 10, style, MONEY_BARE(r->raw_net_gr));
	canvas_text_right(c, y, p.worked, 9, style, CLOCK_HMS(r->worked_s));
	canvas_text_right(c, y, p.billed, 9, style, CLOCK_HMS(r->billed_s));
}

static void
head_segments(struct canvas *c)
{
	struct segment_places p = segment_places(c);

	canvas_text(c, 1, 1, p.kind_cols, UI_HEAD, _("kind of work"));
	canvas_text_right(c, 1, p.rate, 10, UI_HEAD, _("zł per h"));
	canvas_text_right(c, 1, p.worked, 9, UI_HEAD, _("worked"));
	canvas_text_right(c, 1, p.billed, 9, UI_HEAD, _("billed"));
	canvas_text_right(c, 1, p.net, 12, UI_HEAD, _("net zł"));
}

/* --- bars --- */

/* of so many columns; what is more than nothing shows */
static void
one_bar(struct canvas *c, int y, int col, int cols, int64_t value, int64_t max,
    enum ui_style style, const char *cell)
{
	int len = (int)(value * cols / max);

	len = MAX_OF(len, value > 0);
	for (int i = 0; i < len; i++)
		canvas_text(c, y, col + i, 1, style, cell);
}

/* What stands before the bars, narrower where there is no room for these. */
static int
bar_col(const struct canvas *c)
{
	return MIN_OF(c->grid.cols, 63);
}

static int
half_of(const struct canvas *c)
{
	return MAX_OF((c->grid.cols - bar_col(c) - 2) / 2, 2);
}

static void
draw_bar(const struct log_rows *l, const struct logrow *r, struct canvas *c,
    int y, enum ui_style style)
{
	int half = half_of(c), bars = bar_col(c);
	bool plain = style != UI_SELECTED;

	canvas_text(c, y, 1, bars - 45, style,
	    l->view == LOGASK_KINDS  ? title_work(r->text)
		: r->text[0] != '\0' ? r->text
				     : "-");
	canvas_text_right(c, y, bars - 34, 10, style, CLOCK_HMS(r->worked_s));
	canvas_text_right(c, y, bars - 21, 12, style, MONEY_BARE(r->net_gr));
	canvas_printf(c, y, bars - 20, 6, style, "%6lld", (long long)r->ticket);
	canvas_printf(c, y, bars - 13, 3, style, "%3lld",
	    (long long)(r->ticket > 0 ? r->solved * 100 / r->ticket : 0));
	canvas_text_right(c, y, bars - 1, 8, style, CLOCK_HMS(r->wait_s));
	one_bar(c, y, bars, half, r->worked_s, MAX_OF(l->all.worked_most_s, 1),
	    plain ? UI_OWN : style, "█");
	one_bar(c, y, bars + 1 + half, half, r->net_gr,
	    MAX_OF(l->all.net_most_gr, 1), plain ? UI_TAG : style, "▒");
}

static void
head_bars(struct canvas *c, const char *title)
{
	int bars = bar_col(c);

	canvas_text(c, 1, 1, bars - 45, UI_HEAD, title);
	canvas_text_right(c, 1, bars - 34, 9, UI_HEAD, _("worked"));
	canvas_text_right(c, 1, bars - 21, 12, UI_HEAD, _("net zł"));
	canvas_text_right(c, 1, bars - 14, 6, UI_HEAD, _("count"));
	canvas_text_right(c, 1, bars - 10, 3, UI_HEAD, "ok%");
	canvas_text_right(c, 1, bars - 1, 8, UI_HEAD, _("wait"));
	canvas_text(c, 1, bars, half_of(c), UI_HEAD, _("█ hours"));
	canvas_text(c, 1, bars + 1 + half_of(c), 0, UI_HEAD, _("▒ money"));
}

/* --- the screen --- */

static void
draw_row(struct log_screen *s, struct canvas *c, const struct log_places *p,
    int y, int64_t i)
{
	const struct logrow *r = log_rows_at(&s->rows, i);
	enum ui_style style = i == s->sel ? UI_SELECTED : UI_NORMAL;

	if (i == s->sel)
		canvas_fill(c, (struct rect){y, 0, 1, c->grid.cols}, style);
	if (r == NULL)
		canvas_text(c, y, 1, 0, UI_DIM, "...");
	else if (r->text == NULL)
		canvas_text(c, y, 1, 0, UI_DIM,
		    _("(the desk could not send this row)"));
	else if (s->rows.view == LOGASK_TICKETS)
		view_log_draw_ticket(p, r, c, y, style);
	else if (s->rows.view == LOGASK_EVENTS)
		draw_event(r, c, y, style);
	else if (s->rows.view == LOGASK_VISITS)
		draw_visit(r, c, y, style);
	else if (s->rows.view == LOGASK_SEGMENTS)
		draw_segment(r, c, y, style);
	else
		draw_bar(&s->rows, r, c, y, style);
}

static void
draw_head(
    const struct log_screen *s, struct canvas *c, const struct log_places *p)
{
	canvas_fill(c, (struct rect){1, 0, 1, c->grid.cols}, UI_HEAD);
	if (s->rows.view == LOGASK_TICKETS)
		view_log_draw_ticket(p, NULL, c, 1, UI_HEAD);
	else if (s->rows.view == LOGASK_VISITS)
		head_visits(c);
	else if (s->rows.view == LOGASK_SEGMENTS)
		head_segments(c);
	else if (s->rows.view == LOGASK_EVENTS)
		canvas_printf(c, 1, 1, 0, UI_HEAD, _("Events of ticket %lld"),
		    (long long)s->rows.ticket);
	else
		head_bars(c, words_text(&logask_views, (int)s->rows.view));
}

static void
filter_text(const struct log_screen *s, char *dst, size_t size)
{
	const struct log_filter *f = &s->rows.filter;
	const char *const parts[] = {f->month, f->client, f->product,
	    f->outcome[0] != '\0' ? view_log_outcome(f->outcome) : "",
	    f->words};
	size_t n = 0;

	dst[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i][0] != '\0' && n < size)
			n += (size_t)snprintf(
			    dst + n, size - n, " \\%s", parts[i]);
	if (f->paid[0] != '\0' && n < size)
		n += (size_t)snprintf(dst + n, size - n, " \\%s",
		    str_eq(f->paid, "yes") ? _("paid") : _("not paid"));
	if (f->invoiced[0] != '\0' && n < size)
		snprintf(dst + n, size - n, " \\%s",
		    str_eq(f->invoiced, "yes") ? _("invoiced")
					       : _("not invoiced"));
}

/* Hours and money of one technician are those of his visits, and say so. */
static void
worked_text(const struct log_screen *s, char *dst, size_t size)
{
	const char *worked = CLOCK_HMS(s->rows.all.worked_s);

	if (s->rows.filter.technician[0] == '\0') {
		snprintf(dst, size, _("worked %s"), worked);
		return;
	}
	snprintf(dst, size, _("%s alone: worked %s"),
	    UTF8_CLEAN(64, s->rows.filter.technician, 12), worked);
}

/* Sums are of what is completed, and say so where there is room. */
static void
count_text(const struct log_screen *s, bool brief, char *dst, size_t size)
{
	int64_t n = s->rows.all.tickets + s->rows.all.open;
	char open[64] = "";

	if (s->rows.all.open > 0)
		snprintf(open, sizeof(open),
		    brief ? _(" (%lld open)")
			  : _(" (%lld open, not in the sums)"),
		    (long long)s->rows.all.open);
	snprintf(dst, size, NGETTEXT("%lld ticket%s", "%lld tickets%s", n),
	    (long long)n, open);
}

/* What all rows come to, and what they were chosen by: no sum is cut. Returns
 * the rows that it takes. */
static int
totals_text(const struct log_screen *s, const struct log_places *p, int cols,
    char dst[BAR_PARTS_SIZE])
{
	char count[128], few[128], worked[160], sum[160], filter[600],
	    order[64] = "";
	const struct bar_part part[] = {{.full = count, .brief = few},
	    {.full = worked, .brief = worked}, {.full = sum, .brief = sum},
	    {.full = order, .brief = order}, {.full = filter, .brief = filter}};
	int rows = 1;

	if (s->rows.view == LOGASK_TICKETS)
		view_log_sorted(p, order, sizeof(order));

	count_text(s, false, count, sizeof(count));
	count_text(s, true, few, sizeof(few));
	worked_text(s, worked, sizeof(worked));
	snprintf(sum, sizeof(sum), _("%s net, %s gross"),
	    MONEY_TEXT(s->rows.all.net_gr), MONEY_TEXT(s->rows.all.gross_gr));
	filter_text(s, filter, sizeof(filter));
	filter[utf8_fit(filter, cols - 1)] = '\0';
	while (!bar_parts(part, ARRAY_LEN(part), cols, rows, dst) &&
	    rows < TOTALS_ROWS)
		rows++;
	return rows;
}

static int
about_text(const struct log_screen *s, char dst[BAR_PARTS_SIZE])
{
	snprintf(dst, BAR_PARTS_SIZE, " %s", s->about);
	return 1;
}

static void
draw_empty(const struct log_screen *s, struct canvas *c)
{
	struct rect r = {4, 3, 5, MAX_OF(c->grid.cols - 6, 1)};
	char filter[600];

	filter_text(s, filter, sizeof(filter));
	if (s->rows.all.total < 0)
		canvas_wrap(c, r, UI_DIM, _("Reading the log ..."));
	else if (s->rows.view == LOGASK_VISITS)
		canvas_wrap(c, r, UI_NORMAL, _("Nobody was with the client."));
	else if (s->rows.view == LOGASK_SEGMENTS)
		canvas_wrap(c, r, UI_NORMAL, _("No time was worked."));
	else if (filter[0] != '\0')
		canvas_wrap(c, r, UI_NORMAL,
		    _("No ticket passes the filter. f changes it."));
	else if (s->rows.view != LOGASK_TICKETS)
		canvas_wrap(c, r, UI_NORMAL,
		    _("No ticket was completed yet: only those stand here."));
	else
		canvas_wrap(c, r, UI_NORMAL,
		    _("No ticket yet. Each one is listed here as soon as a "
		      "client is in the queue."));
}

void
view_log_draw(struct log_screen *s, struct canvas *c)
{
	struct log_places p = view_log_places(&s->rows, c);
	char text[BAR_PARTS_SIZE];
	int totals = s->rows.ticket != 0 ? about_text(s, text)
	    : s->rows.all.total > 0 ? totals_text(s, &p, c->grid.cols, text)
				    : 0;
	int rows = c->grid.rows - 3 - totals;

	s->area = (struct rect){2, 0, rows, c->grid.cols};
	s->top = MIN_OF(s->top, s->sel);
	s->top = MAX_OF(s->top, s->sel - rows + 1);
	draw_head(s, c, &p);
	if (s->rows.all.total <= 0)
		draw_empty(s, c);
	for (int i = 0; i < rows && s->top + i < s->rows.all.total; i++)
		draw_row(s, c, &p, s->area.row + i, s->top + i);
	bar_draw_parts(c, c->grid.rows - 1 - totals, totals, UI_STRONG, text);
}
