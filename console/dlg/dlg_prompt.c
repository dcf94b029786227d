/* One line to type in, in the last row. */
#include "console/dlg/dlg_prompt.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"
#include "shared/ui/edit.h"

#define LINE_CHARS 100

struct prompt {
	struct app *app;
	const char *label;
	struct edit edit;
	dlg_typed_fn *changed;
	dlg_typed_fn *done;
	void *ctx;
};

void
dlg_prompt_draw(struct canvas *c, const char *label, struct edit *e)
{
	int row = c->grid.rows - 1, col;

	canvas_fill(c, (struct rect){row, 0, 1, c->grid.cols}, UI_BAR_ACTIVE);
	col = canvas_text(c, row, 0, c->grid.cols / 2, UI_BAR_ACTIVE, label);
	edit_draw(e, c,
	    (struct rect){row, col, 1, MAX_OF(c->grid.cols - col, 1)}, true);
}

bool
dlg_prompt_leaves(const struct edit *e, const struct keys_event *ev)
{
	return ev->code == KEYS_ESC || keys_is_ctrl(ev, 'c') ||
	    (ev->code == KEYS_BACKSPACE && e->len == 0);
}

static void
draw(void *self, struct canvas *c)
{
	struct prompt *p = self;

	dlg_prompt_draw(c, p->label, &p->edit);
}

static void
finish(struct prompt *p, const char *text)
{
	char *copy = str_dup(text);

	stage_pop(app_stage(p->app), p);
	p->done(p->app, copy, p->ctx);
	free(copy);
}

static void
key(void *self, const struct keys_event *ev)
{
	struct prompt *p = self;

	if (dlg_prompt_leaves(&p->edit, ev))
		finish(p, NULL);
	else if (ev->code == KEYS_ENTER)
		finish(p, edit_text(&p->edit));
	else if (edit_key(&p->edit, ev) && p->changed != NULL)
		p->changed(p->app, edit_text(&p->edit), p->ctx);
}

static void
prompt_free(void *self)
{
	struct prompt *p = self;

	edit_fini(&p->edit);
	free(p);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = prompt_free};

void
dlg_prompt(struct app *a, const char *label, const char *text,
    dlg_typed_fn *changed, dlg_typed_fn *done, void *ctx)
{
	struct prompt *p = mem_alloc(sizeof(*p));

	p->app = a;
	p->label = label;
	p->changed = changed;
	p->done = done;
	p->ctx = ctx;
	edit_init(&p->edit, LINE_CHARS, 0);
	edit_set(&p->edit, text);
	stage_push(app_stage(a), &ops, p, NULL);
}
