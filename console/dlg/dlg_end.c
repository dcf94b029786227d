/* The end of a ticket: outcome in two steps, then a note. */
#include "console/dlg/dlg_end.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app_desk.h"
#include "console/app/app_know.h"
#include "console/app/app_editor.h"
#include "console/app/app_ticket.h"
#include "console/app/app_visits.h"
#include "console/app/app_wait.h"
#include "console/config/config.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/stage/stage.h"
#include "shared/ui/edit.h"

#define BOX_COLS 70
#define BOX_ROWS 14
#define NOTE_CHARS 1000

struct end_box {
	struct app *app;
	int64_t ticket;
	char *client;
	char outcome; /* 's', 'u', or 0 = not chosen yet */
	bool late; /* it has ended meanwhile: only the text is left */
	int template; /* the next one of the configuration */
	struct edit note;
	struct app_editor editor;
	struct app_wait wait;
};

/* Below it, why it was not done: in the row of the templates and one more. */
static void
draw_text(struct end_box *b, struct canvas *c, struct rect r)
{
	struct rect at = {r.row + r.rows - 4, r.col + 2, 2, r.cols - 4};
	bool says = app_wait_says(&b->wait);

	edit_draw(&b->note, c,
	    (struct rect){r.row + 7, at.col,
		MAX_OF(r.rows - (says ? 11 : 10), 1), at.cols},
	    true);
	if (says)
		(void)app_wait_draw(&b->wait, c, at);
	else if (!b->late && app_config(b->app)->templates > 0)
		canvas_printf(c, at.row + 1, at.col, at.cols, UI_DIM,
		    _("Ctrl-T: %s"),
		    app_config(b->app)->template[b->template].name);
}

static void
draw_late(struct end_box *b, struct canvas *c, struct rect r)
{
	int w = r.cols - 4;

	canvas_wrap(c, (struct rect){r.row + 3, r.col + 2, 3, w}, UI_WARN,
	    b->wait.unsure
		? _("The ticket has ended, with what you typed or without it: "
		    "the log tells. Here it can be kept as a note.")
		: _("The ticket has ended meanwhile. What you typed can be "
		    "kept as its note; it is not on the receipt."));
	draw_text(b, c, r);
	canvas_text(c, r.row + r.rows - 2, r.col + 2, w, UI_DIM,
	    _("Ctrl-S: keep it as a note   Esc: drop it"));
}

/* "[S] solved ...: 200,00 zł net, 246,00 zł gross": what it comes to now. */
static void
solved_text(const struct end_box *b, char *dst, size_t size)
{
	const struct billclock *clock = model_clock(
	    app_model(b->app), b->ticket);
	struct bill_now now;

	if (clock == NULL) {
		str_copy(dst, size,
		    _("[S] solved: the client pays by the clock or the "
		      "quote"));
		return;
	}
	billclock_now(clock, clock_ms(), &now);
	snprintf(dst, size, _("[S] solved: %s net, %s gross"),
	    MONEY_TEXT(now.net_gr), MONEY_TEXT(now.gross_gr));
}

static void
draw_outcomes(struct end_box *b, struct canvas *c, struct rect r)
{
	char text[300];

	solved_text(b, text, sizeof(text));
	canvas_text(c, r.row + 3, r.col + 2, r.cols - 4,
	    b->outcome == 's' ? UI_CHOICE_ACTIVE : UI_CHOICE, text);
	canvas_text(c, r.row + 4, r.col + 2, r.cols - 4,
	    b->outcome == 'u' ? UI_CHOICE_ACTIVE : UI_CHOICE,
	    _("[U] not solved: nothing to pay"));
}

/* The letter that is shown behind the bracket, so that it fits the language;
 * the English one is understood too. */
static bool
is_letter(const struct keys_event *ev, uint32_t letter, const char *shown)
{
	uint32_t cp = (uint8_t)shown[1] - 'A' + 'a';

	return keys_is(ev, cp) || keys_is(ev, cp - 'a' + 'A') ||
	    keys_is(ev, letter) || keys_is(ev, letter - 'a' + 'A');
}

