#include "agent/panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/quote.h"
#include "shared/ui/bar.h"
#include "shared/ui/dialog.h"
#include "shared/ui/edit.h"
#include "shared/ui/sheet.h"

#define CHAT_SHOWN 4
#define CHAT_CHARS 200
#define HELP_FOLDED 3 /* rows at most */

enum { ANSWER_YES = 1, ANSWER_NO };

static void
draw_title(struct canvas *c, const char *title)
{
	char text[2 * APP_TEXT + 2];

	snprintf(text, sizeof(text), " %s", title);
	bar_draw(c, 0, UI_BAR_ALERT, text, "");
}

/* --- questions --- */

struct question {
	struct app *app;
	struct dialog dialog;
};

static int
inside_cols(int cols)
{
	return MAX_OF(cols - 4, 1);
}

/* What is asked, and how; by enum visit_question. */
static const struct question_row {
	const struct panel *panel;
	const char *(*title)(void);
	dialog_words_fn *words;
	void (*answer)(struct visit *v, bool yes);
} of_question[VISIT_RIGHT + 1];

static const struct question_row *
row_of(const struct app *a)
{
	for (size_t i = 0; i < ARRAY_LEN(of_question); i++)
		if (of_question[i].panel == a->panel)
			return &of_question[i];
	abort(); /* only panels of the table call it */
}

static void
question_begin(void *self)
{
	struct question *q = self;
	struct dialog *d = &q->dialog;

	dialog_init(d, "", "", DIALOG_UNASKED, clock_ms());
	dialog_words(d, row_of(q->app)->words, q->app);
	if (q->app->panel->money) {
		dialog_add(d, 'a', _("&accept"), ANSWER_YES);
		dialog_add_no(d, 'd', _("&decline"), ANSWER_NO);
	} else {
		dialog_add(d, 'y', _("&yes"), ANSWER_YES);
		dialog_add_no(d, 'n', _("&no"), ANSWER_NO);
	}
}

static void
question_key(void *self, const struct keys_event *ev)
{
	struct question *q = self;
	struct app *a = q->app;
	int answer = dialog_key(&q->dialog, ev, clock_ms());

	app_redraw(a);
	if (answer == ANSWER_YES || answer == ANSWER_NO)
		row_of(a)->answer(a->visit, answer == ANSWER_YES);
}

/* Below the words; a question about money says there how to get to it. */
static int
foot_rows(const struct app *a, const struct dialog *d)
{
	return dialog_foot_rows(d, inside_cols(a->paint.cols)) +
	    a->panel->money;
}

/* For the words, of so many rows below the shell. */
static int
words_rows(const struct app *a, const struct dialog *d, int rows)
{
	return rows - app_bar_rows(a) - app_notice_rows(a) - 1 -
	    foot_rows(a, d);
}

static int
question_rows(void *self)
{
	struct question *q = self;
	const struct app *a = q->app;
	struct dialog *d = &q->dialog;

	(void)dialog_fit(
	    d, words_rows(a, d, a->paint.rows - 1), inside_cols(a->paint.cols));
	return sheet_rows(d->text, a->paint.cols) + foot_rows(a, d);
}

/* Keys go on to the shell until the user turns to the question. */
static const char *
money_hint(const struct app *a)
{
	return a->focus ? _("F6, Esc: back, without an answer.")
			: _("F6: answer. The terminal waits.");
}

/* As high with the focus as without it, so that the shell keeps its size. */
static void
draw_foot(const struct app *a, struct dialog *d, struct canvas *c, int row)
{
	int cols = inside_cols(c->grid.cols);

	if (a->panel->money)
		canvas_text(c, row++, 2, cols, UI_STRONG, money_hint(a));
	if (!a->panel->money || a->focus)
		dialog_draw_foot(
		    d, c, (struct rect){row, 2, c->grid.rows - row, cols});
}

static void
question_draw(void *self, struct canvas *c)
{
	struct question *q = self;
	const struct app *a = q->app;
	struct dialog *d = &q->dialog;
	int rows = words_rows(a, d, c->grid.rows);

	dialog_shown(
	    d, dialog_fit(d, rows, inside_cols(c->grid.cols)), clock_ms());
	draw_foot(a, d, c,
	    sheet_draw(c, 0, MAX_OF(rows, 0) + 1, row_of(a)->title(), d->text));
}

