/* A question in a box, for whoever has one. */
#include "console/dlg/dlg_ask.h"

#include <stddef.h>
#include <stdlib.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/stage/stage.h"
#include "shared/ui/dialog.h"

struct ask {
	struct app *app;
	struct dialog dialog;
	dlg_asked_fn *done;
	dlg_stands_fn *stands;
	void *ctx;
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
	b->done(b->app, value == DIALOG_ESCAPED ? 0 : value, b->ctx);
}

static void
news(void *self)
{
	struct ask *b = self;

	if (b->stands != NULL && !b->stands(b->app, b->ctx))
		stage_pop(app_stage(b->app), b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = free, .news = news};

struct dialog *
dlg_ask(struct app *a, const char *title, const char *text, unsigned flags,
    dlg_asked_fn *done, void *ctx, const void *owner)
{
	struct ask *b;

	if (!stage_has_room(app_stage(a)))
		return NULL;
	b = mem_alloc(sizeof(*b));
	b->app = a;
	b->done = done;
	b->stands = NULL;
	b->ctx = ctx;
	dialog_init(&b->dialog, title, text, flags, clock_ms());
	stage_push(app_stage(a), &ops, b, owner);
	return &b->dialog;
}

void
dlg_ask_while(struct dialog *d, dlg_stands_fn *stands)
{
	struct ask *b = (struct ask *)((char *)d -
	    offsetof(struct ask, dialog));

	b->stands = stands;
}
