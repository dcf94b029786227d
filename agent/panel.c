/* The questions and helpers that stand below the shared shell. */
#include <stdio.h>
#include <string.h>

#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/quote.h"
#include "shared/ui/card.h"

#define CHAT_SHOWN 4
#define CHAT_CHARS 200

enum { ANSWER_YES = 1, ANSWER_NO };

static void
draw_title(struct canvas *c, const char *title)
{
	char text[2 * APP_TEXT + 2];

	snprintf(text, sizeof(text), " %s", title);
	bar_draw(c, 0, UI_BAR_ALERT, text, "");
}

static int
foot_rows(struct app *a)
{
	return dialog_draw_foot(
	    &a->dialog, NULL, (struct rect){0, 0, 0, a->paint.cols - 4});
}

static void
draw_foot(struct app *a, struct canvas *c, int row)
{
	dialog_draw_foot(&a->dialog, c,
	    (struct rect){row, 2, c->grid.rows - row, c->grid.cols - 4});
}

static int
answer_key(struct app *a, const struct keys_event *ev)
{
	int answer = dialog_key(&a->dialog, ev, clock_ms());

	app_redraw(a);
	return answer;
}

static void
ask_begin(struct app *a)
{
	dialog_init(&a->dialog, "", "", DIALOG_UNASKED, clock_ms());
}

/* --- money: a quote, a dearer kind of work --- */

/* Keys go on to the shell until the user turns to the question. */
static const char *
money_hint(const struct app *a)
{
	return a->focus
	    ? _("F6 or Esc: back to the terminal, without an answer.")
	    : _("F6: answer. The terminal stands still until then.");
}

static void
money_begin(struct app *a)
{
	ask_begin(a);
	dialog_add(&a->dialog, 'a', _("&accept"), ANSWER_YES);
	dialog_add(&a->dialog, 'd', _("&decline"), ANSWER_NO);
}

static int
money_foot_rows(struct app *a)
{
	return foot_rows(a) + 1;
}

/* As high with the focus as without it, so that the shell keeps its size. */
static void
draw_money_foot(struct app *a, struct canvas *c, int row)
{
	canvas_text(c, row, 2, c->grid.cols - 4, UI_STRONG, money_hint(a));
	if (a->focus)
		draw_foot(a, c, row + 1);
}

static int
quote_rows(struct app *a)
{
	char text[QUOTE_WORDS_SIZE];

	quote_words(&a->quote, text, sizeof(text));
	return card_rows(text, a->paint.cols) + money_foot_rows(a);
}

static void
quote_draw(struct app *a, struct canvas *c)
{
	char text[QUOTE_WORDS_SIZE];
	int rows = c->grid.rows - PAINT_BARS - money_foot_rows(a);

	quote_words(&a->quote, text, sizeof(text));
	draw_money_foot(a, c, card_draw(c, 0, rows, quote_title(), text));
}

static void
quote_key(struct app *a, const struct keys_event *ev)
{
	int answer = answer_key(a, ev);

	if (answer == ANSWER_YES || answer == ANSWER_NO)
		visit_answer_quote(a, answer == ANSWER_YES);
}

const struct panel panel_quote = {
    .name = "quote",
    .enter = money_begin,
    .rows = quote_rows,
    .draw = quote_draw,
    .key = quote_key,
    .money = true,
};

static int
rate_rows(struct app *a)
{
	char text[RATE_WORDS_SIZE];

	rate_words(&a->rate, text, sizeof(text));
	return card_rows(text, a->paint.cols) + money_foot_rows(a);
}

static void
rate_draw(struct app *a, struct canvas *c)
{
	char text[RATE_WORDS_SIZE];
	int rows = c->grid.rows - PAINT_BARS - money_foot_rows(a);

	rate_words(&a->rate, text, sizeof(text));
	draw_money_foot(a, c, card_draw(c, 0, rows, rate_title(), text));
}

static void
rate_key(struct app *a, const struct keys_event *ev)
{
	int answer = answer_key(a, ev);

	if (answer == ANSWER_YES || answer == ANSWER_NO)
		visit_answer_rate(a, answer == ANSWER_YES);
}

const struct panel panel_rate = {
    .name = "rate",
    .enter = money_begin,
    .rows = rate_rows,
    .draw = rate_draw,
    .key = rate_key,
    .money = true,
};

