#include "console/view_log_draw.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/ui/bar.h"

const char *
log_outcome(const char *outcome)
{
	static const struct {
		const char *name;
		const char *text;
	} words[] = {
	    {"", N_("open")},
	    {"solved", N_("solved")},
	    {"unsolved", N_("not solved")},
	    {"declined", N_("declined")},
	    {"cancelled", N_("cancelled")},
	    {"abandoned", N_("given up")},
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_eq(words[i].name, outcome))
			return _(words[i].text);
	return outcome;
}

static void
span(char *dst, size_t size, int64_t s)
{
	clock_span(dst, size, s);
}

/* "1 230,00" without the currency: the column's title has it. */
static void
amount(char *dst, size_t size, int64_t gr)
{
	char *unit;

	money_format(dst, size, gr);
	unit = strstr(dst, " zł");
	if (unit != NULL)
		*unit = '\0';
}

/* --- tickets --- */

/* Where the columns of the tickets begin, or end for numbers. */
struct places {
	bool wide;
	int client_cols, who, who_cols, product, outcome;
	int worked, billed, net; /* right edges */
};

static struct places
places(const struct canvas *c)
{
	struct places p = {false, 13, 33, 7, 0, 41, 58, 67, 78};

	if (c->grid.cols >= 110)
		p = (struct places){true, 22, 43, 9, 53, 66, 85, 94, 105};
	return p;
}

static void
draw_ticket(
    const struct log_row *r, struct canvas *c, int y, enum ui_style style)
{
	struct places p = places(c);
	char text[64];

	canvas_printf(c, y, 1, 5, style, "%5lld", (long long)r->ticket);
	canvas_text(c, y, 7, 11, style,
	    clock_local(text, sizeof(text), "%m-%d %H:%M", r->opened_s));
	canvas_text(c, y, 19, p.client_cols, style, r->client);
	canvas_text(c, y, p.who, p.who_cols, style, r->technician);
	if (p.wide)
		canvas_text(c, y, p.product, 12, style, r->product);
	canvas_text(c, y, p.outcome, 10, style, log_outcome(r->outcome));
	span(text, sizeof(text), r->worked_s);
	canvas_text_right(c, y, p.worked, 8, style, text);
	span(text, sizeof(text), r->billed_s);
	canvas_text_right(c, y, p.billed, 8, style, text);
	amount(text, sizeof(text), r->net_gr);
	canvas_text_right(c, y, p.net, 10, style, text);
	if (r->raw_gr != r->net_gr)
		canvas_text(c, y, p.net, 1, style, "*");
	if (!p.wide)
		return;
	canvas_text(c, y, p.net + 2, 12, style, r->invoice);
	if (c->grid.cols > p.net + 15)
		canvas_text(c, y, p.net + 15, 0, style, r->note);
}

static void
head_tickets(struct canvas *c)
{
	struct places p = places(c);

	canvas_text(c, 1, 1, 5, UI_HEAD, _("no."));
	canvas_text(c, 1, 7, 11, UI_HEAD, _("opened"));
	canvas_text(c, 1, 19, p.client_cols, UI_HEAD, _("client"));
	canvas_text(c, 1, p.who, p.who_cols, UI_HEAD, _("who"));
	if (p.wide)
		canvas_text(c, 1, p.product, 12, UI_HEAD, _("product"));
	canvas_text(c, 1, p.outcome, 8, UI_HEAD, _("outcome"));
	canvas_text_right(c, 1, p.worked, 8, UI_HEAD, _("worked"));
	canvas_text_right(c, 1, p.billed, 8, UI_HEAD, _("billed"));
	canvas_text_right(c, 1, p.net, 10, UI_HEAD, _("net zł"));
	if (p.wide)
		canvas_text(c, 1, p.net + 2, 12, UI_HEAD, _("invoice"));
}

/* --- events --- */

static void
draw_event(
    const struct log_row *r, struct canvas *c, int y, enum ui_style style)
{
	char at[32];

	canvas_text(c, y, 1, 19, style,
	    clock_local(at, sizeof(at), "%Y-%m-%d %H:%M:%S", r->opened_s));
	canvas_text(c, y, 22, 0, style, r->text);
}

/* --- visits and segments of a ticket --- */

