#include "shared/ui/dialog.h"

#include <ctype.h>
#include <string.h>
#include <wctype.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define TEXT_COLS 62

void
dialog_init(struct dialog *d, const char *title, const char *text,
    unsigned flags, int64_t now_ms)
{
	memset(d, 0, sizeof(*d));
	str_copy(d->title, sizeof(d->title), title);
	str_copy(d->text, sizeof(d->text), text);
	d->chosen = -1;
	d->flags = flags;
	d->opened_ms = now_ms;
}

void
dialog_add(struct dialog *d, uint32_t key, const char *label, int value)
{
	struct dialog_choice *ch = &d->choice[d->choices];
	char *at;

	if (d->choices == DIALOG_CHOICES)
		return;
	d->choices++;
	*ch = (struct dialog_choice){.key = key, .other = key, .value = value};
	str_copy(ch->label, sizeof(ch->label), label);
	at = strchr(ch->label, '&');
	if (at == NULL || at[1] == '\0')
		return;
	ch->key = (uint32_t)tolower((unsigned char)at[1]);
	memmove(at, at + 1, strlen(at));
}

/* The choice of a key: what is shown goes before what else is understood. */
static int
choice_of(const struct dialog *d, const struct keys_event *ev)
{
	for (int pass = 0; pass < 2; pass++) {
		for (int i = 0; i < d->choices; i++) {
			uint32_t key = pass == 0 ? d->choice[i].key
						 : d->choice[i].other;

			if (keys_is(ev, key) ||
			    keys_is(ev, (uint32_t)towupper((wint_t)key)))
				return i;
		}
	}
	return -1;
}

static int
take(struct dialog *d, int i, bool confirmed)
{
	d->chosen = i;
	return confirmed ? d->choice[i].value : DIALOG_OPEN;
}

static int
click(struct dialog *d, const struct keys_event *ev)
{
	if (ev->mouse != KEYS_MOUSE_PRESS || ev->button != 0)
		return DIALOG_OPEN;
	for (int i = 0; i < d->choices; i++) {
		struct rect r = d->at[i];

		if (ev->row == r.row && ev->col >= r.col &&
		    ev->col < r.col + r.cols)
			return take(d, i, ev->clicks == 2 && d->chosen == i);
	}
	return DIALOG_OPEN;
}

static int
step(struct dialog *d, int dir)
{
	if (d->choices == 0)
		return DIALOG_OPEN;
	if (d->chosen < 0)
		d->chosen = dir > 0 ? 0 : d->choices - 1;
	else
		d->chosen = (d->chosen + dir + d->choices) % d->choices;
	return DIALOG_OPEN;
}

int
dialog_key(struct dialog *d, const struct keys_event *ev, int64_t now_ms)
{
	int i;

	if (!(d->flags & DIALOG_NO_GUARD) &&
	    now_ms - d->opened_ms < DIALOG_GUARD_MS)
		return DIALOG_OPEN;
	if (ev->code == KEYS_MOUSE)
		return click(d, ev);
	if (ev->code == KEYS_ESC)
		return d->flags & DIALOG_ESC ? DIALOG_ESCAPED : DIALOG_OPEN;
	if (ev->code == KEYS_ENTER)
		return d->chosen < 0 ? DIALOG_OPEN : take(d, d->chosen, true);
	if (ev->code == KEYS_TAB || ev->code == KEYS_RIGHT ||
	    ev->code == KEYS_DOWN)
		return step(d, 1);
	if (ev->code == KEYS_BACKTAB || ev->code == KEYS_LEFT ||
	    ev->code == KEYS_UP)
		return step(d, -1);
	i = choice_of(d, ev);
	return i < 0 ? DIALOG_OPEN : take(d, i, !(d->flags & DIALOG_CONFIRM));
}

static int
choice_cols(const struct dialog_choice *ch)
{
	return utf8_cols(ch->label) + 6;
}

static int
choices_cols(const struct dialog *d)
{
	int cols = 0;

	for (int i = 0; i < d->choices; i++)
		cols += choice_cols(&d->choice[i]) + 2;
	return cols;
}

/* Side by side where they fit, else below each other. */
static void
draw_choices(struct dialog *d, struct canvas *c, struct rect r, bool stacked)
{
	int row = r.row, col = r.col;

	for (int i = 0; i < d->choices; i++) {
		const struct dialog_choice *ch = &d->choice[i];
		char key[UTF8_MAX + 1] = "";
		int cols;

		utf8_encode(key, (uint32_t)towupper((wint_t)ch->key));
		if (col >= r.col + r.cols)
			break;
		cols = canvas_printf(c, row, col, r.col + r.cols - col,
		    i == d->chosen ? UI_CHOICE_ACTIVE : UI_CHOICE, "[%s] %s",
		    key, ch->label);
		d->at[i] = (struct rect){row, col, 1, cols};
		if (stacked)
			row++;
		else
			col += cols + 3;
	}
}

void
dialog_draw(struct dialog *d, struct canvas *c)
{
	int cols = MIN_OF(TEXT_COLS, MAX_OF(c->grid.cols - 4, 1));
	bool stacked = choices_cols(d) > cols;
	int foot = stacked ? d->choices : d->choices > 0;
	int rows = canvas_wrap(NULL,
	    (struct rect){0, 0, MAX_OF(c->grid.rows - 3 - foot, 1), cols},
	    UI_BOX, d->text);
	struct rect r = canvas_middle(c, cols + 4, rows + foot + 3);
	enum ui_style style = d->flags & DIALOG_ALERT ? UI_WARN : UI_BOX;

	canvas_box(c, r, style, d->title);
	canvas_hide_cursor(c);
	canvas_wrap(
	    c, (struct rect){r.row + 1, r.col + 2, rows, cols}, style, d->text);
	draw_choices(d, c,
	    (struct rect){r.row + r.rows - 1 - foot, r.col + 2, foot, cols},
	    stacked);
}
