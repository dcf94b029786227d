#include "shared/ui/dialog.h"

#include <ctype.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

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
	d->whole = false;
	d->key_ms = now_ms;
}

void
dialog_words(struct dialog *d, dialog_words_fn *words, void *ctx)
{
	d->words = words;
	d->ctx = ctx;
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

void
dialog_add_no(struct dialog *d, uint32_t key, const char *label, int value)
{
	int i = d->choices;

	dialog_add(d, key, label, value);
	if (i < d->choices)
		d->choice[i].no = true;
}

/* Nobody agrees to what he could not read. */
static bool
is_offered(const struct dialog *d, int i)
{
	return !(d->flags & DIALOG_UNASKED) || d->whole || d->choice[i].no;
}

static bool
is_letter(const struct keys_event *ev, uint32_t key)
{
	return keys_is(ev, key) || keys_is(ev, utf8_upper(key));
}

/* The choice of a key: what is shown goes before what else is understood. */
static int
choice_of(const struct dialog *d, const struct keys_event *ev, bool others)
{
	for (int i = 0; i < d->choices; i++)
		if (is_letter(ev, d->choice[i].key))
			return is_offered(d, i) ? i : -1;
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
	for (int i = 0; i < d->choices; i++)
		if (canvas_holds(d->at[i], ev->row, ev->col))
			return take(d, i, ev->clicks == 2 && d->chosen == i);
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

/* --- does it fit --- */

static int
choice_cols(const struct dialog_choice *ch)
{
	return utf8_cols(ch->label) + 4;
}

/* Side by side as far as they fit. all: also those that are not offered now.
 * Returns the rows; c may be NULL to measure. */
static int
draw_choices(struct dialog *d, struct canvas *c, struct rect r, bool all)
{
	int row = r.row, col = r.col, right = r.col + r.cols;

	for (int i = 0; i < d->choices; i++) {
		const struct dialog_choice *ch = &d->choice[i];
		char key[UTF8_MAX + 1] = "";
		int cols = choice_cols(ch);

		d->at[i] = (struct rect){0};
		if (!all && !is_offered(d, i))
			continue;
		if (col > r.col && col + cols > right) {
			row++;
			col = r.col;
		}
		d->at[i] = (struct rect){row, col, 1, MIN_OF(cols, r.cols)};
		utf8_encode(key, utf8_upper(ch->key));
		if (c != NULL)
			canvas_printf(c, row, col, right - col,
			    i == d->chosen ? UI_CHOICE_ACTIVE : UI_CHOICE,
			    "[%s] %s", key, ch->label);
		col += cols + 3;
	}
	return row - r.row + (col > r.col);
}

enum hint {
	HINT_NONE,
	HINT_BACK,
	HINT_OWN,
	HINT_OWN_BACK,
	HINT_CHOOSE,
	HINT_CHOOSE_HASTY,
	HINT_CONFIRM,
	HINT_CONFIRM_HASTY,
	HINT_SMALL,
	HINTS
};

/* What to press now, in words. */
static const char *
hint_text(enum hint hint)
{
	static const char *const texts[HINTS] = {
	    [HINT_BACK] = N_("Esc: back"),
	    [HINT_OWN] = N_("Press the letter in brackets."),
	    [HINT_OWN_BACK] = N_("Press the letter in brackets.  Esc: back"),
	    [HINT_CHOOSE] = N_("Choose a letter, then Enter."),
	    [HINT_CHOOSE_HASTY] = N_("Too fast: wait, then choose."),
	    [HINT_CONFIRM] = N_("Enter confirms, other keys undo it."),
	    [HINT_CONFIRM_HASTY] = N_("Too fast: wait, then Enter."),
	    [HINT_SMALL] = N_("The window is too small: enlarge it."),
	};

	return texts[hint] != NULL ? _(texts[hint]) : "";
}

static enum hint
hint_now(const struct dialog *d)
{
	bool esc = (d->flags & DIALOG_ESC) != 0;

	if (d->choices == 0)
		return esc ? HINT_BACK : HINT_NONE;
	if (!(d->flags & DIALOG_UNASKED))
		return esc ? HINT_OWN_BACK : HINT_OWN;
	if (d->chosen >= 0)
		return d->hasty ? HINT_CONFIRM_HASTY : HINT_CONFIRM;
	if (!d->whole)
		return HINT_SMALL;
	return d->hasty ? HINT_CHOOSE_HASTY : HINT_CHOOSE;
}

static int
wrapped(const char *text, int rows, int cols)
{
	return canvas_wrap(NULL, (struct rect){0, 0, rows, cols}, UI_BOX, text);
}

/* As high for each hint that may come, or a box would jump under the finger. */
int
dialog_foot_rows(const struct dialog *d, int cols)
{
	struct dialog copy = *d;
	enum hint from = hint_now(d), to = from;
	int rows = 0;

	if (from >= HINT_CHOOSE) {
		from = HINT_CHOOSE;
		to = HINT_SMALL;
	}
	for (; from <= to; from++)
		rows = MAX_OF(rows, wrapped(hint_text(from), 2, cols));
	return rows +
	    draw_choices(&copy, NULL, (struct rect){0, 0, 0, cols}, true);
}

static bool
is_whole(const struct dialog *d, int rows, int cols)
{
	for (int i = 0; i < d->choices; i++)
		if (choice_cols(&d->choice[i]) > cols)
			return false;
	return cols >= DIALOG_COLS_MIN && rows > 0 &&
	    wrapped(d->text, rows + 1, cols) <= rows;
}

bool
dialog_fit(struct dialog *d, int rows, int cols)
{
	if (d->words == NULL)
		return is_whole(d, rows, cols);
	for (int level = 0; d->words(d->ctx, level, d->text, sizeof(d->text));
	     level++)
		if (is_whole(d, rows, cols))
			return true;
	return false;
}

/* Neither is a choice that was made before meant for what is to be read only
 * now, nor a key that was on its way. */
void
dialog_shown(struct dialog *d, bool whole, int64_t now_ms)
{
	if (d->whole == whole)
		return;
	d->whole = whole;
	if (!(d->flags & DIALOG_UNASKED))
		return;
	d->chosen = -1;
	d->key_ms = now_ms;
}

/* --- drawing --- */

void
dialog_draw_foot(struct dialog *d, struct canvas *c, struct rect r)
{
	enum hint hint = hint_now(d);
	int rows = draw_choices(d, c, r, false);

	canvas_wrap(c, (struct rect){r.row + rows, r.col, 2, r.cols},
	    hint == HINT_CHOOSE || hint <= HINT_OWN_BACK ? UI_DIM : UI_STRONG,
	    hint_text(hint));
}

/* An empty row above the choices goes before any word does. */
void
dialog_draw(struct dialog *d, struct canvas *c, int64_t now_ms)
{
	int cols = MIN_OF(TEXT_COLS, MAX_OF(c->grid.cols - 4, 1));
	int foot = dialog_foot_rows(d, cols);
	int room = MAX_OF(c->grid.rows - 2 - foot, 1), rows;
	enum ui_style style = d->flags & DIALOG_ALERT ? UI_WARN : UI_BOX;
	struct rect r;

	dialog_shown(
	    d, foot + 3 <= c->grid.rows && dialog_fit(d, room, cols), now_ms);
	rows = wrapped(d->text, room, cols);
	r = canvas_middle(c, cols + 4, rows + foot + 3);
	canvas_box(c, r, style, d->title);
	canvas_hide_cursor(c);
	canvas_wrap(
	    c, (struct rect){r.row + 1, r.col + 2, rows, cols}, style, d->text);
	dialog_draw_foot(d, c,
	    (struct rect){r.row + r.rows - 1 - foot, r.col + 2, foot, cols});
}