static void
draw_visit(
    const struct log_row *r, struct canvas *c, int y, enum ui_style style)
{
	char text[64];

	canvas_printf(c, y, 1, 5, style, "%5lld", (long long)r->ticket);
	canvas_text(c, y, 7, 19, style,
	    clock_local(text, sizeof(text), "%Y-%m-%d %H:%M:%S", r->opened_s));
	if (r->outcome[0] != '\0')
		str_copy(text, sizeof(text), "...");
	else
		clock_local(
		    text, sizeof(text), "%H:%M:%S", r->opened_s + r->worked_s);
	canvas_text(c, y, 28, 8, style, text);
	canvas_text(c, y, 38, 0, style, r->technician);
}

static void
head_visits(struct canvas *c)
{
	canvas_text(c, 1, 1, 5, UI_HEAD, _("no."));
	canvas_text(c, 1, 7, 19, UI_HEAD, _("visit from"));
	canvas_text(c, 1, 28, 8, UI_HEAD, _("to"));
	canvas_text(c, 1, 38, 12, UI_HEAD, _("technician"));
}

static void
draw_segment(
    const struct log_row *r, struct canvas *c, int y, enum ui_style style)
{
	char text[64];

	canvas_text(c, y, 1, 30, style, r->text);
	amount(text, sizeof(text), r->raw_gr);
	canvas_text_right(c, y, 42, 10, style, text);
	span(text, sizeof(text), r->worked_s);
	canvas_text_right(c, y, 53, 9, style, text);
	span(text, sizeof(text), r->billed_s);
	canvas_text_right(c, y, 64, 9, style, text);
	amount(text, sizeof(text), r->net_gr);
	canvas_text_right(c, y, 77, 12, style, text);
}

static void
head_segments(struct canvas *c)
{
	canvas_text(c, 1, 1, 30, UI_HEAD, _("kind of work"));
	canvas_text_right(c, 1, 42, 10, UI_HEAD, _("zł per h"));
	canvas_text_right(c, 1, 53, 9, UI_HEAD, _("worked"));
	canvas_text_right(c, 1, 64, 9, UI_HEAD, _("billed"));
	canvas_text_right(c, 1, 77, 12, UI_HEAD, _("net zł"));
}

/* --- bars --- */

struct largest {
	int64_t worked_s, net_gr;
};

static struct largest
largest(const struct log_rows *l)
{
	struct largest max = {1, 1};

	for (int i = 0; i < l->rows; i++) {
		max.worked_s = MAX_OF(max.worked_s, l->row[i].worked_s);
		max.net_gr = MAX_OF(max.net_gr, l->row[i].net_gr);
	}
	return max;
}

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

static void
draw_bar(const struct log_rows *l, const struct log_row *r, struct canvas *c,
    int y, enum ui_style style)
{
	int half = MAX_OF((c->grid.cols - 46) / 2, 2);
	struct largest max = largest(l);
	char text[64];

	canvas_text(c, y, 1, 18, style, r->text);
	span(text, sizeof(text), r->worked_s);
	canvas_text_right(c, y, 29, 9, style, text);
	amount(text, sizeof(text), r->net_gr);
	canvas_text_right(c, y, 42, 12, style, text);
	one_bar(c, y, 44, half, r->worked_s, max.worked_s, style, "█");
	one_bar(c, y, 45 + half, half, r->net_gr, max.net_gr, style, "▒");
}

static void
head_bars(struct canvas *c, const char *title)
{
	canvas_text(c, 1, 1, 18, UI_HEAD, title);
	canvas_text_right(c, 1, 29, 9, UI_HEAD, _("worked"));
	canvas_text_right(c, 1, 42, 12, UI_HEAD, _("net zł"));
	canvas_text(c, 1, 44, 0, UI_HEAD, _("█ hours"));
	canvas_text(c, 1, 45 + MAX_OF((c->grid.cols - 46) / 2, 2), 0, UI_HEAD,
	    _("▒ money"));
}

/* --- the screen --- */

static void
draw_row(struct log_screen *s, struct canvas *c, int y, int64_t i)
{
	const struct log_row *r = log_rows_at(&s->rows, i);
	enum ui_style style = i == s->sel ? UI_SELECTED : UI_NORMAL;

	if (i == s->sel)
		canvas_fill(c, (struct rect){y, 0, 1, c->grid.cols}, style);
	if (r == NULL)
		canvas_text(c, y, 1, 0, UI_DIM, "...");
	else if (s->rows.view[0] == '\0')
		draw_ticket(r, c, y, style);
	else if (str_eq(s->rows.view, "events"))
		draw_event(r, c, y, style);
	else if (str_eq(s->rows.view, "visits"))
		draw_visit(r, c, y, style);
	else if (str_eq(s->rows.view, "segments"))
		draw_segment(r, c, y, style);
	else
		draw_bar(&s->rows, r, c, y, style);
}

