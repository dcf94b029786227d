#include "console/dlg/dlg_pick.h"

#include <stdlib.h>

#include "console/app/app_visits.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"
#include "shared/ui/menu.h"

#define BOX_COLS 70
#define WHY_ROWS 3

static void
draw(void *self, struct canvas *c)
{
	struct pick_box *b = self;
	struct rect at = {0, 0, WHY_ROWS, MIN_OF(BOX_COLS, c->grid.cols) - 4};
	int why = app_wait_draw(&b->wait, NULL, at);
	struct rect r = canvas_middle(c, BOX_COLS, b->choices + 4 + why);

	canvas_box(c, r, UI_BOX, b->title);
	menu_draw(&b->menu, c,
	    (struct rect){
		r.row + 1, r.col + 2, MAX_OF(r.rows - 4 - why, 1), r.cols - 4});
	(void)app_wait_draw(&b->wait, c,
	    (struct rect){
		r.row + r.rows - 2 - why, r.col + 2, why, r.cols - 4});
	canvas_text(c, r.row + r.rows - 2, r.col + 2, r.cols - 4, UI_DIM,
	    _("Enter: take it   Esc: back"));
}

static void
send(struct pick_box *b, const struct choice *ch)
{
	struct msg *m = msg_new(ch->word[0] == '\0' ? MSG_UNDO : b->kind);

	msg_put_int(m, "ticket", b->ticket);
	if (ch->word[0] != '\0')
		msg_put_str(m, b->field, ch->word);
	app_wait_send(&b->wait, m);
}

static void
key(void *self, const struct keys_event *ev)
{
	struct pick_box *b = self;
	int i;

	if (app_wait_key(&b->wait, ev))
		return;
	i = menu_key(&b->menu, ev);
	if (ev->code == KEYS_ESC || keys_is(ev, 'q'))
		stage_pop(app_stage(b->app), b);
	else if (i >= 0)
		send(b, &b->choice[i]);
}

static void
pick_free(void *self)
{
	struct pick_box *b = self;

	app_wait_fini(&b->wait);
	free(b->choice);
	free(b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = pick_free};

struct pick_box *
dlg_pick_new(struct app *a, int64_t ticket, int max)
{
	struct pick_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->ticket = ticket;
	b->choice = mem_array((size_t)max + 1, sizeof(*b->choice));
	app_wait_init(&b->wait, a, b);
	menu_init(&b->menu);
	return b;
}

struct choice *
dlg_pick_add(struct pick_box *b, const char *word, const char *text)
{
	struct choice *ch = &b->choice[b->choices++];

	str_copy(ch->word, sizeof(ch->word), word);
	str_copy(ch->text, sizeof(ch->text), text);
	return ch;
}

void
dlg_pick_open(struct pick_box *b)
{
	for (int i = 0; i < b->choices; i++)
		menu_add(&b->menu, b->choice[i].text, b->choice[i].note);
	stage_push(app_stage(b->app), &ops, b, app_owner(b->app, b->ticket));
}
