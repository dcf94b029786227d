#include "console/dlg/dlg_note.h"

#include <stdlib.h>

#include "console/app/app_editor.h"
#include "console/app/app_visits.h"
#include "console/app/app_wait.h"
#include "console/dlg/dlg_prompt.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/stage/stage.h"
#include "shared/ui/edit.h"

#define NOTE_CHARS 500
#define WHY_ROWS 3

struct note_box {
	struct app *app;
	int64_t ticket;
	struct edit edit;
	struct app_editor editor; /* its lines become one here */
	struct app_wait wait;
};

static void
draw(void *self, struct canvas *c)
{
	struct note_box *b = self;
	struct rect r = {c->grid.rows - 2, 0, 1, c->grid.cols};

	dlg_prompt_draw(c, _("Note, technicians only: "), &b->edit);
	canvas_fill(c, r, UI_BOX);
	canvas_text(c, r.row, 1, 0, UI_DIM,
	    _("Enter: send   Ctrl-X: editor   Esc: back"));
	if (!app_wait_says(&b->wait))
		return;
	r.rows = WHY_ROWS;
	r.rows = app_wait_draw(&b->wait, NULL, r);
	r.row -= r.rows;
	canvas_fill(c, r, UI_BOX);
	(void)app_wait_draw(&b->wait, c, r);
}

static void
send(struct note_box *b)
{
	struct msg *m = msg_about(MSG_NOTE, b->ticket);

	app_wait_send(&b->wait, msg_put_str(m, "text", edit_text(&b->edit)));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct note_box *b = self;

	if (app_wait_key(&b->wait, ev))
		return;
	if (dlg_prompt_leaves(&b->edit, ev) ||
	    (ev->code == KEYS_ENTER && b->edit.len == 0))
		stage_pop(app_stage(b->app), b);
	else if (ev->code == KEYS_ENTER)
		send(b);
	else
		app_editor_key(&b->editor, ev);
}

static void
note_free(void *self)
{
	struct note_box *b = self;

	app_wait_fini(&b->wait);
	app_editor_fini(&b->editor);
	edit_fini(&b->edit);
	free(b);
}

/* A note is taken after the end of a visit, and of the ticket. */
static bool
orphan(void *self)
{
	struct note_box *b = self;

	return b->edit.len > 0 || b->editor.open;
}

void
dlg_note(struct app *a, int64_t ticket, const char *text)
{
	static const struct stage_box_ops ops = {.draw = draw,
	    .key = key,
	    .free = note_free,
	    .orphan = orphan,
	    .stays = true};
	struct note_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	b->ticket = ticket;
	edit_init(&b->edit, NOTE_CHARS, 0);
	edit_set(&b->edit, text);
	app_wait_init(&b->wait, a, b);
	app_editor_init(&b->editor, a, &b->edit, &b->wait);
	stage_push(app_stage(a), &ops, b, app_owner(a, ticket));
	if (text[0] != '\0')
		send(b);
}
