/* A quote for the client: a fixed sum, or further hours as estimate and cap;
 * added to what he accepted, or in its place. What it comes to is shown as it
 * is typed. */
#include "console/dlg/dlg_quote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app_know.h"
#include "console/app/app_ticket.h"
#include "console/app/app_visits.h"
#include "console/app/app_wait.h"
#include "console/dlg/dlg_withdraw.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/core/quote.h"
#include "shared/core/title.h"
#include "shared/stage/stage.h"
#include "shared/ui/form.h"

#define BOX_COLS 70
#define BOX_ROWS 17

enum { FIELD_SUM, FIELD_HOURS, FIELD_TEXT };

struct quote_box {
	struct app *app;
	int64_t ticket;
	bool replaces; /* what was accepted */
	struct form form;
	struct app_wait wait;
};

/* What is typed, and what it comes to. */
struct sums {
	int hours;
	int64_t net_gr; /* of this quote */
	int64_t total_gr; /* -1 = the desk will say: its card has it */
	int64_t vat_gr; /* on that */
};

static int64_t
accepted_gr(const struct quote_box *b)
{
	const struct billclock *c = model_clock(app_model(b->app), b->ticket);

	return c != NULL ? bill_live_most_gr(&c->live) : 0;
}

static bool
typed(const struct quote_box *b, struct sums *s, struct err *err)
{
	const char *sum = form_text(&b->form, FIELD_SUM);
	const char *hours = form_text(&b->form, FIELD_HOURS);
	int64_t n = 0;

	memset(s, 0, sizeof(*s));
	if ((sum[0] != '\0') == (hours[0] != '\0'))
		return err_set(
		    err, _("type a fixed sum or a number of hours, not both"));
	if (hours[0] != '\0' && !str_int(hours, 1, QUOTE_HOURS_MAX, &n))
		return err_set(err, _("hours are a whole number from 1 to %d"),
		    QUOTE_HOURS_MAX);
	s->hours = (int)n;
	if (s->hours == 0 && !money_parse(sum, &s->net_gr, err))
		return false;
	return s->hours > 0 || s->net_gr > 0 ||
	    err_set(err, _("a quote must be more than 0,00"));
}

/* As the desk will reckon, by the clock that it has told. */
static bool
make(const struct quote_box *b, struct sums *s, struct err *err)
{
	const struct billclock *c = model_clock(app_model(b->app), b->ticket);
	struct bill_total total;
	struct bill_now now;

	if (!typed(b, s, err))
		return false;
	if (c == NULL)
		return err_set(err, _("the desk has not told the price yet"));
	if (s->hours > 0 && c->live.net_hour_gr == 0)
		return err_set(err,
		    _("this kind of work has no hourly rate: "
		      "quote a fixed sum"));
	billclock_now(c, clock_ms(), &now);
	if (s->hours > 0)
		s->net_gr = bill_live_further_gr(&c->live, s->hours);
	s->total_gr = s->net_gr;
	if (accepted_gr(b) > 0 && !b->replaces)
		s->total_gr += accepted_gr(b);
	else if (s->hours > 0)
		s->total_gr = b->replaces ? -1 : s->net_gr + now.net_gr;
	total = (struct bill_total){.net_gr = s->total_gr,
	    .fixed = s->hours == 0,
	    .anew = b->replaces || (s->hours == 0 && accepted_gr(b) == 0)};
	s->vat_gr = billclock_total_vat_gr(c, clock_ms(), &total);
	return true;
}

/* Wrapped: money is never cut. */
static void
draw_sum(struct quote_box *b, struct canvas *c, struct rect r)
{
	char text[4 * MONEY_TEXT_SIZE];
	struct sums s;
	struct err err = {0};

	if (app_wait_says(&b->wait)) {
		(void)app_wait_draw(&b->wait, c, r);
		return;
	}
	if (!make(b, &s, &err)) {
		canvas_wrap(c, r, UI_DIM, err.text);
		return;
	}
	if (s.total_gr < 0) {
		canvas_wrap(c, r, UI_STRONG,
		    _("all work by the hour; the card will say the sum"));
		return;
	}
	snprintf(text, sizeof(text),
	    s.hours > 0 || s.total_gr != s.net_gr
		? _("at most %s net + %s VAT = %s in all")
		: _("%s net + %s VAT = %s"),
	    MONEY_TEXT(s.total_gr), MONEY_TEXT(s.vat_gr),
	    MONEY_TEXT(s.total_gr + s.vat_gr));
	canvas_wrap(c, r, UI_STRONG, text);
}

/* The work so far and the line that hours are of; the clock runs on. Returns
 * the rows used. */
