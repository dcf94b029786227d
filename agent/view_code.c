/*
 * The check code, both ways: code A large, to be read out on the phone; then,
 * when the technician says that it fits, a field for the four digits that he
 * reads back. Only what is typed there counts.
 */
#include <stdio.h>
#include <string.h>

#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/core/sas.h"

#define DIGIT_COLS 6
#define DIGIT_ROWS 5
#define TIGHT_ROWS 14

/* five rows of four columns for each digit, a bit a block */
static const unsigned char digits[10][DIGIT_ROWS] = {
    {0xf, 0x9, 0x9, 0x9, 0xf},
    {0x6, 0x2, 0x2, 0x2, 0x7},
    {0xf, 0x1, 0xf, 0x8, 0xf},
    {0xf, 0x1, 0x7, 0x1, 0xf},
    {0x9, 0x9, 0xf, 0x1, 0x1},
    {0xf, 0x8, 0xf, 0x1, 0xf},
    {0xf, 0x8, 0xf, 0x9, 0xf},
    {0xf, 0x1, 0x2, 0x4, 0x4},
    {0xf, 0x9, 0xf, 0x9, 0xf},
    {0xf, 0x9, 0xf, 0x1, 0xf},
};

static void
draw_digit(struct canvas *c, int row, int col, int digit)
{
	for (int y = 0; y < DIGIT_ROWS; y++)
		for (int x = 0; x < 4; x++)
			if (digits[digit][y] & (8 >> x))
				canvas_fill(c,
				    (struct rect){row + y, col + x, 1, 1},
				    UI_CHOICE_ACTIVE);
}

/* Small windows: no empty rows, fewer words, so that all is said. */
static bool
is_tight(const struct rect *r)
{
	return r->rows < TIGHT_ROWS;
}

static void
say(struct canvas *c, struct rect *r, bool tight, enum ui_style style,
    const char *text)
{
	view_skip(r, canvas_wrap(c, *r, style, text) + !tight);
}

static void
draw_code(struct canvas *c, struct rect *r, bool tight, const char *code)
{
	int col = r->col + 2;

	canvas_text(c, r->row, r->col + 2, r->cols - 2, UI_BIG, code);
	view_skip(r, tight ? 1 : 2);
	if (r->rows < DIGIT_ROWS + 9 ||
	    r->cols < DIGIT_COLS * (int)strlen(code) + 2)
		return;
	for (const char *p = code; *p != '\0'; p++) {
		if (*p >= '0' && *p <= '9')
			draw_digit(c, r->row, col, *p - '0');
		col += *p == ' ' ? DIGIT_COLS / 2 : DIGIT_COLS;
	}
	view_skip(r, DIGIT_ROWS + 1);
}

/* Last, for what is above goes first where there is no room. */
static void
draw_known(const struct app *a, struct canvas *c, struct rect *r, bool tight)
{
	const struct visit_seen *v = visit_seen(a->visit);
	bool dated = v->known_s > 0;
	const char *day = dated ? CLOCK_DAY(v->known_s) : _("day not known");
	char text[2 * APP_TEXT];

	if (v->known == KNOWN_SAME) {
		snprintf(text, sizeof(text),
		    dated ? _("The key of %s is known here since %s.")
			  : _("The key of %s is known here (%s)."),
		    v->technician, day);
		say(c, r, tight, UI_GOOD, text);
	} else if (v->unlisted) {
		say(c, r, tight, UI_BAD,
		    _("CAREFUL: the list of known technicians cannot be read, "
		      "so nobody is known here."));
	} else if (v->known == KNOWN_CHANGED) {
		snprintf(text, sizeof(text),
		    tight ? _("CAREFUL: %s came with another key before (%s).")
			  : _("CAREFUL: %s came with another key before (%s). "
			      "Ask on the phone why it has changed."),
		    v->technician, day);
		say(c, r, tight, UI_BAD, text);
	} else {
		snprintf(text, sizeof(text),
		    _("%s was never let in on this computer before."),
		    v->technician);
		say(c, r, tight, UI_WARN, text);
	}
}

/* Nobody has typed it, or nobody has read the other one back. A desk ends such
 * visits sooner; one that lies may not let the user wait for ever. */
