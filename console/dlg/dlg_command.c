/* `:` the command line: a table of words, TAB completes, arrows bring back. */
#include "console/dlg/dlg_command.h"

#include <stdlib.h>
#include <string.h>

#include "console/app/app_ticket.h"
#include "console/app/app_send.h"
#include "console/dlg/dlg_assign.h"
#include "console/dlg/dlg_claim.h"
#include "console/dlg/dlg_end.h"
#include "console/dlg/dlg_invite.h"
#include "console/dlg/dlg_kind.h"
#include "console/dlg/dlg_known.h"
#include "console/dlg/dlg_note.h"
#include "console/dlg/dlg_prompt.h"
#include "console/dlg/dlg_quit.h"
#include "console/dlg/dlg_quote.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/presence.h"
#include "shared/stage/stage.h"
#include "shared/ui/edit.h"

#define LINE_CHARS 300
#define HISTORY 20
#define LIST_ROWS 5

struct command {
	const char *name;
	void (*run)(struct app *a, const char *arg);
	const char *arg; /* NULL = what is typed behind it */
};

struct command_box {
	struct app *app;
	struct edit edit;
	int back; /* lines back in the history, 0 = the new one */
	size_t tabs; /* in a row */
	char typed[LINE_CHARS]; /* before them */
	char fits[LINE_CHARS]; /* all the words that do then; "" = one, or none
				*/
};

static char *history[HISTORY]; /* newest first */

/* --- the commands --- */

static void
run_invite(struct app *a, const char *arg)
{
	dlg_invite(a);
}

/* What the keys of the queue do with the ticket that is selected. */
static void
on_selected(struct app *a, void (*does)(struct app *a, int64_t ticket))
{
	int64_t ticket = stage_selected(app_stage(a));

	if (ticket == 0)
		stage_notice(
		    app_stage(a), UI_BAR_ALERT, _("Select a ticket first."));
	else
		does(a, ticket);
}

static void
say_called(struct app *a, int64_t ticket)
{
	app_send_ticket(a, MSG_CALLED, ticket);
}

static void
run_called(struct app *a, const char *arg)
{
	on_selected(a, say_called);
}

static void
run_assign(struct app *a, const char *arg)
{
	on_selected(a, dlg_assign);
}

static void
run_end(struct app *a, const char *arg)
{
	on_selected(a, dlg_end);
}

/* What a key of the view does. */
static void
run_key_of_view(struct app *a, const char *arg)
{
	struct keys_event ev = {.code = KEYS_CHAR, .cp = (unsigned char)arg[0]};

	stage_view_key(app_stage(a), &ev);
}

static void
run_help(struct app *a, const char *arg)
{
	const struct stage_view_ops *ops = stage_shown_view(app_stage(a))->ops;

	if (ops->help_title != NULL)
		stage_help(app_stage(a), _(ops->help_title), ops->help);
}

static void
run_card(struct app *a, const char *arg)
{
	on_selected(a, dlg_known);
}

static void
run_kind(struct app *a, const char *arg)
{
	on_selected(a, dlg_kind);
}

static void
run_pick(struct app *a, const char *arg)
{
	on_selected(a, dlg_claim);
}

static void
run_quote(struct app *a, const char *arg)
{
	on_selected(a, dlg_quote);
}

static void
run_note(struct app *a, const char *arg)
{
	int64_t ticket = stage_selected(app_stage(a));

	if (ticket == 0 || arg[0] == '\0') {
		stage_notice(app_stage(a), UI_BAR_ALERT,
		    _("Select a ticket, then: note TEXT"));
		return;
	}
	dlg_note(a, ticket, arg);
}

static void
run_quit(struct app *a, const char *arg)
{
	dlg_quit(a);
}

static void
run_visit(struct app *a, const char *arg)
{
	int64_t n;

	if (!str_int(arg, 1, INT64_MAX, &n) || app_row(a, n) == NULL)
		stage_notice(app_stage(a), UI_BAR_ALERT,
		    _("visit NUMBER: the number of an open ticket"));
	else
		dlg_claim(a, n);
}

static const struct command commands[] = {
    {"assign", run_assign, NULL},
    {"away", app_send_state, "away"},
    {"busy", app_send_state, "busy"},
    {"called", run_called, NULL},
    {"card", run_card, NULL},
    {"end", run_end, NULL},
    {"filter", run_key_of_view, "\\"},
    {"free", app_send_state, "free"},
    {"help", run_help, NULL},
    {"invite", run_invite, NULL},
    {"kind", run_kind, NULL},
    {"note", run_note, NULL},
    {"pick", run_pick, NULL},
    {"quit", run_quit, NULL},
    {"quote", run_quote, NULL},
    {"sort", run_key_of_view, "o"},
    {"visit", run_visit, NULL},
};

#define WORDS_MOST (ARRAY_LEN(commands) + STAGE_VIEWS)

