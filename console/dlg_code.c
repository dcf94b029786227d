/* The technician types the check code that the user reads out. */
#include <stdlib.h>

#include "console/app.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/ui/edit.h"

#define BOX_COLS 60
#define BOX_ROWS 9

struct code_box {
	struct app *app;
	struct visit *visit;
	struct edit edit;
	const char *hint;
};

static void
draw(void *self, struct canvas *c)
{
	struct code_box *b = self;
	struct rect r = canvas_middle(c, BOX_COLS, BOX_ROWS);

	canvas_box(c, r, UI_BOX, _("Check code"));
	canvas_wrap(c, (struct rect){r.row + 1, r.col + 2, 3, r.cols - 4},
	    UI_BOX,
	    _("Ask the client on the phone for the six digits on his screen "
	      "and type them here. They prove that nobody is in between."));
	edit_draw(
	    &b->edit, c, (struct rect){r.row + 5, r.col + 2, 1, 10}, true);
	canvas_printf(c, r.row + 5, r.col + 14, r.cols - 16,
	    b->visit->check.left < 3 ? UI_BAD : UI_DIM, "%s", b->hint);
	canvas_text(c, r.row + 7, r.col + 2, r.cols - 4, UI_DIM,
	    _("Enter: compare   Esc: end the visit"));
}

static void
compare(struct code_box *b)
{
	switch (visit_code(b->visit, edit_text(&b->edit))) {
	case VISIT_CHECK_OK:
	case VISIT_CHECK_LAST:
		app_pop(b->app, b);
		break;
	case VISIT_CHECK_WRONG:
		edit_set(&b->edit, "");
		b->hint = b->visit->check.left == 1
		    ? _("wrong; one try is left")
		    : _("wrong; two tries are left");
		break;
	case VISIT_CHECK_FORM:
		b->hint = _("six digits, please");
		break;
	}
}

static void
key(void *self, const struct keys_event *ev)
{
	struct code_box *b = self;

	if (ev->code == KEYS_ENTER)
		compare(b);
	else if (ev->code == KEYS_ESC) {
		app_pop(b->app, b);
		visit_bye(b->visit, "left");
	} else
		edit_key(&b->edit, ev);
}

static void
code_free(void *self)
{
	struct code_box *b = self;

	edit_fini(&b->edit);
	free(b);
}

static const struct box_ops ops = {.draw = draw, .key = key, .free = code_free};

void
dlg_code(struct app *a, struct visit *v)
{
	struct code_box *b;

	for (int i = 0; i < a->boxes; i++)
		if (a->box[i].ops == &ops && a->box[i].owner == v)
			return;
	b = mem_alloc(sizeof(*b));
	b->app = a;
	b->visit = v;
	b->hint = "";
	edit_init(&b->edit, 7, EDIT_DIGITS);
	app_push(a, &ops, b, v);
}
