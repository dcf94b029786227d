#include "console/dlg/dlg_log.h"

#include <stdio.h>
#include <stdlib.h>

#include "console/app/app_wait.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"
#include "shared/stage/stage.h"
#include "shared/ui/form.h"

#define BOX_COLS 64
#define LABEL_COLS 24

/* What the fields mean: true when that was all; false with wait.why when they
 * cannot be taken, or when they were sent. */
struct form_box;
typedef bool form_done_fn(struct form_box *b);

struct form_box {
	struct app *app;
	const char *title;
	char hint[256];
	struct app_wait wait;
	struct form form;
	form_done_fn *done;
	int64_t ticket;
	bool reverse; /* takes the mark back */
	struct log_filter *filter;
	void (*filtered)(struct app *a, void *ctx);
	void *ctx;
};

static void
draw(void *self, struct canvas *c)
{
	struct form_box *b = self;
	struct rect r = canvas_middle(c, BOX_COLS, b->form.fields + 7), at;
	int w = r.cols - 4;

	canvas_box(c, r, UI_BOX, b->title);
	form_draw(&b->form, c,
	    (struct rect){r.row + 2, r.col + 2, b->form.fields, w}, LABEL_COLS);
	at = (struct rect){r.row + 3 + b->form.fields, r.col + 2, 2, w};
	if (app_wait_says(&b->wait))
		(void)app_wait_draw(&b->wait, c, at);
	else
		canvas_wrap(c, at, UI_DIM, b->hint);
	canvas_text(c, r.row + r.rows - 2, r.col + 2, w, UI_DIM,
	    _("Ctrl-S: done   Tab: next field   Esc: back"));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct form_box *b = self;

	if (!app_wait_key(&b->wait, ev) &&
	    stage_form_key(app_stage(b->app), b, &b->form, ev) && b->done(b))
		stage_pop(app_stage(b->app), b);
}

