#include "shared/ui/dialog.h"

#include <ctype.h>
#include <string.h>
#include <wctype.h>

#include "shared/base/i18n.h"
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
	d->flags = flags;
	dialog_again(d, now_ms);
}

void
dialog_again(struct dialog *d, int64_t now_ms)
{
	d->chosen = -1;
	d->hasty = false;
	d->key_ms = now_ms;
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

static bool
is_letter(const struct keys_event *ev, uint32_t key)
{
	return keys_is(ev, key) || keys_is(ev, (uint32_t)towupper((wint_t)key));
}

/* The choice of a key: what is shown goes before what else is understood. */
static int
choice_of(const struct dialog *d, const struct keys_event *ev, bool others)
{
	for (int i = 0; i < d->choices; i++)
		if (is_letter(ev, d->choice[i].key))
			return i;
	for (int i = 0; others && i < d->choices; i++)
		if (is_letter(ev, d->choice[i].other))
			return i;
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

/* The rule for boxes that open by themselves. */
static int
unasked_key(struct dialog *d, const struct keys_event *ev, int64_t now_ms)
{
	bool quiet = now_ms - d->key_ms >= DIALOG_QUIET_MS;
	int chosen = d->chosen;

	if (ev->code == KEYS_MOUSE)
		return DIALOG_OPEN;
	d->key_ms = now_ms;
	d->hasty = !quiet;
	if (ev->code != KEYS_ENTER)
		d->chosen = quiet ? choice_of(d, ev, false) : -1;
	else if (quiet && chosen >= 0)
		return d->choice[chosen].value;
	if (quiet && ev->code == KEYS_ESC && d->flags & DIALOG_ESC)
		return DIALOG_ESCAPED;
	return DIALOG_OPEN;
}

static int
own_key(struct dialog *d, const struct keys_event *ev)
{
	int i;

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
	i = choice_of(d, ev, true);
	return i < 0 ? DIALOG_OPEN : take(d, i, true);
}

int
dialog_key(struct dialog *d, const struct keys_event *ev, int64_t now_ms)
{
	return d->flags & DIALOG_UNASKED ? unasked_key(d, ev, now_ms)
					 : own_key(d, ev);
}

/* --- drawing --- */

/* What to press now, in words. */
static const char *
hint(const struct dialog *d)
{
	if (d->choices == 0)
		return d->flags & DIALOG_ESC ? _("Esc: back") : "";
	if (!(d->flags & DIALOG_UNASKED))
		return d->flags & DIALOG_ESC
		    ? _("Press the letter in brackets.  Esc: back")
		    : _("Press the letter in brackets.");
	if (d->chosen >= 0)
		return d->hasty
		    ? _("Too fast: wait a moment, then Enter confirms.")
		    : _("Enter confirms, any other key takes it back.");
	return d->hasty ? _("Too fast: stop, then choose a letter.")
			: _("Choose a letter, then Enter.");
}

static int
choice_cols(const struct dialog_choice *ch)
{
	return utf8_cols(ch->label) + 7;
}

static int
choices_cols(const struct dialog *d)
{
	int cols = 0;

	for (int i = 0; i < d->choices; i++)
		cols += choice_cols(&d->choice[i]);
	return cols;
}

/* Side by side where they fit, else below each other. */
static int
draw_choices(struct dialog *d, struct canvas *c, struct rect r)
{
	bool stacked = choices_cols(d) > r.cols + 3;
	int row = r.row, col = r.col;

	for (int i = 0; c != NULL && i < d->choices; i++) {
		const struct dialog_choice *ch = &d->choice[i];
		char key[UTF8_MAX + 1] = "";
		int cols;

		utf8_encode(key, (uint32_t)towupper((wint_t)ch->key));
		cols = canvas_printf(c, row, col, r.col + r.cols - col,
		    i == d->chosen ? UI_CHOICE_ACTIVE : UI_CHOICE, "[%s] %s",
		    key, ch->label);
		d->at[i] = (struct rect){row, col, 1, cols};
		if (stacked)
			row++;
		else
			col += cols + 3;
	}
	return stacked ? d->choices : d->choices > 0;
}

int
dialog_draw_foot(struct dialog *d, struct canvas *c, struct rect r)
{
	int rows = draw_choices(d, c, r);

	return rows +
	    canvas_wrap(c, (struct rect){r.row + rows, r.col, 2, r.cols},
		d->chosen >= 0 || d->hasty ? UI_STRONG : UI_DIM, hint(d));
}

static int
text_cols(const struct canvas *c)
{
	return MIN_OF(TEXT_COLS, MAX_OF(c->grid.cols - 4, 1));
}

static int
text_rows(const struct canvas *c, int rows, const char *text)
{
	return canvas_wrap(
	    NULL, (struct rect){0, 0, rows, text_cols(c)}, UI_BOX, text);
}

static int
room(const struct dialog *d, const struct canvas *c)
{
	struct dialog copy = *d;
	int foot = dialog_draw_foot(
	    &copy, NULL, (struct rect){0, 0, 0, text_cols(c)});

	return MAX_OF(c->grid.rows - 3 - foot, 1);
}

bool
dialog_fits(const struct dialog *d, const struct canvas *c, const char *text)
{
	int rows = room(d, c);

	return text_rows(c, rows + 1, text) <= rows;
}

void
dialog_draw(struct dialog *d, struct canvas *c)
{
	int cols = text_cols(c), rows = text_rows(c, room(d, c), d->text);
	int foot = dialog_draw_foot(d, NULL, (struct rect){0, 0, 0, cols});
	struct rect r = canvas_middle(c, cols + 4, rows + foot + 3);
	enum ui_style style = d->flags & DIALOG_ALERT ? UI_WARN : UI_BOX;

	canvas_box(c, r, style, d->title);
	canvas_hide_cursor(c);
	canvas_wrap(
	    c, (struct rect){r.row + 1, r.col + 2, rows, cols}, style, d->text);
	dialog_draw_foot(d, c,
	    (struct rect){r.row + r.rows - 1 - foot, r.col + 2, foot, cols});
}