/* --- a right that the technician asks for --- */

static void
ask_enter(struct app *a)
{
	ask_begin(a);
	dialog_add(&a->dialog, 'y', _("&yes"), ANSWER_YES);
	dialog_add(&a->dialog, 'n', _("&no"), ANSWER_NO);
}

static int
ask_rows(struct app *a)
{
	return foot_rows(a) + (a->asked_text[0] != '\0' ? 2 : 1);
}

static void
ask_draw(struct app *a, struct canvas *c)
{
	char text[2 * APP_TEXT];
	int row = 1;

	snprintf(text, sizeof(text), _("%.40s asks for a right: %s"),
	    a->visit.technician, grant_title(a->asked));
	draw_title(c, text);
	if (a->asked_text[0] != '\0')
		canvas_text(
		    c, row++, 2, c->grid.cols - 4, UI_NORMAL, a->asked_text);
	draw_foot(a, c, row);
}

static void
ask_key(struct app *a, const struct keys_event *ev)
{
	unsigned right = a->asked;
	int answer = answer_key(a, ev);

	if (answer == ANSWER_YES)
		visit_give(a, right);
	else if (answer == ANSWER_NO)
		visit_refuse(a, right);
}

const struct panel panel_ask = {
    .name = "ask",
    .enter = ask_enter,
    .rows = ask_rows,
    .draw = ask_draw,
    .key = ask_key,
};

/* --- chat --- */

static void
chat_enter(struct app *a)
{
	a->chat.unread = 0;
	view_field(a, CHAT_CHARS, 0);
}

static int
chat_rows(struct app *a)
{
	return CHAT_SHOWN + 2;
}

static void
chat_draw(struct app *a, struct canvas *c)
{
	const struct app_chat *t = &a->chat;
	int from = MAX_OF(t->lines - CHAT_SHOWN, 0);

	draw_title(c, _("Chat: Enter sends, Esc or F8 closes"));
	for (int i = from; i < t->lines; i++)
		canvas_text(c, 1 + i - from, 2, c->grid.cols - 4, UI_NORMAL,
		    t->line[i % APP_CHAT_LINES]);
	edit_draw(&a->edit, c,
	    (struct rect){CHAT_SHOWN + 1, 2, 1, c->grid.cols - 4}, true);
}

static void
chat_key(struct app *a, const struct keys_event *ev)
{
	if (ev->code == KEYS_ESC) {
		app_panel_next(a);
		return;
	}
	if (ev->code == KEYS_ENTER && a->inner == NULL) {
		app_notice(a, _("Nobody is connected: that was not sent."));
	} else if (ev->code == KEYS_ENTER) {
		visit_say(a, edit_text(&a->edit));
		edit_set(&a->edit, "");
	} else {
		edit_key(&a->edit, ev);
	}
	app_redraw(a);
}

const struct panel panel_chat = {
    .name = "chat",
    .enter = chat_enter,
    .rows = chat_rows,
    .draw = chat_draw,
    .key = chat_key,
    .typing = true,
};

/* --- keys --- */

static const char *const help_lines[] = {
    N_("F2  or prefix s   the technician may not type any more"),
    N_("F3  or prefix t   the technician may type"),
    N_("F4  or prefix h   hide my screen, show it again"),
    N_("F6  or prefix a   answer the question about money, or back"),
    N_("F8  or prefix c   chat"),
    N_("F12 or prefix x   end everything, at once"),
    N_("The prefix is Ctrl-] unless the configuration says otherwise; typed "
       "twice it goes to the shell."),
};

static int
help_rows(struct app *a)
{
	return (int)ARRAY_LEN(help_lines) + 1;
}

static void
help_show(struct app *a, struct canvas *c)
{
	draw_title(c, _("Keys: any key closes this"));
	for (int i = 0; i < (int)ARRAY_LEN(help_lines); i++)
		canvas_text(
		    c, 1 + i, 2, c->grid.cols - 4, UI_NORMAL, _(help_lines[i]));
}

static void
help_close(struct app *a, const struct keys_event *ev)
{
	app_panel_next(a);
}

const struct panel panel_help = {
    .name = "help",
    .rows = help_rows,
    .draw = help_show,
    .key = help_close,
};
