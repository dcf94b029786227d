/* A quote for the client: a fixed sum, or hours as estimate and cap. Net, VAT
 * and gross are shown as they are typed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/core/quote.h"
#include "shared/ui/dialog.h"
#include "shared/ui/form.h"

#define BOX_COLS 70
#define BOX_ROWS 13

enum { FIELD_SUM, FIELD_HOURS, FIELD_TEXT };

struct quote_box {
	struct app *app;
	int64_t ticket;
	struct form form;
	char why[256]; /* it cannot be sent */
};

static void
price_of(const struct quote_box *b, struct price *p)
{
	const struct model_clock *c = model_clock(&b->app->model, b->ticket);

	memset(p, 0, sizeof(*p));
	if (c == NULL)
		return;
	str_copy(p->name, sizeof(p->name), c->line);
	p->net_gr = c->live.net_hour_gr;
	p->minimum_s = c->live.minimum_s;
	p->quantum_s = c->live.quantum_s;
	p->vat_bp = c->live.vat_bp;
}

static bool
make(const struct quote_box *b, struct quote *q, struct err *err)
{
	const char *sum = form_text(&b->form, FIELD_SUM);
	const char *hours = form_text(&b->form, FIELD_HOURS);
	const char *text = form_text(&b->form, FIELD_TEXT);
	struct price price;
	int64_t n;

	price_of(b, &price);
	if ((sum[0] != '\0') == (hours[0] != '\0'))
		return err_set(
		    err, _("type a fixed sum or a number of hours, not both"));
	if (sum[0] != '\0')
		return money_parse(sum, &n, err) &&
		    quote_fixed(q, b->ticket, 1, &price, n, text, err);
	if (!str_int(hours, 1, QUOTE_HOURS_MAX, &n))
		return err_set(err, _("hours are a whole number from 1 to %d"),
		    QUOTE_HOURS_MAX);
	return quote_hourly(q, b->ticket, 1, &price, (int)n, text, err);
}

static void
draw_sum(struct quote_box *b, struct canvas *c, int row, int col, int cols)
{
	char net[MONEY_TEXT_SIZE], vat[MONEY_TEXT_SIZE], gross[MONEY_TEXT_SIZE];
	struct quote q = {0};
	struct err err = {0};

	if (!make(b, &q, &err)) {
		canvas_text(c, row, col, cols, b->why[0] ? UI_BAD : UI_DIM,
		    b->why[0] ? b->why : err.text);
		return;
	}
	money_format(net, sizeof(net), q.net_gr);
	money_format(vat, sizeof(vat), q.vat_gr);
	money_format(gross, sizeof(gross), q.net_gr + q.vat_gr);
	canvas_printf(c, row, col, cols, UI_STRONG,
	    q.hours > 0 ? _("at most %s net + %s VAT = %s")
			: _("%s net + %s VAT = %s"),
	    net, vat, gross);
}

static void
draw(void *self, struct canvas *c)
{
	struct quote_box *b = self;
	struct rect r = canvas_middle(c, BOX_COLS, BOX_ROWS);
	int w = r.cols - 4, row;

	canvas_box(c, r, UI_BOX, _("Quote for the client"));
	canvas_printf(c, r.row + 1, r.col + 2, w, UI_STRONG, "%s",
	    app_client(b->app, b->ticket));
	row = form_draw(&b->form, c,
	    (struct rect){r.row + 3, r.col + 2, r.rows - 6, w}, 24);
	draw_sum(b, c, r.row + 4 + row, r.col + 2, w);
	canvas_text(c, r.row + r.rows - 3, r.col + 2, w, UI_DIM,
	    _("No answer in 10 minutes is a no. Declined: nothing to pay."));
	canvas_text(c, r.row + r.rows - 2, r.col + 2, w, UI_DIM,
	    _("Ctrl-S: send   Tab: next field   Esc: back"));
}

static void
send_quote(struct quote_box *b)
{
	struct quote q = {0};
	struct err err = {0};
	struct msg *m;

	if (!make(b, &q, &err)) {
		str_copy(b->why, sizeof(b->why), err.text);
		return;
	}
	m = msg_new(MSG_OFFER);
	msg_put_int(m, "ticket", b->ticket);
	msg_put_str(m, "kind", q.hours > 0 ? "hours" : "fixed");
	msg_put_int(m, "net_gr", q.net_gr);
	msg_put_int(m, "hours", q.hours);
	if (app_send(b->app, msg_put_str(m, "text", q.text)))
		app_pop(b->app, b);
}

static void
key(void *self, const struct keys_event *ev)
{
	struct quote_box *b = self;

	b->why[0] = '\0';
	switch (form_key(&b->form, ev)) {
	case FORM_DONE:
		send_quote(b);
		break;
	case FORM_ESCAPED:
		app_pop(b->app, b);
		break;
	default:
		break;
	}
}

static void
quote_free(void *self)
{
	struct quote_box *b = self;

	form_fini(&b->form);
	free(b);
}

static const struct box_ops ops = {
    .draw = draw, .key = key, .free = quote_free};

static void
withdraw_asked(struct app *a, int value, void *ctx)
{
	if (value == 1)
		app_send_ticket(a, MSG_WITHDRAW, (int64_t)(intptr_t)ctx);
}

static void
ask_withdraw(struct app *a, int64_t ticket)
{
	struct dialog *d = dlg_ask(a, _("Take the quote back?"),
	    _("A quote waits for the client's answer. Taken back, it cannot "
	      "be answered any more, and you can send another."),
	    DIALOG_ESC, withdraw_asked, (void *)(intptr_t)ticket, NULL);

	if (d == NULL)
		return;
	dialog_add(d, 't', _("&take it back"), 1);
	dialog_add(d, 'l', _("&let it stand"), 2);
}

void
dlg_quote(struct app *a, int64_t ticket)
{
	struct quote_box *b;

	if (model_quote(&a->model, ticket) != NULL) {
		ask_withdraw(a, ticket);
		return;
	}
	b = mem_alloc(sizeof(*b));
	b->app = a;
	b->ticket = ticket;
	form_init(&b->form);
	form_add(&b->form, _("Fixed sum, net"), NULL, 16, 1, EDIT_AMOUNT);
	form_add(&b->form, _("or hours (estimate)"), NULL, 3, 1, EDIT_DIGITS);
	form_add(&b->form, _("For what"), NULL, 200, 1, 0);
	app_push(a, &ops, b, app_owner(a, ticket));
}
