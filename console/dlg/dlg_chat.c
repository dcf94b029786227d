/* Chat with the user of a visit. */
#include "console/dlg/dlg_chat.h"

#include <stdlib.h>

#include "console/link/visit.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"
#include "shared/ui/edit.h"

#define LINE_CHARS 300

struct chat_box {
	struct app *app;
	struct visit *visit;
	struct edit edit;
};

static void
draw(void *self, struct canvas *c)
{
	struct chat_box *b = self;
	struct rect r = canvas_middle(
	    c, MIN_OF(c->grid.cols, 76), MIN_OF(c->grid.rows - 2, 16));
	int rows = r.rows - 4, first = MAX_OF(0, b->visit->chats - rows);

	canvas_box(c, r, UI_BOX, _("Chat"));
	for (int i = first; i < b->visit->chats; i++)
		canvas_printf(c, r.row + 1 + i - first, r.col + 2, r.cols - 4,
		    b->visit->chat[i].ours ? UI_DIM : UI_STRONG, "%s %s",
		    b->visit->chat[i].ours ? _("you:") : _("client:"),
		    b->visit->chat[i].text);
	edit_draw(&b->edit, c,
	    (struct rect){r.row + r.rows - 3, r.col + 2, 1, r.cols - 4}, true);
	canvas_text(c, r.row + r.rows - 2, r.col + 2, r.cols - 4, UI_DIM,
	    _("Enter: send   Esc: back"));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct chat_box *b = self;

	if (ev->code == KEYS_ESC)
		stage_pop(app_stage(b->app), b);
	else if (ev->code == KEYS_ENTER && b->visit->state != VISIT_LIVE)
		stage_notice(app_stage(b->app), UI_BAR_ALERT, "%s",
		    _("Nobody is connected: that was not sent."));
	else if (ev->code == KEYS_ENTER) {
		visit_say(b->visit, edit_text(&b->edit));
		edit_set(&b->edit, "");
	} else
		edit_key(&b->edit, ev);
}

static void
chat_free(void *self)
{
	struct chat_box *b = self;

	edit_fini(&b->edit);
	free(b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = chat_free, .stays = true};

void
dlg_chat(struct app *a, struct visit *v)
{
	struct chat_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->visit = v;
	edit_init(&b->edit, LINE_CHARS, 0);
	stage_push(app_stage(a), &ops, b, v);
}
