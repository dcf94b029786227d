/* Chat with the user of a visit. */
#include "console/dlg/dlg_chat.h"

#include <stdio.h>
#include <stdlib.h>

#include "console/link/visit.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"
#include "shared/ui/edit.h"

#define LINE_CHARS 300

struct chat_box {
	struct app *app;
	struct visit *visit;
	struct edit edit;
	char line[LINE_CHARS * UTF8_MAX + 16]; /* that is drawn */
};

static const char *
line_of(int i, enum ui_style *style, void *ctx)
{
	struct chat_box *b = ctx;
	const struct visit_line *l = &b->visit->chat[i];

	*style = l->ours ? UI_DIM : UI_STRONG;
	snprintf(b->line, sizeof(b->line), "%s %s",
	    l->ours ? _("you:") : _("client:"), l->text);
	return b->line;
}

static void
draw(void *self, struct canvas *c)
{
	struct chat_box *b = self;
	struct rect r = canvas_middle(
	    c, MIN_OF(c->grid.cols, 76), MIN_OF(c->grid.rows - 2, 16));

	canvas_box(c, r, UI_BOX, _("Chat"));
	canvas_newest(c,
	    (struct rect){r.row + 1, r.col + 2, r.rows - 4, r.cols - 4},
	    b->visit->chats, line_of, b);
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
