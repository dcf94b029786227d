#include "console/view/view_log_tickets.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"
#include "shared/core/title.h"

const char *
view_log_outcome(const char *outcome)
{
	const char *text = words_text(
	    &ticket_outcomes, words_find(&ticket_outcomes, outcome));

	if (outcome[0] == '\0')
		return _("open");
	return text != NULL ? text : outcome;
}

void
view_log_amount(char *dst, size_t size, int64_t gr)
{
	char *unit;

	money_format(dst, size, gr);
	unit = strstr(dst, " zł");
	if (unit != NULL)
		*unit = '\0';
}

#define WIDE_COLS 110
#define CLIENT_COLS 10 /* at least */
#define BOTH_COLS 140 /* from here on with both days */
#define DAY_COLS 10
#define MOMENT_COLS 16

static int
text_cols(int cols, const char *text)
{
	return MAX_OF(cols, utf8_cols(text));
}

static void
measure(const struct log_rows *l, struct log_places *p)
{
	char text[64];

	p->no_cols = 4;
	p->worked_cols = text_cols(8, _("worked"));
	p->billed_cols = text_cols(8, _("billed"));
	p->net_cols = text_cols(9, _("net zł"));
	for (int i = 0; i < l->rows; i++) {
		const struct log_row *r = &l->row[i];

		snprintf(text, sizeof(text), "%lld", (long long)r->ticket);
		p->no_cols = text_cols(p->no_cols, text);
		clock_hms(text, sizeof(text), r->worked_s);
		p->worked_cols = text_cols(p->worked_cols, text);
		clock_hms(text, sizeof(text), r->billed_s);
		p->billed_cols = text_cols(p->billed_cols, text);
		view_log_amount(text, sizeof(text), r->net_gr);
		p->net_cols = text_cols(p->net_cols, text);
	}
}

/* Where a client's name has too little room. */
static void
leave_out(int *cols, int *left)
{
	if (*left >= CLIENT_COLS || *cols == 0)
		return;
	*left += *cols + 1;
	*cols = 0;
}

/* What the texts get of the columns that are left. */
static void
share_out(struct log_places *p, int left, bool wide)
{
	p->outcome_cols = wide ? 13 : 8;
	p->product_cols = wide ? 12 : 0;
	p->who_cols = wide ? 9 : 6;
	left -= p->outcome_cols + p->product_cols + p->who_cols + 2 + wide;
	leave_out(&p->billed_cols, &left); /* it stands with the work, */
	leave_out(&p->who_cols, &left); /* and he with the visits */
	p->client_cols = MAX_OF(left, 4);
}

struct log_places
view_log_places(const struct log_rows *l, const struct canvas *c)
{
	bool wide = c->grid.cols >= WIDE_COLS;
	struct log_places p = {.no = 1,
	    .opened_cols = c->grid.cols >= BOTH_COLS ? DAY_COLS : 0,
	    .completed_cols = wide ? MOMENT_COLS : DAY_COLS};

	measure(l, &p);
	p.net = c->grid.cols - (wide ? 28 : 3);
	p.invoice = wide ? p.net + 2 : 0;
	p.opened = p.no + p.no_cols + 1;
	p.completed = p.opened + (p.opened_cols > 0 ? p.opened_cols + 1 : 0);
	p.client = p.completed + p.completed_cols + 1;
	share_out(&p,
	    p.net - p.client - p.net_cols - p.worked_cols - p.billed_cols - 3,
	    wide);
	p.who = p.client + p.client_cols + 1;
	p.product = p.who + p.who_cols + (p.who_cols > 0);
	p.outcome = p.product + (wide ? p.product_cols + 1 : 0);
	p.billed = p.net - p.net_cols - 1;
	p.worked = p.billed - (p.billed_cols > 0 ? p.billed_cols + 1 : 0);
	return p;
}

static void
draw_days(const struct log_places *p, const struct log_row *r, struct canvas *c,
    int y, enum ui_style style)
{
	bool both = p->opened_cols > 0;
	char text[64];

	clock_local(text, sizeof(text), "%Y-%m-%d", r->opened_s);
	if (both)
		canvas_text(c, y, p->opened, p->opened_cols, style, text);
	title_completed(text, sizeof(text), p->completed_cols > DAY_COLS,
	    both ? 0 : r->opened_s, r->closed_s);
	canvas_text(c, y, p->completed, p->completed_cols, style, text);
}

void
view_log_draw_ticket(const struct log_places *p, const struct log_row *r,
    struct canvas *c, int y, enum ui_style style)
{
	char text[64];

	snprintf(text, sizeof(text), "%lld", (long long)r->ticket);
	canvas_text_right(c, y, p->no + p->no_cols, p->no_cols, style, text);
	draw_days(p, r, c, y, style);
	canvas_text(c, y, p->client, p->client_cols, style, r->client);
	if (p->who_cols > 0)
		canvas_text(c, y, p->who, p->who_cols, style, r->technician);
	if (p->product_cols > 0)
		canvas_text(
		    c, y, p->product, p->product_cols, style, r->product);
	canvas_text(c, y, p->outcome, p->outcome_cols, style,
	    view_log_outcome(r->outcome));
	clock_hms(text, sizeof(text), r->worked_s);
	canvas_text_right(c, y, p->worked, p->worked_cols, style, text);
	clock_hms(text, sizeof(text), r->billed_s);
	if (p->billed_cols > 0)
		canvas_text_right(c, y, p->billed, p->billed_cols, style, text);
	view_log_amount(text, sizeof(text), r->net_gr);
	canvas_text_right(c, y, p->net, p->net_cols, style, text);
	if (r->raw_gr != r->net_gr)
		canvas_text(c, y, p->net, 1, style, "*");
	if (p->invoice == 0)
		return;
	canvas_text(c, y, p->invoice, 12, style, r->invoice);
	canvas_text(c, y, p->invoice + 13, 0, style, r->note);
}

void
view_log_head_tickets(const struct log_places *p, struct canvas *c)
{
	canvas_text(c, 1, p->no, p->no_cols, UI_HEAD, _("no."));
	if (p->opened_cols > 0)
		canvas_text(
		    c, 1, p->opened, p->opened_cols, UI_HEAD, _("opened"));
	canvas_text(
	    c, 1, p->completed, p->completed_cols, UI_HEAD, _("completed"));
	canvas_text(c, 1, p->client, p->client_cols, UI_HEAD, _("client"));
	if (p->who_cols > 0)
		canvas_text(c, 1, p->who, p->who_cols, UI_HEAD, _("who"));
	if (p->product_cols > 0)
		canvas_text(
		    c, 1, p->product, p->product_cols, UI_HEAD, _("product"));
	canvas_text(c, 1, p->outcome, p->outcome_cols, UI_HEAD, _("outcome"));
	canvas_text_right(
	    c, 1, p->worked, p->worked_cols, UI_HEAD, _("worked"));
	if (p->billed_cols > 0)
		canvas_text_right(
		    c, 1, p->billed, p->billed_cols, UI_HEAD, _("billed"));
	canvas_text_right(c, 1, p->net, p->net_cols, UI_HEAD, _("net zł"));
	if (p->invoice > 0)
		canvas_text(c, 1, p->invoice, 12, UI_HEAD, _("invoice"));
}