static int
by_alphabet(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The commands and the views, in the order of the alphabet. */
static size_t
all_words(struct app *a, const char *word[WORDS_MOST])
{
	const struct stage_view *v;
	size_t n = 0;

	while (n < ARRAY_LEN(commands)) {
		word[n] = commands[n].name;
		n++;
	}
	for (int i = 0; (v = stage_view_at(app_stage(a), i)) != NULL; i++)
		if (v->ops->name != NULL)
			word[n++] = v->ops->name;
	qsort(word, n, sizeof(word[0]), by_alphabet);
	return n;
}

/* Those that begin so. */
static void
list_words(struct app *a, const char *so, struct buf *list)
{
	const char *word[WORDS_MOST];
	size_t n = all_words(a, word);

	for (size_t i = 0; i < n; i++)
		if (str_starts(word[i], so))
			buf_printf(list, " %s", word[i]);
}

static void
tell_words(struct app *a, const char *line)
{
	struct buf list = BUF_INIT;

	list_words(a, "", &list);
	stage_notice(app_stage(a), UI_BAR_ALERT,
	    _("No command \"%s\". There are:%s"), line, buf_str(&list));
	buf_fini(&list);
}

/* What one says of himself, in the user's own language, too. */
static bool
run_state(struct app *a, const char *line)
{
	for (int i = 0; i < presence_said.n; i++)
		if (str_eq(line, words_text(&presence_said, i))) {
			app_send_state(a, words_at(&presence_said, i));
			return true;
		}
	return false;
}

static void
run_line(struct app *a, char *line)
{
	char *arg;

	str_trim(line);
	if (run_state(a, line))
		return;
	arg = line + strcspn(line, " ");
	if (*arg != '\0')
		*arg++ = '\0';
	str_trim(arg);
	for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
		const struct command *c = &commands[i];

		if (str_eq(c->name, line)) {
			c->run(a, c->arg != NULL ? c->arg : arg);
			return;
		}
	}
	if (!stage_show_word(app_stage(a), line) && line[0] != '\0')
		tell_words(a, line);
}

/* --- the line --- */

static void
remember(const char *line)
{
	if (line[0] == '\0' || str_eq(history[0], line))
		return;
	free(history[HISTORY - 1]);
	memmove(&history[1], &history[0], (HISTORY - 1) * sizeof(history[0]));
	history[0] = str_dup(line);
}

/* TAB takes the first that fits and tells all of them; once more: the next. */
static void
complete(struct command_box *b)
{
	const char *word[WORDS_MOST], *fit[WORDS_MOST];
	size_t n = all_words(b->app, word), fits = 0;
	struct buf list = BUF_INIT;

	if (b->tabs == 0)
		str_copy(b->typed, sizeof(b->typed), edit_text(&b->edit));
	for (size_t i = 0; i < n; i++)
		if (str_starts(word[i], b->typed))
			fit[fits++] = word[i];
	if (fits == 0)
		return;
	if (fits > 1) {
		list_words(b->app, b->typed, &list);
		str_copy(b->fits, sizeof(b->fits), buf_str(&list));
		buf_fini(&list);
	}
	edit_set(&b->edit, fit[b->tabs++ % fits]);
}

static void
go_back(struct command_box *b, int dir)
{
	int back = b->back + dir;

	if (back < 0 || back > HISTORY ||
	    (back > 0 && history[back - 1] == NULL))
		return;
	b->back = back;
	edit_set(&b->edit, back > 0 ? history[back - 1] : "");
}

static void
enter(struct command_box *b)
{
	char *line = str_dup(edit_text(&b->edit));
	struct app *a = b->app;

	stage_pop(app_stage(a), b);
	remember(line);
	run_line(a, line);
	free(line);
}

static void
key(void *self, const struct keys_event *ev)
{
	struct command_box *b = self;

	if (ev->code != KEYS_TAB) {
		b->tabs = 0;
		b->fits[0] = '\0';
	}
	if (dlg_prompt_leaves(&b->edit, ev))
		stage_pop(app_stage(b->app), b);
	else if (ev->code == KEYS_ENTER)
		enter(b);
	else if (ev->code == KEYS_TAB)
		complete(b);
	else if (ev->code == KEYS_UP)
		go_back(b, 1);
	else if (ev->code == KEYS_DOWN)
		go_back(b, -1);
	else
		edit_key(&b->edit, ev);
}

static void
draw(void *self, struct canvas *c)
{
	struct command_box *b = self;
	struct rect r = {0, 0, LIST_ROWS, c->grid.cols};

	r.rows = canvas_wrap(NULL, r, UI_BAR, b->fits);
	r.row = c->grid.rows - 1 - r.rows;
	if (r.rows > 0) {
		canvas_fill(c, r, UI_BAR);
		canvas_wrap(c, r, UI_BAR, b->fits);
	}
	dlg_prompt_draw(c, ":", &b->edit);
}

static void
command_free(void *self)
{
	struct command_box *b = self;

	edit_fini(&b->edit);
	free(b);
}

static const struct stage_box_ops ops = {
    .draw = draw, .key = key, .free = command_free};

void
dlg_command(struct app *a)
{
	struct command_box *b = mem_alloc(sizeof(*b));

	b->app = a;
	edit_init(&b->edit, LINE_CHARS, 0);
	stage_push(app_stage(a), &ops, b, NULL);
}
