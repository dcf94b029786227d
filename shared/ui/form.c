#include "shared/ui/form.h"

#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define WHY_ROWS 3

void
form_fini(struct form *f)
{
	for (int i = 0; i < f->fields; i++)
		edit_fini(&f->field[i].edit);
	f->fields = 0;
}

struct edit *
form_add(struct form *f, const char *label, const char *value, size_t max_chars,
    unsigned edit_flags)
{
	struct form_field *field;

	if (f->fields == FORM_FIELDS)
		return NULL;
	field = &f->field[f->fields++];
	field->label = label;
	edit_init(&field->edit, max_chars, edit_flags);
	if (value != NULL)
		edit_set(&field->edit, value);
	return &field->edit;
}

const char *
form_text(const struct form *f, int field)
{
	return edit_text(&f->field[field].edit);
}

static enum form_result
step(struct form *f, int dir)
{
	f->active = (f->active + dir + f->fields) % f->fields;
	return FORM_USED;
}

static enum form_result
click(struct form *f, const struct keys_event *ev)
{
	if (ev->mouse != KEYS_MOUSE_PRESS)
		return FORM_IGNORED;
	for (int i = 0; i < f->fields; i++)
		if (canvas_holds(f->field[i].at, ev->row, ev->col)) {
			f->active = i;
			return FORM_USED;
		}
	return FORM_IGNORED;
}

enum form_result
form_key(struct form *f, const struct keys_event *ev)
{
	if (f->fields == 0)
		return FORM_IGNORED;
	if (ev->code == KEYS_MOUSE)
		return click(f, ev);
	if (ev->code == KEYS_ESC)
		return FORM_ESCAPED;
	if (keys_is_ctrl(ev, 's'))
		return FORM_DONE;
	if (ev->code == KEYS_TAB)
		return step(f, 1);
	if (ev->code == KEYS_BACKTAB)
		return step(f, -1);
	if (edit_key(&f->field[f->active].edit, ev)) {
		if (f->active == f->wrong)
			f->why[0] = '\0';
		return FORM_USED;
	}
	if (ev->code == KEYS_ENTER && f->active == f->fields - 1)
		return FORM_DONE;
	if (ev->code == KEYS_ENTER)
		return step(f, 1);
	if (ev->code == KEYS_DOWN && f->active < f->fields - 1)
		return step(f, 1);
	if (ev->code == KEYS_UP && f->active > 0)
		return step(f, -1);
	return FORM_IGNORED;
}

void
form_blame(struct form *f, int field, const char *why)
{
	f->active = f->wrong = field;
	str_copy(f->why, sizeof(f->why), why);
}

/* Rows of field i, with what is wrong. */
static int
rows_of(const struct form *f, int i, int cols)
{
	struct rect r = {0, 0, WHY_ROWS, cols};

	return 1 +
	    (i == f->wrong && f->why[0] != '\0'
		    ? canvas_wrap(NULL, r, UI_BAD, f->why)
		    : 0);
}

/* The first field that is shown, so that the active one is. */
static int
first_of(const struct form *f, struct rect at)
{
	int first = f->active, rows = rows_of(f, first, at.cols);

	while (first > 0 && (rows += rows_of(f, first - 1, at.cols)) <= at.rows)
		first--;
	return first;
}

static void
draw_field(
    struct form *f, int i, struct canvas *c, struct rect at, int label_cols)
{
	struct form_field *field = &f->field[i];
	bool active = i == f->active;
	int most = (int)MIN_OF(field->edit.max_chars, (size_t)at.cols) + 1;

	canvas_text(c, at.row, at.col - label_cols, label_cols - 1,
	    active ? UI_STRONG : UI_NORMAL, field->label);
	field->at = (struct rect){at.row, at.col, 1, MIN_OF(at.cols, most)};
	edit_draw(&field->edit, c, field->at, active);
	at.row++;
	at.rows = MIN_OF(at.rows - 1, WHY_ROWS);
	if (i == f->wrong && f->why[0] != '\0' && at.rows > 0)
		canvas_wrap(c, at, UI_BAD, f->why);
}

int
form_draw(struct form *f, struct canvas *c, struct rect r, int label_cols)
{
	struct rect at = r;

	for (int i = 0; i < f->fields; i++) {
		label_cols = MAX_OF(
		    label_cols, utf8_cols(f->field[i].label) + 1);
		f->field[i].at.rows = 0;
	}
	at.col += label_cols;
	at.cols = MAX_OF(r.cols - label_cols, 1);
	for (int i = first_of(f, at); i < f->fields && at.rows > 0; i++) {
		int rows = MIN_OF(rows_of(f, i, at.cols), at.rows);

		draw_field(f, i, c, at, label_cols);
		at.row += rows;
		at.rows -= rows;
	}
	return at.row - r.row;
}
