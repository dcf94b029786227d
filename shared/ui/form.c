#include "shared/ui/form.h"

#include "shared/base/utf8.h"
#include "shared/base/util.h"

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
	if (edit_key(&f->field[f->active].edit, ev))
		return FORM_USED;
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

int
form_draw(struct form *f, struct canvas *c, struct rect r, int label_cols)
{
	int row = 0;

	for (int i = 0; i < f->fields; i++)
		label_cols = MAX_OF(
		    label_cols, utf8_cols(f->field[i].label) + 1);
	for (; row < f->fields && row < r.rows; row++) {
		struct form_field *field = &f->field[row];
		bool active = row == f->active;

		canvas_text(c, r.row + row, r.col, label_cols - 1,
		    active ? UI_STRONG : UI_NORMAL, field->label);
		field->at = (struct rect){r.row + row, r.col + label_cols, 1,
		    MAX_OF(r.cols - label_cols, 1)};
		edit_draw(&field->edit, c, field->at, active);
	}
	return row;
}
