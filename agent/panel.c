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

/* The user may be in the middle of a word when a question appears. So a letter
 * only chooses, Enter confirms, and both are deaf for half a second. */
static int
answer_key(struct app *a, const struct keys_event *ev)
{
	struct dialog *d = &a->dialog;
	int before = d->chosen;
	int answer = dialog_key(d, ev, clock_ms());

	if (d->chosen != before)
		d->opened_ms = clock_ms();
	app_redraw(a);
	return answer;
}

static void
draw_title(struct canvas *c, const char *title)
{
	char text[2 * APP_TEXT + 2];

	snprintf(text, sizeof(text), " %s", title);
	bar_draw(c, 0, UI_BAR_ALERT, text, "");
}

static void
draw_answers(struct app *a, struct canvas *c, int row)
{
	const struct dialog *d = &a->dialog;
	int col = 2;

	for (int i = 0; i < d->choices; i++) {
		col += canvas_printf(c, row, col, 0,
		    i == d->chosen ? UI_CHOICE_ACTIVE : UI_CHOICE, "[%c] %s",
		    (char)(d->choice[i].key - 'a' + 'A'), d->choice[i].label);
		col += 2;
	}
	if (d->chosen >= 0)
		canvas_text(c, row, col, 0, UI_STRONG,
		    _("Enter confirms, any other key does not"));
}

/* --- the quote --- */

static void
quote_enter(struct app *a)
{
	dialog_init(&a->dialog, "", "", DIALOG_CONFIRM, clock_ms());
	dialog_add(&a->dialog, 'a', _("&accept"), ANSWER_YES);
	dialog_add(&a->dialog, 'd', _("&decline"), ANSWER_NO);
}

static int
quote_rows(struct app *a)
{
	char text[QUOTE_WORDS_SIZE];

	quote_words(&a->quote, text, sizeof(text));
	return card_rows(text, a->paint.cols) + 1;
}

static void
quote_draw(struct app *a, struct canvas *c)
{
	char text[QUOTE_WORDS_SIZE];
	int rows;

	quote_words(&a->quote, text, sizeof(text));
	rows = card_draw(
	    c, 0, c->grid.rows - PAINT_BARS - 1, quote_title(), text);
	draw_answers(a, c, rows);
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
    .enter = quote_enter,
    .rows = quote_rows,
    .draw = quote_draw,
    .key = quote_key,
};

/* --- a right that the technician asks for --- */

static void
ask_enter(struct app *a)
{
	dialog_init(&a->dialog, "", "", DIALOG_CONFIRM, clock_ms());
	dialog_add(&a->dialog, 'y', _("&yes"), ANSWER_YES);
	dialog_add(&a->dialog, 'n', _("&no"), ANSWER_NO);
}

static int
ask_rows(struct app *a)
{
	return 3;
}

static void
ask_draw(struct app *a, struct canvas *c)
{
	char text[2 * APP_TEXT];

	snprintf(text, sizeof(text), _("%.40s asks for a right: %s"),
	    a->visit.technician, grant_title(a->asked));
	draw_title(c, text);
	canvas_text(c, 1, 2, c->grid.cols - 4, UI_NORMAL, a->asked_text);
	draw_answers(a, c, 2);
}

static void
ask_key(struct app *a, const struct keys_event *ev)
{
	unsigned right = a->asked;
	int answer = answer_key(a, ev);

	if (answer != ANSWER_YES && answer != ANSWER_NO)
		return;
	if (answer == ANSWER_YES)
		visit_give(a, right);
	else
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
	if (ev->code == KEYS_ENTER) {
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
