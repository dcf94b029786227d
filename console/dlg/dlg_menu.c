/* Choosing one of a few: kind of work, another technician. */
#include <stdlib.h>
#include <string.h>

#include "console/app/app.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/core/prices.h"
#include "shared/ui/dialog.h"
#include "shared/ui/menu.h"

#define BOX_COLS 70
#define WORD_SIZE 257

/* What is sent for an item; its label points to text. */
struct choice {
	char word[WORD_SIZE];
	char text[WORD_SIZE];
	char note[64];
};

struct menu_box {
	struct app *app;
	int64_t ticket;
	enum msg_kind kind; /* of the message to send */
	const char *field; /* that takes the word */
	const char *title;
	struct menu menu;
	struct choice *choice;
	int choices;
};

static void
draw(void *self, struct canvas *c)
{
	struct menu_box *b = self;
	struct rect r = canvas_middle(c, BOX_COLS, b->choices + 4);

	canvas_box(c, r, UI_BOX, b->title);
	menu_draw(&b->menu, c,
	    (struct rect){
		r.row + 1, r.col + 2, MAX_OF(r.rows - 4, 1), r.cols - 4});
	canvas_text(c, r.row + r.rows - 2, r.col + 2, r.cols - 4, UI_DIM,
	    _("Enter: take it   Esc: back"));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct menu_box *b = self;
	int i = menu_key(&b->menu, ev);
	struct msg *m;

	if (ev->code == KEYS_ESC || keys_is(ev, 'q'))
		app_pop(b->app, b);
	if (i < 0)
		return;
	if (b->choice[i].word[0] == '\0') {
		app_send_ticket(b->app, MSG_UNDO, b->ticket);
	} else {
		m = msg_new(b->kind);
		msg_put_int(m, "ticket", b->ticket);
		app_send(b->app, msg_put_str(m, b->field, b->choice[i].word));
	}
	app_pop(b->app, b);
}

static void
menu_free(void *self)
{
	struct menu_box *b = self;

	free(b->choice);
	free(b);
}

static const struct box_ops ops = {.draw = draw, .key = key, .free = menu_free};

static struct menu_box *
box_new(struct app *a, int64_t ticket, int max)
{
	struct menu_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->ticket = ticket;
	b->choice = mem_array((size_t)max + 1, sizeof(*b->choice));
	menu_init(&b->menu);
	return b;
}

static struct choice *
add(struct menu_box *b, const char *word, const char *text)
{
	struct choice *ch = &b->choice[b->choices++];

	str_copy(ch->word, sizeof(ch->word), word);
	str_copy(ch->text, sizeof(ch->text), text);
	return ch;
}

static void
open_box(struct menu_box *b)
{
	for (int i = 0; i < b->choices; i++)
		menu_add(&b->menu, b->choice[i].text, b->choice[i].note, false);
	app_push(b->app, &ops, b, app_owner(b->app, b->ticket));
}

/* The line of its kind for that product. */
static bool
applies(const struct model *m, const struct model_price *p, const char *product)
{
	struct price one = {0};

	str_copy(one.products, sizeof(one.products), p->products);
	if (product[0] == '\0' || price_has_product(&one, product))
		return true;
	for (int i = 0; i < m->prices; i++) {
		str_copy(
		    one.products, sizeof(one.products), m->price[i].products);
		if (str_eq(m->price[i].kind, p->kind) &&
		    price_has_product(&one, product))
			return false;
	}
	return p->products[0] == '\0';
}

static void
kind_note(const struct model_price *p, bool asks, struct choice *ch)
{
	char net[MONEY_TEXT_SIZE];
	char *hour;

	money_format(net, sizeof(net), p->net_gr);
	hour = str_fmt(
	    asks ? _("%s/h net, needs the client's yes") : _("%s/h net"), net);
	str_copy(ch->note, sizeof(ch->note),
	    p->net_gr > 0 ? hour : _("by quote only"));
	free(hour);
}

static bool
rate_stands(struct app *a, void *ctx)
{
	return model_rate(&a->model, (int64_t)(intptr_t)ctx) != NULL;
}

static void
withdraw_asked(struct app *a, int value, void *ctx)
{
	if (value == 1)
		app_send_ticket(a, MSG_WITHDRAW, (int64_t)(intptr_t)ctx);
}

static void
ask_withdraw(struct app *a, int64_t ticket)
{
	struct dialog *d = dlg_ask(a, _("Take the question back?"),
	    _("The client is asked whether to go on at another price. Taken "
	      "back, it cannot be answered any more; the work goes on as "
	      "before."),
	    DIALOG_ESC, withdraw_asked, (void *)(intptr_t)ticket, NULL);

	if (d == NULL)
		return;
	dialog_add(d, 't', _("&take it back"), 1);
	dialog_add(d, 'l', _("&let it stand"), 2);
	dlg_ask_while(d, rate_stands);
}

void
dlg_kind(struct app *a, int64_t ticket)
{
	const struct model_clock *clock = model_clock(&a->model, ticket);
	const struct model_row *row = model_row(&a->model, ticket);
	struct menu_box *b;

	if (model_rate(&a->model, ticket) != NULL) {
		ask_withdraw(a, ticket);
		return;
	}
	b = box_new(a, ticket, a->model.prices + 1);
	b->kind = MSG_KIND;
	b->field = "kind";
	b->title = _("Kind of work from now on");
	for (int i = 0; i < a->model.prices; i++) {
		const struct model_price *p = &a->model.price[i];

		if (applies(&a->model, p, row != NULL ? row->product : ""))
			kind_note(p, model_kind_asks(clock, p->kind),
			    add(b, p->kind, p->name));
	}
	if (model_kind_undo(clock, clock_ms()))
		add(b, "",
		    _("the last change was a mistake: take it back (60 s)"));
	open_box(b);
	for (int i = 0; clock != NULL && i < b->choices; i++)
		if (str_eq(b->choice[i].word, clock->kind))
			menu_select(&b->menu, i);
}

static const char *
state_word(const char *state)
{
	if (str_eq(state, "free"))
		return _("free");
	if (str_eq(state, "busy"))
		return _("busy");
	return str_eq(state, "away") ? _("away") : state;
}

void
dlg_assign(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);
	struct menu_box *b = box_new(a, ticket, a->model.technicians + 1);

	b->kind = MSG_ASSIGN;
	b->field = "technician";
	b->title = _("For which technician?");
	add(b, "any", _("anyone"));
	for (int i = 0; i < a->model.technicians; i++) {
		const struct model_technician *t = &a->model.technician[i];
		struct choice *ch = add(b, t->id, t->name);

		str_copy(ch->note, sizeof(ch->note), state_word(t->state));
		if (row != NULL && !model_serves(&a->model, t->id, row))
			str_copy(ch->note + strlen(ch->note),
			    sizeof(ch->note) - strlen(ch->note),
			    _(", not his product"));
	}
	open_box(b);
}