static void
question_again(void *self)
{
	struct question *q = self;

	dialog_again(&q->dialog, clock_ms());
}

static bool
quote_level(void *ctx, int level, char *dst, size_t size)
{
	struct app *a = ctx;

	return quote_words(&visit_seen(a->visit)->quote, level, dst, size);
}

static bool
rate_level(void *ctx, int level, char *dst, size_t size)
{
	struct app *a = ctx;

	return rate_words(&visit_seen(a->visit)->rate, level, dst, size);
}

/* Who, which one, what it means, and in his words what for; these go first. */
static bool
ask_words(void *ctx, int level, char *dst, size_t size)
{
	struct app *a = ctx;
	const struct visit_seen *v = visit_seen(a->visit);
	const char *meaning = grant_meaning(v->asked);
	size_t len;

	if (level > 1 || (level == 1 && v->asked_text[0] == '\0'))
		return false;
	snprintf(dst, size, _("%s asks for a right: %s"), v->technician,
	    grant_title(v->asked));
	len = strlen(dst);
	if (meaning[0] != '\0')
		snprintf(dst + len, size - len, "\n%s", meaning);
	len = strlen(dst);
	if (level == 0 && v->asked_text[0] != '\0')
		snprintf(dst + len, size - len, "\n%s", v->asked_text);
	return true;
}

static const char *
ask_title(void)
{
	return _("Give another right: yes or no?");
}

static void
answer_right(struct visit *v, bool yes)
{
	(yes ? visit_give : visit_refuse)(v, visit_seen(v)->asked);
}

#define QUESTION                                                  \
	.box = {.draw = question_draw, .key = question_key},      \
	.size = sizeof(struct question), .begin = question_begin, \
	.again = question_again, .rows = question_rows, .question = true

static const struct panel panel_quote = {QUESTION, .money = true};
static const struct panel panel_rate = {QUESTION, .money = true};
const struct panel panel_ask = {QUESTION};

static const struct question_row of_question[VISIT_RIGHT + 1] = {
    [VISIT_NO_QUESTION] = {0},
    [VISIT_QUOTE] = {&panel_quote, quote_title, quote_level,
	visit_answer_quote},
    [VISIT_RATE] = {&panel_rate, rate_title, rate_level, visit_answer_rate},
    [VISIT_RIGHT] = {&panel_ask, ask_title, ask_words, answer_right},
};

/* --- chat --- */

struct chat {
	struct app *app;
	struct edit edit;
};

static void
chat_begin(void *self)
{
	struct chat *p = self;

	visit_chat_read(p->app->visit);
	edit_init(&p->edit, CHAT_CHARS, 0);
}

static void
chat_free(void *self)
{
	struct chat *p = self;

	edit_fini(&p->edit);
	free(p);
}

static int
chat_rows(void *self)
{
	return CHAT_SHOWN + 2;
}

static const char *
chat_line(int i, enum ui_style *style, void *ctx)
{
	*style = UI_NORMAL;
	return visit_seen(ctx)->chat.line[i % VISIT_CHAT_LINES];
}

static void
chat_draw(void *self, struct canvas *c)
{
	struct chat *p = self;
	struct visit *v = p->app->visit;

	draw_title(c, _("Chat: Enter sends, Esc or F8 closes"));
	canvas_newest(c,
	    (struct rect){1, 2, CHAT_SHOWN, inside_cols(c->grid.cols)},
	    visit_seen(v)->chat.lines, chat_line, v);
	edit_draw(&p->edit, c,
	    (struct rect){CHAT_SHOWN + 1, 2, 1, c->grid.cols - 4}, true);
}

static void
chat_key(void *self, const struct keys_event *ev)
{
	struct chat *p = self;
	struct app *a = p->app;

	if (ev->code == KEYS_ESC) {
		panel_next(a);
		return;
	}
	if (ev->code == KEYS_ENTER && !visit_is_connected(a->visit)) {
		app_notice(a, _("Nobody is connected: that was not sent."));
	} else if (ev->code == KEYS_ENTER) {
		visit_say(a->visit, edit_text(&p->edit));
		edit_set(&p->edit, "");
	} else {
		edit_key(&p->edit, ev);
	}
	app_redraw(a);
}

