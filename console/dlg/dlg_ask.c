/* A question in a box, for whoever has one. */
#include "console/dlg/dlg_ask.h"

#include <stdlib.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/stage/stage.h"
#include "shared/ui/dialog.h"

struct ask {
	struct app *app;
	struct dialog dialog;
	dlg_asked_fn *done;
	dlg_stands_fn *stands;
	int64_t ticket;
};

static void
draw(void *self, struct canvas *c)
{
	struct ask *b = self;

	dialog_draw(&b->dialog, c, clock_ms());
}

static void
key(void *self, const struct keys_event *ev)
{
	struct ask *b = self;
	int value = dialog_key(&b->dialog, ev, clock_ms());

	if (value == DIALOG_OPEN)
		return;
	stage_pop(app_stage(b->app), b);
	if (b->done != NULL)
		b->done(b->app, value == DIALOG_ESCAPED ? 0 : value, b->ticket);
}

static void
news(void *self)
{
	struct ask *b = self;

	if (b->stands != NULL && !b->stands(b->app, b->ticket))
		stage_pop(app_stage(b->app), b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = free, .news = news};

static struct ask *
ask_new(struct app *a, const char *title, const char *text, unsigned flags,
    dlg_asked_fn *done)
{
	struct ask *b;

	if (!stage_has_room(app_stage(a)))
		return NULL;
	b = mem_alloc(sizeof(*b));
	b->app = a;
	b->done = done;
	dialog_init(&b->dialog, title, text, DIALOG_ESC | flags, clock_ms());
	stage_push(app_stage(a), &ops, b, NULL);
	return b;
}

void
dlg_ask(struct app *a, const char *title, const char *text,
    const struct dlg_answer *answer, dlg_asked_fn *done, dlg_stands_fn *stands,
    int64_t ticket)
{
	struct ask *b = ask_new(a, title, text, 0, done);

	if (b == NULL)
		return;
	b->stands = stands;
	b->ticket = ticket;
	for (int i = 0; answer[i].label != NULL; i++)
		dialog_add(
		    &b->dialog, answer[i].key, _(answer[i].label), i + 1);
}

void
dlg_tell(struct app *a, const char *title, const char *text, unsigned flags,
    const char *label, dlg_asked_fn *done)
{
	struct ask *b = ask_new(a, title, text, DIALOG_UNASKED | flags, done);

	if (b != NULL)
		dialog_add_no(&b->dialog, 'q', label, 1);
}
