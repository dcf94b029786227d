/* The queue: who waits, how long, for whom, with what. */
#include "console/view/view_queue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app_desk.h"
#include "console/app/app_know.h"
#include "console/app/app_send.h"
#include "console/dlg/dlg_ask.h"
#include "console/dlg/dlg_assign.h"
#include "console/dlg/dlg_claim.h"
#include "console/dlg/dlg_client.h"
#include "console/dlg/dlg_end.h"
#include "console/dlg/dlg_invite.h"
#include "console/dlg/dlg_kind.h"
#include "console/dlg/dlg_known.h"
#include "console/dlg/dlg_note.h"
#include "console/dlg/dlg_prompt.h"
#include "console/dlg/dlg_quote.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"
#include "shared/ui/dialog.h"

/* --- the list's source --- */

static int
count(void *ctx)
{
	struct view_queue *v = ctx;

	return app_model(v->app)->rows;
}

static int64_t
row_id(int i, void *ctx)
{
	struct view_queue *v = ctx;

	return app_model(v->app)->row[i].ticket;
}

static const char *
row_text(int i, void *ctx)
{
	struct view_queue *v = ctx;

	return app_model(v->app)->row[i].words;
}

static int
compare(int a, int b, int column, void *ctx)
{
	struct view_queue *v = ctx;
	const struct model_row *x = &app_model(v->app)->row[a];
	const struct model_row *y = &app_model(v->app)->row[b];
	char s[128], t[128];

	if (column == COL_WAITS)
		return x->r.since_s < y->r.since_s
		    ? -1
		    : x->r.since_s > y->r.since_s;
	view_queue_cell(v, x, column, s, sizeof(s));
	view_queue_cell(v, y, column, t, sizeof(t));
	return strcoll(s, t);
}

static const struct model_row *
selected_row(const struct view_queue *v)
{
	int i = list_selected(&v->list);

	return i < 0 ? NULL : &app_model(v->app)->row[i];
}

/* --- keys --- */

static const struct help_row help_rows[] = {
    {NULL, N_("Ticket")},
    {"Enter", N_("take the client, or go to the visit (also double click)")},
    {"c", N_("the client was phoned")},
    {"a", N_("assign to another technician")},
    {"n", N_("a note in the ticket")},
    {"i", N_("card: all that is known")},
    {"b", N_("whom the invoice goes to: link, or make a client")},
    {"u", N_("put a ticket of yours back into the queue")},
    {"p", N_("pause the clock, or end your pause")},
    {"$", N_("quote")},
    {"K", N_("kind of work")},
    {"X",
	N_("end the ticket, picked or not: solved or not, with a note; or send a waiting client away")},
    {NULL, N_("List")},
    {"j k g G", N_("down, up, first, last (also arrows, PgUp PgDn)")},
    {"/ n N", N_("find, next, previous")},
    {"\\", N_("show only rows with all these words; Esc shows all")},
    {"o O", N_("sort by the next column, turn the order round")},
    {"Space", N_("mark")},
    {"Z", N_("freeze: no row moves until Z again")},
    {NULL, N_("Console")},
    {"Alt-1 ... 9", N_("go to that tab")},
    {"Alt-a", N_("go to the next visit with activity")},
    {"A B F", N_("you are away, busy, free")},
    {"I", N_("what the client types to connect")},
    {":", N_("command line (Tab completes)")},
    {"Ctrl-L", N_("draw the screen again")},
    {"Q", N_("leave")},
    {NULL, N_("Letters")},
    {"N C !", N_("new, phoned, waiting over 15 minutes")},
    {"A T", N_("attached, typing allowed")},
    {"P Q", N_("paused, quoted")},
    {NULL, NULL},
};

static void
find_typed(struct app *a, const char *text, void *ctx)
{
	struct view_queue *v = ctx;

	if (text != NULL && text[0] != '\0' && !list_search(&v->list, text, 1))
		stage_notice(app_stage(a), UI_BAR_ALERT,
		    _("\"%s\" was not found."), text);
}