const struct panel panel_chat = {
    .box = {.draw = chat_draw, .key = chat_key, .free = chat_free},
    .size = sizeof(struct chat),
    .begin = chat_begin,
    .rows = chat_rows,
    .typing = true,
};

/* --- keys --- */

/* Below what takes the rights back; for "prefix " stands its name. */
static const char *const help_lines[] = {
    N_("F3  or prefix t   the technician may type"),
    N_("F4  or prefix h   hide my screen, show it again"),
    N_("F6  or prefix a   answer the question about money, or back"),
    N_("F8  or prefix c   chat"),
    N_("F12 or prefix x   end everything, at once"),
    N_("prefix [          look back at what has scrolled away"),
    N_("F1  or prefix ?   these keys, while no program fills the screen"),
    N_("prefix twice goes to the program that runs here; before an F-key it "
       "sends that."),
};

/* With the name of the key. */
static void
name_prefix(const struct app *a, const char *text, char *dst, size_t size)
{
	const char *word = _("prefix"), *at = strstr(text, word);

	if (at == NULL)
		str_copy(dst, size, text);
	else
		snprintf(dst, size, "%.*sCtrl-%c%s", (int)(at - text), text,
		    a->options->prefix + 'A' - 1, at + strlen(word));
}

/* Where there is no room: the key and what it does, without the other way; what
 * is no F-key is folded. c NULL: only counts. Returns the rows. */
static int
help_line(struct canvas *c, int row, int cols, const char *text)
{
	const char *what = strstr(text, "   ");

	if (what == NULL || (text[0] != 'F' && utf8_cols(text) > cols))
		return canvas_wrap(c, (struct rect){row, 2, HELP_FOLDED, cols},
		    UI_NORMAL, text);
	if (c != NULL && utf8_cols(text) > cols)
		canvas_printf(c, row, 2, cols, UI_NORMAL, "%.3s %s", text,
		    what + strspn(what, " "));
	else if (c != NULL)
		canvas_text(c, row, 2, cols, UI_NORMAL, text);
	return 1;
}

/* From that row on; returns the row below. */
static int
help_lines_draw(const struct app *a, struct canvas *c, int row, int cols)
{
	char text[APP_TEXT];

	for (int i = 0; i < GRANT_COUNT; i++) {
		const struct grant_keys *k = grant_keys(1u << i);

		if (k == NULL)
			continue;
		name_prefix(a, _(k->take_help), text, sizeof(text));
		row += help_line(c, row, cols, text);
	}
	for (size_t i = 0; i < ARRAY_LEN(help_lines); i++) {
		name_prefix(a, _(help_lines[i]), text, sizeof(text));
		row += help_line(c, row, cols, text);
	}
	return row;
}

static int
page_rows(void *self)
{
	const struct app *a = ((struct app_self *)self)->app;

	return help_lines_draw(a, NULL, 1, inside_cols(a->paint.cols));
}

static void
page_draw(void *self, struct canvas *c)
{
	const struct app *a = ((struct app_self *)self)->app;

	draw_title(c, _("Keys: any key closes this"));
	(void)help_lines_draw(a, c, 1, inside_cols(c->grid.cols));
}

static void
page_key(void *self, const struct keys_event *ev)
{
	panel_next(((struct app_self *)self)->app);
}

const struct panel panel_help = {
    .box = {.draw = page_draw, .key = page_key},
    .size = sizeof(struct app_self),
    .rows = page_rows,
};

/* --- which one --- */

void
panel_next(struct app *a)
{
	app_panel(a,
	    a->view->shell ? of_question[visit_question(a->visit)].panel
			   : NULL);
}

void
panel_came(struct app *a, enum visit_question q)
{
	paint_bell(&a->paint);
	if (a->panel == &panel_chat || a->panel == &panel_help) {
		app_notice(a, _("A question waits for you: Esc goes to it."));
		return;
	}
	if (visit_question(a->visit) != q)
		return;
	if (a->focus || a->panel == &panel_ask) /* it goes, with its keys */
		app_deaf(a);
	app_panel(a, of_question[q].panel);
}

void
panel_closed(struct app *a, enum visit_question q, bool gone)
{
	if (a->panel == NULL || a->panel != of_question[q].panel)
		return;
	if (gone && (a->focus || !a->panel->money))
		app_deaf(a);
	panel_next(a);
}