static int
draw_worked(const struct quote_box *b, struct canvas *c, struct rect r)
{
	const struct billclock *clock = model_clock(
	    app_model(b->app), b->ticket);
	char text[256];
	struct bill_now now;

	if (clock == NULL)
		return 0;
	billclock_now(clock, clock_ms(), &now);
	snprintf(text, sizeof(text), _("%s: worked so far %s = %s net"),
	    title_work(clock->line), CLOCK_HMS(now.worked_s),
	    MONEY_TEXT(now.net_gr));
	return canvas_wrap(c, r, UI_NORMAL, text);
}

static void
draw_accepted(
    const struct quote_box *b, struct canvas *c, int row, int col, int cols)
{
	if (accepted_gr(b) == 0)
		return;
	canvas_printf(c, row, col, cols, UI_NORMAL,
	    b->replaces ? _("Ctrl-R: in place of the %s net accepted")
			: _("Ctrl-R: in addition to the %s net accepted"),
	    MONEY_TEXT(accepted_gr(b)));
}

static const char *
if_declined(const struct quote_box *b)
{
	return accepted_gr(b) > 0
	    ? _("No answer in 10 minutes is a no: what was accepted stays.")
	    : _("No answer in 10 minutes is a no. Declined: nothing to pay.");
}

static void
draw(void *self, struct canvas *c)
{
	struct quote_box *b = self;
	struct rect r = canvas_middle(c, BOX_COLS, BOX_ROWS);
	int w = r.cols - 4, row, col = r.col + 2;

	canvas_box(c, r, UI_BOX, _("Quote for the client"));
	canvas_printf(c, r.row + 1, col, w, UI_STRONG, "%s",
	    app_client(b->app, b->ticket));
	row = draw_worked(b, c, (struct rect){r.row + 2, col, 2, w});
	draw_accepted(b, c, r.row + 2 + row, col, w);
	row = form_draw(
	    &b->form, c, (struct rect){r.row + 5, col, r.rows - 10, w}, 24);
	draw_sum(b, c, (struct rect){r.row + 6 + row, col, 3, w});
	canvas_wrap(c, (struct rect){r.row + r.rows - 4, col, 2, w}, UI_DIM,
	    if_declined(b));
	canvas_text(c, r.row + r.rows - 2, col, w, UI_DIM,
	    _("Ctrl-S: send   Tab: next field   Esc: back"));
}

static void
send_quote(struct quote_box *b)
{
	struct sums s;
	struct err err = {0};
	struct msg *m;

	if (!make(b, &s, &err)) {
		str_copy(b->wait.why, sizeof(b->wait.why), err.text);
		return;
	}
	m = msg_about(MSG_OFFER, b->ticket);
	msg_put_str(m, "kind", s.hours > 0 ? "hours" : "fixed");
	msg_put_int(m, "net_gr", s.hours > 0 ? 0 : s.net_gr);
	msg_put_int(m, "hours", s.hours);
	if (accepted_gr(b) > 0 && b->replaces)
		msg_put_bool(m, "replaces", true);
	app_wait_send(
	    &b->wait, msg_put_str(m, "text", form_text(&b->form, FIELD_TEXT)));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct quote_box *b = self;

	if (app_wait_key(&b->wait, ev))
		return;
	if (keys_is_ctrl(ev, 'r')) {
		b->replaces = accepted_gr(b) > 0 && !b->replaces;
		return;
	}
	if (stage_form_key(app_stage(b->app), b, &b->form, ev))
		send_quote(b);
}

static void
quote_free(void *self)
{
	struct quote_box *b = self;

	app_wait_fini(&b->wait);
	form_fini(&b->form);
	free(b);
}

/* One stands: the one that was sent when the link went. */
static void
news(void *self)
{
	struct quote_box *b = self;

	if (b->wait.unsure && model_quote(app_model(b->app), b->ticket) != NULL)
		stage_pop(app_stage(b->app), b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = quote_free, .news = news, .stays = true};

static bool
quote_stands(struct app *a, int64_t ticket)
{
	return model_quote(app_model(a), ticket) != NULL;
}

void
dlg_quote(struct app *a, int64_t ticket)
{
	struct quote_box *b;

	if (!app_know_own(a, ticket))
		return;
	if (model_quote(app_model(a), ticket) != NULL) {
		dlg_withdraw(a, ticket, _("Take the quote back?"),
		    _("A quote waits for the client's answer. Taken back, it cannot "
		      "be answered any more, and you can send another."),
		    quote_stands);
		return;
	}
	b = mem_alloc(sizeof(*b));
	b->app = a;
	b->ticket = ticket;
	app_wait_init(&b->wait, a, b);
	/* what is no amount is refused, not read as another one */
	form_add(&b->form, _("Fixed sum, net"), NULL, 24, 0);
	form_add(&b->form, _("or further hours"), NULL, 8, 0);
	form_add(&b->form, _("For what"), NULL, 200, 0);
	stage_push(app_stage(a), &ops, b, app_owner(a, ticket));
}