static void
filter_changed(struct app *a, const char *text, void *ctx)
{
	struct view_queue *v = ctx;

	list_filter(&v->list, text, clock_ms());
}

static void
filter_done(struct app *a, const char *text, void *ctx)
{
	struct view_queue *v = ctx;

	list_filter(&v->list, text != NULL ? text : "", clock_ms());
}

static bool
own(struct app *a, const struct model_row *row)
{
	if (model_is_mine(app_model(a), row))
		return true;
	stage_notice(
	    app_stage(a), UI_BAR_ALERT, _("That ticket is not yours."));
	return false;
}

static void
unclaim_asked(struct app *a, int value, void *ctx)
{
	if (value == 1)
		app_send_ticket(a, MSG_UNCLAIM, (int64_t)(intptr_t)ctx);
}

static void
ask_unclaim(struct app *a, const struct model_row *row)
{
	struct dialog *d = dlg_ask(a, _("Back into the queue?"),
	    _("The client keeps his place; your visit there ends."), DIALOG_ESC,
	    unclaim_asked, (void *)(intptr_t)row->ticket, NULL);

	if (d == NULL)
		return;
	dialog_add(d, 'b', _("&back into the queue"), 1);
	dialog_add(d, 'k', _("&keep it"), 2);
}

static void
send_away_asked(struct app *a, int value, void *ctx)
{
	struct msg *m;

	if (value == 3)
		dlg_end(a, (int64_t)(intptr_t)ctx);
	if (value != 1)
		return;
	m = msg_put_int(msg_new(MSG_END), "ticket", (int64_t)(intptr_t)ctx);
	msg_put_str(m, "outcome", "cancelled");
	app_send(a, msg_put_str(m, "note", ""));
}

static void
ask_send_away(struct app *a, const struct model_row *row)
{
	struct dialog *d = dlg_ask(a, _("End a ticket that waits?"),
	    row->r.untended
		? _("The client is told that it is cancelled; there is "
		    "nothing to pay. Did you help him by phone, press c "
		    "first: called.")
		: _("The client is told that it is cancelled; there is "
		    "nothing to pay. Where work was done already, say how "
		    "it ended."),
	    DIALOG_ESC, send_away_asked, (void *)(intptr_t)row->ticket, NULL);

	if (d == NULL)
		return;
	dialog_add(d, 'e', _("&end it"), 1);
	if (!row->r.untended)
		dialog_add(d, 'w', _("&work was done"), 3);
	dialog_add(d, 'k', _("&keep it"), 2);
}

/* Its technician is not here: whoever is may end it. */
static bool
is_left(const struct app *a, const struct model_row *row)
{
	const struct firm_technician *t = firm_technician(
	    &app_model(a)->firm, row->r.by);

	return t == NULL;
}

/* Keys that mean the selected ticket; false when this is none. */
static bool
ticket_key(struct view_queue *v, const struct keys_event *ev)
{
	const struct model_row *row = selected_row(v);
	struct app *a = v->app;

	if (row == NULL || ev->code != KEYS_CHAR || ev->mods & ~KEYS_SHIFT)
		return false;
	switch (ev->cp) {
	case 'c':
		app_send_ticket(a, MSG_CALLED, row->ticket);
		break;
	case 'a':
		dlg_assign(a, row->ticket);
		break;
	case 'n':
		if (v->list.search[0] != '\0')
			return false; /* the next match */
		dlg_note(a, row->ticket, "");
		break;
	case 'i':
		dlg_known(a, row->ticket);
		break;
	case 'b':
		dlg_client(a, row->ticket);
		break;
	case 'u':
		if (own(a, row))
			ask_unclaim(a, row);
		break;
	case 'p':
		if (own(a, row))
			app_toggle_pause(a, row->ticket);
		break;
	case '$':
		if (own(a, row))
			dlg_quote(a, row->ticket);
		break;
	case 'k':
		return false; /* up, as everywhere in lists */
	case 'K':
		if (own(a, row))
			dlg_kind(a, row->ticket);
		break;
	case 'X':
		if (model_is_waiting(row))
			ask_send_away(a, row);
		else if (is_left(a, row) || own(a, row))
			dlg_end(a, row->ticket);
		break;
	default:
		return false;
	}
	return true;
}

