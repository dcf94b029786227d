/* Choosing one of a few: kind of work, another technician. */
#include <stdlib.h>

#include "console/app.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/ui/menu.h"

#define BOX_COLS 60
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
	m = msg_new(b->kind);
	msg_put_int(m, "ticket", b->ticket);
	app_send(b->app, msg_put_str(m, b->field, b->choice[i].word));
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

void
dlg_kind(struct app *a, int64_t ticket)
{
	const struct model_clock *clock = model_clock(&a->model, ticket);
	struct menu_box *b = box_new(a, ticket, a->model.prices);

	b->kind = MSG_KIND;
	b->field = "kind";
	b->title = _("Kind of work from now on");
	for (int i = 0; i < a->model.prices; i++) {
		const struct model_price *p = &a->model.price[i];
		char *hour = NULL, net[MONEY_TEXT_SIZE];
		struct choice *ch = add(b, p->kind, p->name);

		money_format(net, sizeof(net), p->net_gr);
		hour = str_fmt(_("%s/h net"), net);
		str_copy(ch->note, sizeof(ch->note),
		    p->net_gr > 0 ? hour : _("by quote only"));
		free(hour);
	}
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
	struct menu_box *b = box_new(a, ticket, a->model.technicians + 1);

	b->kind = MSG_ASSIGN;
	b->field = "technician";
	b->title = _("For which technician?");
	add(b, "any", _("anyone"));
	for (int i = 0; i < a->model.technicians; i++) {
		const struct model_technician *t = &a->model.technician[i];
		struct choice *ch = add(b, t->id, t->name);

		str_copy(ch->note, sizeof(ch->note), state_word(t->state));
	}
	open_box(b);
}
