/* The technician types the check code that the user reads out, and then reads
 * the other one back. */
#include "console/dlg/dlg_code.h"

#include <stdio.h>
#include <stdlib.h>

#include "console/app/app_ticket.h"
#include "shared/know/model.h"
#include "console/link/visit.h"
#include "console/link/visit_check.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/stage/stage.h"
#include "shared/ui/edit.h"

#define BOX_COLS 60
#define BOX_ROWS 9

struct code_box {
	struct app *app;
	struct visit *visit;
	struct edit edit;
	const char *hint;
	bool leaving; /* Esc once: it may have been meant for the client */
};

/* A narrow window: fewer words, and the hint has a row of its own. */
static bool
is_narrow(struct rect r)
{
	return r.cols < BOX_COLS;
}

static void
draw_type(struct code_box *b, struct canvas *c, struct rect r)
{
	int row = r.row + (is_narrow(r) ? 4 : 5);

	canvas_wrap(c, (struct rect){r.row + 1, r.col + 2, 3, r.cols - 4},
	    UI_BOX,
	    is_narrow(r)
		? _("Type the six digits that the client reads out on the "
		    "phone:")
		: _("Ask the client on the phone for the six digits on his "
		    "screen and type them here. They prove that nobody is in "
		    "between."));
	edit_draw(&b->edit, c, (struct rect){row, r.col + 2, 1, 10}, true);
	canvas_text(c, r.row + 5, r.col + (is_narrow(r) ? 2 : 14),
	    r.cols - (is_narrow(r) ? 4 : 16),
	    b->visit->check.left < 3 ? UI_BAD : UI_DIM, b->hint);
	canvas_text(c, r.row + 7, r.col + 2, r.cols - 4, UI_DIM,
	    b->leaving ? _("Esc again: end the visit")
		       : _("Enter: compare   Esc twice: end the visit"));
}

static void
draw_back(struct code_box *b, struct canvas *c, struct rect r)
{
	char code[SAS_BACK_SIZE];

	visit_check_back(&b->visit->check, code);
	canvas_wrap(c, (struct rect){r.row + 1, r.col + 2, 2, r.cols - 4},
	    UI_BOX,
	    is_narrow(r)
		? _("It fits. Now read these four digits to the client:")
		: _("It fits. Now read these four digits to the client; he "
		    "types them on his side:"));
	canvas_text(c, r.row + 4, r.col + 4, r.cols - 6, UI_BIG, code);
	canvas_wrap(c, (struct rect){r.row + 5, r.col + 2, 2, r.cols - 4},
	    UI_BAD,
	    b->visit->back_wrong ? _("The client typed other digits. Read "
				     "them out once more, slowly.")
				 : "");
	canvas_text(c, r.row + 7, r.col + 2, r.cols - 4, UI_DIM,
	    b->leaving ? _("Esc again: end the visit")
		       : _("Esc twice: end the visit"));
	canvas_hide_cursor(c);
}

static void
draw(void *self, struct canvas *c)
{
	struct code_box *b = self;
	const struct model_row *row = app_row(b->app, b->visit->ticket);
	struct rect r = canvas_middle(c, BOX_COLS, BOX_ROWS);
	char title[BOX_COLS], phone[24] = "";

	if (row != NULL)
		utf8_clean(phone, sizeof(phone), row->r.phone, 20);
	snprintf(title, sizeof(title), phone[0] != '\0' ? "%s  %s" : "%s",
	    _("Check code"), phone);
	canvas_box(c, r, UI_BOX, title);
	if (b->visit->state == VISIT_BACK)
		draw_back(b, c, r);
	else
		draw_type(b, c, r);
}

static void
compare(struct code_box *b)
{
	switch (visit_code(b->visit, edit_text(&b->edit))) {
	case VISIT_CHECK_OK: /* the other code is shown */
	case VISIT_CHECK_LAST: /* the box goes with the visit */
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

	bool leaving = b->leaving;

	b->leaving = ev->code == KEYS_ESC;
	if (ev->code == KEYS_ESC && leaving)
		visit_bye(b->visit, BYE_LEFT);
	else if (ev->code == KEYS_ESC || b->visit->state == VISIT_BACK)
		stage_redraw(app_stage(b->app));
	else if (ev->code == KEYS_ENTER)
		compare(b);
	else
		edit_key(&b->edit, ev);
}

static void
code_free(void *self)
{
	struct code_box *b = self;

	edit_fini(&b->edit);
	free(b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = code_free};

static bool
is_of(const void *self, const void *with)
{
	return ((const struct code_box *)self)->visit == with;
}

void
dlg_code(struct app *a, struct visit *v)
{
	struct code_box *b = stage_find_box(app_stage(a), &ops, is_of, v);

	if (b != NULL)
		return;
	b = mem_alloc(sizeof(*b));
	b->app = a;
	b->visit = v;
	b->hint = "";
	edit_init(&b->edit, 7, EDIT_DIGITS);
	stage_push(app_stage(a), &ops, b, v);
}

void
dlg_code_done(struct app *a, struct visit *v)
{
	struct code_box *b = stage_find_box(app_stage(a), &ops, is_of, v);

	if (b != NULL)
		stage_pop(app_stage(a), b);
}