static void
box_free(void *self)
{
	struct form_box *b = self;

	app_wait_fini(&b->wait);
	form_fini(&b->form);
	free(b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = box_free};

static struct form_box *
box_new(struct app *a, const char *title, form_done_fn *done)
{
	struct form_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->title = title;
	b->done = done;
	app_wait_init(&b->wait, a, b);
	return b;
}

/* False. */
static bool
tell(struct form_box *b, const char *text)
{
	str_copy(b->wait.why, sizeof(b->wait.why), text);
	return false;
}

/* --- filter --- */

enum {
	FILTER_MONTH,
	FILTER_CLIENT,
	FILTER_TECHNICIAN,
	FILTER_PRODUCT,
	FILTER_OUTCOME,
	FILTER_INVOICED,
	FILTER_WORDS,
	FILTER_PAID
};

static bool
check_month(struct form_box *b, const char *month)
{
	int64_t from, to;

	return month[0] == '\0' || clock_parse_month(month, &from, &to) ||
	    clock_parse_day(month, &from) ||
	    tell(b, _("a month is written as 2026-11"));
}

/* A state by its name, or by its title in the user's language -> its name; NULL
 * when there is none such. */
static const char *
state_named(const char *text)
{
	for (int i = 0; i < TICKET_STATES; i++)
		if (str_eq(text, ticket_state_name((enum ticket_state)i)) ||
		    str_eq(text, ticket_state_title((enum ticket_state)i)))
			return ticket_state_name((enum ticket_state)i);
	return NULL;
}

static bool
read_state(struct form_box *b, const char *text, char *dst, size_t size)
{
	const char *name = state_named(text);

	if (text[0] == '\0' || str_eq(text, "open"))
		return str_copy(dst, size, text);
	if (str_eq(text, _("open")))
		return str_copy(dst, size, "open");
	if (name != NULL)
		return str_copy(dst, size, name);
	snprintf(b->wait.why, sizeof(b->wait.why),
	    _("%s, %s, %s, %s, %s or %s"), ticket_state_title(TICKET_SOLVED),
	    ticket_state_title(TICKET_UNSOLVED),
	    ticket_state_title(TICKET_DECLINED),
	    ticket_state_title(TICKET_CANCELLED),
	    ticket_state_title(TICKET_ABANDONED), _("open"));
	return false;
}

/* What is written in that field for it. */
static const char *
state_text(const char *name)
{
	enum ticket_state state;

	if (ticket_state_parse(name, &state))
		return ticket_state_title(state);
	return str_eq(name, "open") ? _("open") : name;
}

/* yes or no in either language -> "yes", "no", "" */
static bool
read_yes_no(struct form_box *b, const char *text, char *dst, size_t size)
{
	if (str_eq(text, "yes") || str_eq(text, _("yes")))
		return str_copy(dst, size, "yes");
	if (str_eq(text, "no") || str_eq(text, _("no")))
		return str_copy(dst, size, "no");
	str_copy(dst, size, "");
	if (text[0] == '\0')
		return true;
	snprintf(
	    b->wait.why, sizeof(b->wait.why), _("%s or %s"), _("yes"), _("no"));
	return false;
}

static bool
filter_done(struct form_box *b)
{
	struct log_filter f;
	const struct form *form = &b->form;

	if (!check_month(b, form_text(form, FILTER_MONTH)) ||
	    !read_state(b, form_text(form, FILTER_OUTCOME), f.outcome,
		sizeof(f.outcome)) ||
	    !read_yes_no(b, form_text(form, FILTER_INVOICED), f.invoiced,
		sizeof(f.invoiced)) ||
	    !read_yes_no(
		b, form_text(form, FILTER_PAID), f.paid, sizeof(f.paid)))
		return false;
	str_copy(f.month, sizeof(f.month), form_text(form, FILTER_MONTH));
	str_copy(f.client, sizeof(f.client), form_text(form, FILTER_CLIENT));
	str_copy(f.technician, sizeof(f.technician),
	    form_text(form, FILTER_TECHNICIAN));
	str_copy(f.product, sizeof(f.product), form_text(form, FILTER_PRODUCT));
	str_copy(f.words, sizeof(f.words), form_text(form, FILTER_WORDS));
	*b->filter = f;
	b->filtered(b->app, b->ctx);
	return true;
}

void
dlg_log_filter(struct app *a, struct log_filter *f,
    void (*done)(struct app *a, void *ctx), void *ctx)
{
	struct form_box *b = box_new(a, _("Show only"), filter_done);

	b->filter = f;
	b->filtered = done;
	b->ctx = ctx;
	str_copy(b->hint, sizeof(b->hint), _("An empty field lets all pass."));
	form_add(&b->form, _("Month (2026-11)"), f->month, 10, 0);
	form_add(&b->form, _("Client, part of it"), f->client, 60, 0);
	form_add(&b->form, _("Technician"), f->technician, 60, 0);
	form_add(&b->form, _("Product"), f->product, 30, 0);
	form_add(&b->form, _("Outcome"), state_text(f->outcome), 20, 0);
	form_add(&b->form, _("Invoiced (yes, no)"),
	    f->invoiced[0] != '\0' ? _(f->invoiced) : "", 5, 0);
	form_add(&b->form, _("Words"), f->words, 60, 0);
	form_add(&b->form, _("Paid (yes, no)"),
	    f->paid[0] != '\0' ? _(f->paid) : "", 5, 0);
	stage_push(app_stage(a), &ops, b, NULL);
}

/* --- correction --- */

enum { CORRECT_NET, CORRECT_REASON, CORRECT_OUTCOME, CORRECT_VAT };

/* solved or unsolved in either language -> the state's name, NULL */
static bool
read_outcome(struct form_box *b, const char *text, const char **name)
{
	*name = state_named(text);
	if (text[0] == '\0' || str_eq(*name, "solved") ||
	    str_eq(*name, "unsolved"))
		return true;
	snprintf(b->wait.why, sizeof(b->wait.why), _("%s or %s"),
	    ticket_state_title(TICKET_SOLVED),
	    ticket_state_title(TICKET_UNSOLVED));
	return false;
}

static bool
put_amount(struct form_box *b, struct msg *m)
{
	const struct form *f = &b->form;
	struct err err = {0};
	int64_t net, vat;

	if (!money_parse(form_text(f, CORRECT_NET), &net, &err))
		return tell(b, err.text);
	msg_put_int(m, "net_gr", net);
	if (form_text(f, CORRECT_VAT)[0] == '\0')
		return true;
	if (!str_int(form_text(f, CORRECT_VAT), 0, 100, &vat))
		return tell(b, _("a rate such as 23"));
	msg_put_int(m, "vat_bp", vat * 100);
	return true;
}

static bool
correct_done(struct form_box *b)
{
	const struct form *f = &b->form;
	const char *outcome;
	struct msg *m;

	if (!read_outcome(b, form_text(f, CORRECT_OUTCOME), &outcome))
		return false;
	if (utf8_is_blank(form_text(f, CORRECT_REASON)))
		return tell(b, _("a correction needs a reason"));
	m = msg_about(MSG_CORRECT, b->ticket);
	if (outcome != NULL)
		msg_put_str(m, "outcome", outcome);
	else if (!put_amount(b, m)) {
		msg_free(m);
		return false;
	}
	app_wait_send(
	    &b->wait, msg_put_str(m, "reason", form_text(f, CORRECT_REASON)));
	return false;
}

void
dlg_log_correct(struct app *a, const struct logrow *row)
{
	struct form_box *b = box_new(a, _("Correct the ticket"), correct_done);

	b->ticket = row->ticket;
	snprintf(b->hint, sizeof(b->hint),
	    _("Ticket %lld counts %s net now; the old row stays."),
	    (long long)row->ticket, MONEY_TEXT(row->net_gr));
	form_add(&b->form, _("Net amount that counts"), NULL, 24, 0);
	form_add(&b->form, _("Reason"), NULL, 200, 0);
	form_add(&b->form, _("Or: the outcome"), NULL, 15, 0);
	form_add(&b->form, _("VAT %, where several"), NULL, 3, 0);
	stage_push(app_stage(a), &ops, b, NULL);
}

/* --- invoice --- */

static bool
invoice_done(struct form_box *b)
{
	const char *text = form_text(&b->form, 0);
	struct msg *m;

	if (text[0] == '\0')
		return tell(b, _("this field cannot be empty"));
	m = msg_about(MSG_INVOICE, b->ticket);
	msg_put_str(m, "number", text);
	if (b->reverse)
		msg_put_bool(m, "reverse", true);
	app_wait_send(&b->wait, m);
	return false;
}

void
dlg_log_invoice(struct app *a, const struct logrow *row)
{
	struct form_box *b = box_new(a, _("Mark as invoiced"), invoice_done);

	b->ticket = row->ticket;
	snprintf(
	    b->hint, sizeof(b->hint), _("Only a solved ticket, only once."));
	form_add(&b->form, _("Invoice number"), NULL, 60, 0);
	stage_push(app_stage(a), &ops, b, NULL);
}

void
dlg_log_uninvoice(struct app *a, const struct logrow *row)
{
	struct form_box *b = box_new(
	    a, _("Take the invoice mark back"), invoice_done);

	b->ticket = row->ticket;
	b->reverse = true;
	snprintf(b->hint, sizeof(b->hint), _("Marked with: %s"), row->invoice);
	form_add(&b->form, _("Reason"), NULL, 200, 0);
	stage_push(app_stage(a), &ops, b, NULL);
}

/* --- payment --- */

static bool
paid_done(struct form_box *b)
{
	const char *text = form_text(&b->form, 0);
	struct msg *m;

	if (text[0] == '\0')
		return tell(b, _("this field cannot be empty"));
	m = msg_about(MSG_PAID, b->ticket);
	msg_put_str(m, "text", text);
	if (b->reverse)
		msg_put_bool(m, "reverse", true);
	app_wait_send(&b->wait, m);
	return false;
}

void
dlg_log_paid(struct app *a, const struct logrow *row)
{
	bool back = row->paid != NULL && row->paid[0] != '\0';
	struct form_box *b = box_new(
	    a, back ? _("It was not paid") : _("Mark as paid"), paid_done);

	b->ticket = row->ticket;
	b->reverse = back;
	if (back)
		snprintf(b->hint, sizeof(b->hint), _("Paid on %s, invoice %s"),
		    row->paid, row->invoice);
	else
		str_copy(
		    b->hint, sizeof(b->hint), _("Only what is on an invoice."));
	form_add(&b->form, back ? _("Reason") : _("Day of the payment"),
	    back ? NULL : CLOCK_DAY(clock_utc_s()), back ? 200 : 10, 0);
	stage_push(app_stage(a), &ops, b, NULL);
}