static void
draw_head(const struct log_screen *s, struct canvas *c)
{
	canvas_fill(c, (struct rect){1, 0, 1, c->grid.cols}, UI_HEAD);
	if (s->rows.view[0] == '\0')
		head_tickets(c);
	else if (str_eq(s->rows.view, "visits"))
		head_visits(c);
	else if (str_eq(s->rows.view, "segments"))
		head_segments(c);
	else if (str_eq(s->rows.view, "events"))
		canvas_printf(c, 1, 1, 0, UI_HEAD, _("Events of ticket %lld"),
		    (long long)s->rows.ticket);
	else
		head_bars(c,
		    str_eq(s->rows.view, "days") ? _("day") : _("technician"));
}

static void
filter_text(const struct log_screen *s, char *dst, size_t size)
{
	const struct log_filter *f = &s->rows.filter;
	const char *const parts[] = {f->month, f->client, f->technician,
	    f->product, f->outcome[0] != '\0' ? log_outcome(f->outcome) : "",
	    f->words};
	size_t n = 0;

	dst[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (parts[i][0] != '\0' && n < size)
			n += (size_t)snprintf(
			    dst + n, size - n, " \\%s", parts[i]);
	if (f->invoiced[0] != '\0' && n < size)
		snprintf(dst + n, size - n, " \\%s",
		    str_eq(f->invoiced, "yes") ? _("invoiced")
					       : _("not invoiced"));
}

static void
draw_totals(const struct log_screen *s, struct canvas *c, int y)
{
	char worked[32], net[MONEY_TEXT_SIZE], gross[MONEY_TEXT_SIZE];
	char left[320], right[600];

	clock_span(worked, sizeof(worked), s->rows.worked_s);
	money_format(net, sizeof(net), s->rows.net_gr);
	money_format(gross, sizeof(gross), s->rows.gross_gr);
	snprintf(left, sizeof(left),
	    NGETTEXT(" %lld ticket  worked %s  %s net  %s gross",
		" %lld tickets  worked %s  %s net  %s gross", s->rows.total),
	    (long long)s->rows.total, worked, net, gross);
	filter_text(s, right, sizeof(right));
	bar_draw(c, y, UI_STRONG, left, right);
}

static void
draw_empty(const struct log_screen *s, struct canvas *c)
{
	struct rect r = {4, 3, 5, MAX_OF(c->grid.cols - 6, 1)};
	char filter[600];

	filter_text(s, filter, sizeof(filter));
	if (s->rows.total < 0)
		canvas_wrap(c, r, UI_DIM, _("Reading the log ..."));
	else if (str_eq(s->rows.view, "visits"))
		canvas_wrap(c, r, UI_NORMAL, _("Nobody was with the client."));
	else if (str_eq(s->rows.view, "segments"))
		canvas_wrap(c, r, UI_NORMAL, _("No time was worked."));
	else if (filter[0] != '\0')
		canvas_wrap(c, r, UI_NORMAL,
		    _("No ticket passes the filter. f changes it."));
	else
		canvas_wrap(c, r, UI_NORMAL,
		    _("No ticket yet. Each one is listed here as soon as a "
		      "client is in the queue."));
}

void
log_screen_draw(struct log_screen *s, struct canvas *c)
{
	bool totals = s->rows.ticket == 0 && s->rows.total > 0;
	int rows = c->grid.rows - 3 - totals;

	s->area = (struct rect){2, 0, rows, c->grid.cols};
	s->top = MIN_OF(s->top, s->sel);
	s->top = MAX_OF(s->top, s->sel - rows + 1);
	draw_head(s, c);
	if (s->rows.total <= 0)
		draw_empty(s, c);
	for (int i = 0; i < rows && s->top + i < s->rows.total; i++)
		draw_row(s, c, s->area.row + i, s->top + i);
	if (totals)
		draw_totals(s, c, c->grid.rows - 2);
}