static void
draw(void *self, struct canvas *c)
{
	struct end_box *b = self;
	struct rect r = canvas_middle(c, BOX_COLS, BOX_ROWS);
	int w = r.cols - 4;

	canvas_box(c, r, UI_BOX, _("End the ticket"));
	canvas_hide_cursor(c); /* but in the text */
	canvas_printf(c, r.row + 1, r.col + 2, w, UI_STRONG, "%s", b->client);
	if (b->late) {
		draw_late(b, c, r);
		return;
	}
	draw_outcomes(b, c, r);
	if (b->outcome == 0) {
		canvas_text(c, r.row + 6, r.col + 2, w, UI_DIM,
		    _("Esc: back, nothing is ended"));
		return;
	}
	canvas_text(c, r.row + 6, r.col + 2, w, UI_NORMAL,
	    b->outcome == 's'
		? _("What was done (the client reads it on the receipt):")
		: _("Why not (the client reads it on the receipt):"));
	draw_text(b, c, r);
	canvas_text(c, r.row + r.rows - 2, r.col + 2, w, UI_DIM,
	    _("Ctrl-S: end the ticket   Ctrl-X: editor   Esc: back"));
}

/* The next text of the configuration in place of the note. */
static void
take_template(struct end_box *b)
{
	const struct config *conf = app_config(b->app);

	if (conf->templates == 0)
		return;
	edit_set(&b->note, conf->template[b->template].text);
	b->template = (b->template + 1) % conf->templates;
}

static void
send_end(struct end_box *b)
{
	struct msg *m = msg_about(MSG_END, b->ticket);

	msg_put_str(m, "outcome", b->outcome == 's' ? "solved" : "unsolved");
	app_wait_send(&b->wait, msg_put_str(m, "note", edit_text(&b->note)));
}

static void
send_note(struct end_box *b)
{
	struct msg *m = msg_about(MSG_NOTE, b->ticket);

	app_wait_send(&b->wait, msg_put_str(m, "text", edit_text(&b->note)));
}

static void
late_key(struct end_box *b, const struct keys_event *ev)
{
	if (ev->code == KEYS_ESC)
		stage_pop(app_stage(b->app), b);
	else if (!keys_is_ctrl(ev, 's'))
		app_editor_key(&b->editor, ev);
	else if (edit_text(&b->note)[0] != '\0')
		send_note(b);
}

static void
key(void *self, const struct keys_event *ev)
{
	struct end_box *b = self;
	char text[300];

	if (app_wait_key(&b->wait, ev))
		return;
	if (b->late) {
		late_key(b, ev);
	} else if (ev->code == KEYS_ESC) {
		if (b->outcome != 0)
			b->outcome = 0;
		else
			stage_pop(app_stage(b->app), b);
	} else if (b->outcome == 0) {
		solved_text(b, text, sizeof(text));
		if (is_letter(ev, 's', text))
			b->outcome = 's';
		else if (is_letter(
			     ev, 'u', _("[U] not solved: nothing to pay")))
			b->outcome = 'u';
	} else if (keys_is_ctrl(ev, 's')) {
		send_end(b);
	} else if (keys_is_ctrl(ev, 't')) {
		take_template(b);
	} else {
		app_editor_key(&b->editor, ev);
	}
}

static void
end_free(void *self)
{
	struct end_box *b = self;

	app_wait_fini(&b->wait);
	app_editor_fini(&b->editor);
	edit_fini(&b->note);
	free(b->client);
	free(b);
}

/* What was typed outlives the ticket. What was sent, ends it: the answer comes
 * behind the end. */
static bool
end_orphan(void *self)
{
	struct end_box *b = self;

	if (b->wait.sent)
		return true;
	b->late = edit_text(&b->note)[0] != '\0' || b->editor.open;
	if (b->wait.unsure)
		b->wait.why[0] = '\0'; /* see draw_late() */
	return b->late;
}

static void
end_news(void *self)
{
	struct end_box *b = self;

	if (b->late || app_row(b->app, b->ticket) != NULL || end_orphan(b))
		return;
	if (app_wait_says(&b->wait))
		stage_notice(
		    app_stage(b->app), UI_BAR_ALERT, "%s", b->wait.why);
	stage_pop(app_stage(b->app), b);
}

static const struct stage_box_ops ops = {.draw = draw,
    .key = key,
    .free = end_free,
    .news = end_news,
    .orphan = end_orphan,
    .stays = true};

void
dlg_end(struct app *a, int64_t ticket)
{
	struct end_box *b;

	if (!app_know_free(a, ticket))
		return;
	b = mem_alloc(sizeof(*b));
	b->app = a;
	b->ticket = ticket;
	b->client = str_dup(app_client(a, ticket));
	edit_init(&b->note, NOTE_CHARS, EDIT_LINES);
	app_wait_init(&b->wait, a, b);
	app_editor_init(&b->editor, a, &b->note, &b->wait);
	stage_push(app_stage(a), &ops, b, app_owner(a, ticket));
}
