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

/* With the mark of what is yours or for you, and a word for it. */
static const char *
row_text(int i, void *ctx)
{
	struct view_queue *v = ctx;
	const struct model_row *row = &v->model->row[i];

	if (!model_is_for_me(v->model, row))
		return row->words;
	free(v->words);
	v->words = str_fmt("* %s %s", _("mine"), row->words);
	return v->words;
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
    {"\\", N_("only rows with all these words (mine: those with *); Esc: all")},
    {"o O", N_("sort by the next column, turn the order round")},
    {"Space", N_("mark: c then means all that are marked")},
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
    {"a A T", N_("taken and nobody is with him, attached, typing allowed")},
    {"P Q", N_("paused, quoted")},
    {"* +", N_("yours or for you; it has a note, which the card shows")},
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
filter_typed(struct app *a, const char *text, void *ctx)
{
	struct view_queue *v = ctx;

	list_filter(&v->list, text != NULL ? text : "", clock_ms());
}

static void
unclaim_asked(struct app *a, int value, int64_t ticket)
{
	if (value == 1)
		app_send_ticket(a, MSG_UNCLAIM, ticket);
}

static void
ask_unclaim(struct app *a, int64_t ticket)
{
	static const struct dlg_answer answers[] = {
	    {'b', N_("&back into the queue")}, {'k', N_("&keep it")},
	    {0, NULL}};

	dlg_ask(a, _("Back into the queue?"),
	    _("The client keeps his place; your visit there ends."), answers,
	    unclaim_asked, NULL, ticket);
}

static void
end_asked(struct app *a, int value, int64_t ticket)
{
	struct msg *m;

	if (value != 1)
		return;
	m = msg_about(MSG_END, ticket);
	msg_put_str(m, "outcome", "cancelled");
	app_send(a, msg_put_str(m, "note", ""));
}

static void
end_tended_asked(struct app *a, int value, int64_t ticket)
{
	if (value == 2)
		dlg_end(a, ticket);
	else
		end_asked(a, value, ticket);
}

static void
ask_send_away(struct app *a, const struct model_row *row)
{
	static const struct dlg_answer untended[] = {
	    {'e', N_("&end it")}, {'k', N_("&keep it")}, {0, NULL}};
	static const struct dlg_answer tended[] = {{'e', N_("&end it")},
	    {'w', N_("&work was done")}, {'k', N_("&keep it")}, {0, NULL}};

	dlg_ask(a, _("End a ticket that waits?"),
	    row->r.untended
		? _("The client is told that it is cancelled; there is "
		    "nothing to pay. Did you help him by phone, press c "
		    "first: called.")
		: _("The client is told that it is cancelled; there is "
		    "nothing to pay. Where work was done already, say how "
		    "it ended."),
	    row->r.untended ? untended : tended,
	    row->r.untended ? end_asked : end_tended_asked, NULL, row->ticket);
}

static void
end_it(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(app_model(a), ticket);

	if (model_is_waiting(row))
		ask_send_away(a, row);
	else
		dlg_end(a, ticket);
}

/* Of all that are marked. */
static bool
say_all_called(struct view_queue *v)
{
	const struct model *m = app_model(v->app);
	int n = 0;

	for (int i = 0; i < m->rows; i++)
		if (list_tagged(&v->list, m->row[i].ticket) &&
		    model_is_waiting(&m->row[i]) && ++n > 0)
			app_send_ticket(v->app, MSG_CALLED, m->row[i].ticket);
	return n > 0;
}

static void
say_called(struct app *a, int64_t ticket)
{
	app_send_ticket(a, MSG_CALLED, ticket);
}

static void
add_note(struct app *a, int64_t ticket)
{
	dlg_note(a, ticket, "");
}

/* Keys that mean the selected ticket; false when this is none. */
static bool
ticket_key(struct view_queue *v, const struct keys_event *ev)
{
	static const struct {
		uint32_t key;
		void (*does)(struct app *a, int64_t ticket);
		bool own; /* only of one's own */
	} keys[] = {
	    {'c', say_called, false},
	    {'a', dlg_assign, false},
	    {'n', add_note, false},
	    {'i', dlg_known, false},
	    {'b', dlg_client, false},
	    {'u', ask_unclaim, true},
	    {'p', app_toggle_pause, true},
	    {'$', dlg_quote, true},
	    {'K', dlg_kind, true},
	    {'X', end_it, false},
	};
	const struct model_row *row = selected_row(v);

	/* n may be the next match */
	if (row == NULL || (keys_is(ev, 'n') && v->list.search[0] != '\0'))
		return false;
	if (keys_is(ev, 'c') && say_all_called(v))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		if (!keys_is(ev, keys[i].key))
			continue;
		if (!keys[i].own || app_know_own(v->app, row->ticket))
			keys[i].does(v->app, row->ticket);
		return true;
	}
	return false;
}

static void
view_key(struct view_queue *v, const struct keys_event *ev)
{
	struct app *a = v->app;

	if (keys_is(ev, '/'))
		dlg_prompt(a, _("Find: "), "", NULL, find_typed, v);
	else if (keys_is(ev, '\\'))
		dlg_prompt(a, _("Filter: "), v->list.filter, filter_typed,
		    filter_typed, v);
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
	if (desk_link_state(app_desk(v->app)) == DESK_LINK_WAITING ||
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

	if ((n->changed & MODEL_ROWS) == 0)
		return;
	list_refresh(&v->list, clock_ms());
	view_queue_day_look(&v->day, v->model, clock_utc_s());
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
	free(v->words);
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
	v->model = app_model(a);
	list_init(&v->list, &src, COLS_NARROW);
	return (struct stage_view){&ops, v, NULL};
}