static void
view_key(struct view_queue *v, const struct keys_event *ev)
{
	struct app *a = v->app;

	if (keys_is(ev, '/'))
		dlg_prompt(a, _("Find: "), "", 100, NULL, find_typed, v, NULL);
	else if (keys_is(ev, '\\'))
		dlg_prompt(a, _("Filter: "), v->list.filter, 100,
		    filter_changed, filter_done, v, NULL);
	else if (keys_is(ev, 'A'))
		app_send_state(a, "away");
	else if (keys_is(ev, 'B'))
		app_send_state(a, "busy");
	else if (keys_is(ev, 'F'))
		app_send_state(a, "free");
	else if (keys_is(ev, 'I'))
		dlg_invite(a);
	else if (ev->code == KEYS_ESC && v->list.search[0] != '\0')
		v->list.search[0] = '\0';
	else if (ev->code == KEYS_ESC)
		list_filter(&v->list, "", clock_ms());
	else if (keys_is(ev, 'q'))
		stage_notice(app_stage(a), UI_BAR,
		    _("This is the first view. Q leaves pomoc."));
}

static bool
key(void *self, const struct keys_event *ev)
{
	struct view_queue *v = self;
	const struct model_row *row;

	if (ticket_key(v, ev))
		return true;
	switch (list_key(&v->list, ev, v->area, clock_ms())) {
	case LIST_ENTER:
		row = selected_row(v);
		if (row != NULL)
			dlg_claim(v->app, row->ticket);
		break;
	case LIST_IGNORED:
		view_key(v, ev);
		break;
	case LIST_USED:
		break;
	}
	return true;
}

/* --- life --- */

static void
draw(void *self, struct canvas *c)
{
	view_queue_draw(self, c, selected_row(self));
}

/* Waiting times change each second, the clock of the bar each minute. */
static int
due_ms(void *self, int64_t now_ms)
{
	struct view_queue *v = self;
	int due = 60000 - (int)(clock_utc_s() % 60) * 1000;
	int hold = list_due_ms(&v->list, now_ms);

	if (hold == 0) {
		list_refresh(&v->list, now_ms);
		hold = 1;
	}
	if (app_desk_state(v->app) == DESK_LINK_WAITING ||
	    model_waiting(app_model(v->app)) > 0)
		due = 1000 - (int)(now_ms % 1000);
	return hold >= 0 ? MIN_OF(due, hold) : due;
}

static bool
title(void *self, char *dst, size_t size)
{
	struct view_queue *v = self;
	int waiting = model_waiting(app_model(v->app));

	if (waiting > 0)
		snprintf(dst, size, "%s %d", _("Queue"), waiting);
	else
		str_copy(dst, size, _("Queue"));
	return false;
}

static void
heard(void *self, const void *news)
{
	const struct model_news *n = news;
	struct view_queue *v = self;

	if (n->changed & MODEL_ROWS)
		list_refresh(&v->list, clock_ms());
}

static int64_t
selected(void *self)
{
	const struct model_row *row = selected_row(self);

	return row == NULL ? 0 : row->ticket;
}

static void
queue_free(void *self)
{
	struct view_queue *v = self;

	list_fini(&v->list);
	free(v);
}

struct stage_view
view_queue_new(struct app *a)
{
	static const struct stage_view_ops ops = {.name = "queue",
	    .title = title,
	    .draw = draw,
	    .key = key,
	    .due_ms = due_ms,
	    .news = heard,
	    .selected = selected,
	    .free = queue_free,
	    .help_title = N_("Keys of the queue"),
	    .help = help_rows};
	struct view_queue *v = mem_alloc(sizeof(*v));
	struct list_source src = {.count = count,
	    .id = row_id,
	    .text = row_text,
	    .compare = compare,
	    .ctx = v};

	v->app = a;
	list_init(&v->list, &src, COLS);
	return (struct stage_view){&ops, v, NULL};
}