static void
code_due(struct app *a)
{
	visit_over(a->visit, BYE_LATE);
}

struct code_self {
	struct app *app;
	struct edit edit;
};

static void
code_shown(void *self)
{
	struct code_self *s = self;

	edit_init(&s->edit, 7, EDIT_DIGITS);
	app_timer(s->app, SAS_WAIT_MS, code_due);
}

static void
code_left(void *self)
{
	struct code_self *s = self;

	edit_fini(&s->edit);
}

/* Code A, until it was typed right. */
static void
draw_reading(const struct app *a, struct canvas *c, struct rect *r)
{
	const struct visit_seen *v = visit_seen(a->visit);
	bool tight = is_tight(r);
	char text[2 * APP_TEXT];

	snprintf(text, sizeof(text),
	    tight ? _("%s connects. Read out on the phone:")
		  : _("%s is connecting. Read these six digits out on the "
		      "phone:"),
	    v->technician);
	say(c, r, tight, UI_STRONG, text);
	draw_code(c, r, tight, v->code);
	if (v->misses > 0) {
		snprintf(text, sizeof(text),
		    tight ? _("Typed wrong. Tries left: %d")
			  : _("The code that was typed is wrong. Tries left: "
			      "%d"),
		    SAS_MISSES - v->misses);
		say(c, r, tight, UI_BAD, text);
	}
	say(c, r, tight, UI_NORMAL,
	    tight ? _("Nobody is on the phone? Press F12.")
		  : _("Only the person on the phone with you can type them. If "
		      "nobody is on the phone, press F12."));
	draw_known(a, c, r, tight);
}

/* Code B: the same digits stay in sight, for nobody proves by saying "it fits"
 * that it does. */
static void
draw_typing(
    const struct app *a, struct edit *e, struct canvas *c, struct rect *r)
{
	const struct visit_seen *v = visit_seen(a->visit);
	bool tight = is_tight(r);
	char text[2 * APP_TEXT];

	snprintf(text, sizeof(text),
	    tight ? _("%s was typed. Type the four digits that %s reads out:")
		  : _("Your code %s was typed. Now %s reads four digits out to "
		      "you: type them here and press Enter."),
	    v->code, v->technician);
	say(c, r, tight, UI_STRONG, text);
	edit_draw(e, c, (struct rect){r->row, r->col, 1, 10}, true);
	view_skip(r, tight ? 1 : 2);
	if (v->back_misses > 0)
		say(c, r, tight, UI_BAD,
		    tight ? _("They do not fit. One try is left.")
			  : _("These digits do not fit. One try is left: let "
			      "them be read out once more."));
	say(c, r, tight, UI_NORMAL,
	    tight ? _("Nobody reads them out? Press F12.")
		  : _("They prove that nobody sits in between. If nobody reads "
		      "them out to you, press F12."));
	draw_known(a, c, r, tight);
}

static void
code_draw(void *self, struct canvas *c)
{
	struct code_self *s = self;
	const struct app *a = s->app;
	const struct bar_key keys[] = {
	    {"Enter", _("compare")}, {"F12", _("end everything")}};
	bool fits = visit_seen(a->visit)->fits;
	struct rect r = view_frame(
	    a, c, _("check code"), fits ? keys : keys + 1, fits ? 2 : 1);

	if (fits)
		draw_typing(a, &s->edit, c, &r);
	else
		draw_reading(a, c, &r);
}

static bool
code_key(void *self, const struct keys_event *ev)
{
	struct code_self *s = self;
	struct app *a = s->app;
	struct edit *e = &s->edit;

	if (keys_is_ctrl(ev, 'l'))
		paint_reset(&a->paint);
	else if (!visit_seen(a->visit)->fits)
		return false;
	else if (ev->code != KEYS_ENTER)
		edit_key(e, ev);
	else if (visit_typed(a->visit, edit_text(e)) == TALK_TYPED_WRONG)
		edit_set(e, "");
	return true;
}

const struct view view_code = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.shown = code_shown,
	.left = code_left,
	.draw = code_draw,
	.key = code_key},
    .size = sizeof(struct code_self),
};
