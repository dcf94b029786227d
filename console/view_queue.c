/* The queue: who waits, how long, for whom, with what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/ui/dialog.h"
#include "shared/ui/list.h"

#define CARD_ROWS 3 /* with its line */

struct view_queue {
	struct app *app;
	struct list list;
	struct rect area; /* of the rows */
};

/* --- columns --- */

enum { COL_WAITS, COL_CLIENT, COL_PRODUCT, COL_FOR, COL_CALLED, COL_WHAT };

struct column {
	const char *title;
	int cols; /* 0 = the rest */
	int narrow; /* the same under 80 columns, -1 = left out */
};

static const struct column columns[] = {
    [COL_WAITS] = {N_("waits"), 8, 6},
    [COL_CLIENT] = {N_("client"), 20, 16},
    [COL_PRODUCT] = {N_("product"), 13, 0},
    [COL_FOR] = {N_("for"), 10, -1},
    [COL_CALLED] = {N_("called"), 8, -1},
    [COL_WHAT] = {N_("what"), 0, -1},
};

static void
cell_text(const struct view_queue *v, const struct model_row *row, int column,
    char *dst, size_t size)
{
	int64_t s;

	dst[0] = '\0';
	switch (column) {
	case COL_WAITS:
		s = model_waited_s(row, clock_ms());
		snprintf(dst, size, s < 3600 ? "%02d:%02d" : "%d h %02d",
		    (int)(s < 3600 ? s / 60 : s / 3600),
		    (int)(s < 3600 ? s % 60 : s / 60 % 60));
		break;
	case COL_CLIENT:
		utf8_clean(dst, size, model_client(row), 0);
		break;
	case COL_PRODUCT:
		utf8_clean(dst, size, row->product, 0);
		break;
	case COL_FOR:
		utf8_clean(dst, size,
		    row->by[0] != '\0' ? row->by
			: row->wanted[0] != '\0' && !str_eq(row->wanted, "any")
			? row->wanted
			: _("anyone"),
		    0);
		break;
	case COL_CALLED:
		str_copy(dst, size, row->called ? _("yes") : _("no"));
		break;
	case COL_WHAT:
		if (!row->online)
			str_copy(dst, size, _("(link lost) "));
		s = (int64_t)strlen(dst);
		utf8_clean(dst + s, size - (size_t)s, row->problem, 0);
		break;
	}
}

static char
letter_of(const struct view_queue *v, const struct model_row *row)
{
	struct visit *visit = app_visit(v->app, row->ticket);
	char letter = model_letter(row, clock_ms());

	if (letter == 'A' && visit != NULL && visit_may_type(visit))
		return 'T';
	return letter;
}

static enum ui_style
letter_style(char letter)
{
	switch (letter) {
	case 'N':
	case 'C':
		return UI_GOOD;
	case '!':
		return UI_BAD;
	case 'P':
	case 'Q':
		return UI_WARN;
	default:
		return UI_NORMAL;
	}
}

static void
draw_columns(struct view_queue *v, struct canvas *c, int y, enum ui_style style,
    const struct model_row *row)
{
	bool narrow = c->grid.cols < APP_COLS_FULL;
	char text[640];
	int col = 3;

	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		const struct column *k = &columns[i];
		int w = narrow ? k->narrow : k->cols;

		if (w < 0 || col >= c->grid.cols)
			continue;
		if (w == 0)
			w = c->grid.cols - col + 1;
		if (row == NULL)
			str_copy(text, sizeof(text), _(k->title));
		else
			cell_text(v, row, (int)i, text, sizeof(text));
		canvas_text(c, y, col, MAX_OF(w - 1, 1), style, text);
		col += w;
	}
}

/* --- the list's source --- */

static int
count(void *ctx)
{
	struct view_queue *v = ctx;

	return v->app->model.rows;
}

static int64_t
row_id(int i, void *ctx)
{
	struct view_queue *v = ctx;

	return v->app->model.row[i].ticket;
}

static const char *
row_text(int i, void *ctx)
{
	struct view_queue *v = ctx;

	return v->app->model.row[i].words;
}

static int
compare(int a, int b, int column, void *ctx)
{
	struct view_queue *v = ctx;
	const struct model_row *x = &v->app->model.row[a];
	const struct model_row *y = &v->app->model.row[b];
	char s[128], t[128];

	if (column == COL_WAITS)
		return x->since_s < y->since_s ? -1 : x->since_s > y->since_s;
	cell_text(v, x, column, s, sizeof(s));
	cell_text(v, y, column, t, sizeof(t));
	return strcoll(s, t);
}

/* --- drawing --- */

static const struct model_row *
selected(const struct view_queue *v)
{
	int i = list_selected(&v->list);

	return i < 0 ? NULL : &v->app->model.row[i];
}

static void
draw_empty(struct view_queue *v, struct canvas *c, struct rect r)
{
	const struct model *m = &v->app->model;
	char text[1024];

	if (attach_state(v->app->attach) != ATTACH_UP) {
		const char *why = attach_why(v->app->attach);

		snprintf(text, sizeof(text), "%s\n%s",
		    _("Connecting to the desk ..."), why);
	} else if (v->list.filter[0] != '\0') {
		snprintf(text, sizeof(text),
		    _("Nobody here matches \"%s\". Esc clears the filter."),
		    v->list.filter);
	} else {
		snprintf(text, sizeof(text),
		    _("Nobody is waiting. Clients connect with:\n"
		      "pomoc-agent %s --fingerprint %s%s"),
		    m->address, m->key,
		    m->open ? ""
			    : _("\nOnly from this machine so far: "
				":invite tells how to open it."));
	}
	canvas_wrap(c, r, UI_NORMAL, text);
}

static void
draw_row(struct view_queue *v, struct canvas *c, int y, int i)
{
	const struct model_row *row;
	bool sel = y - v->area.row == list_selected_row(&v->list);
	enum ui_style style = sel ? UI_SELECTED : UI_NORMAL;
	char letter[2] = "";

	if (sel)
		canvas_fill(c, (struct rect){y, 0, 1, c->grid.cols}, style);
	canvas_text(c, y, 0, 1, style, sel ? ">" : " ");
	if (i < 0) { /* gone within the hold: the row stays a moment */
		if (v->list.top + y - v->area.row < v->list.len)
			canvas_text(c, y, 3, 0, UI_DIM, _("(gone)"));
		return;
	}
	row = &v->app->model.row[i];
	if (list_tagged(&v->list, row->ticket) && !sel)
		style = UI_TAG;
	letter[0] = letter_of(v, row);
	canvas_text(c, y, 1, 1, sel ? style : letter_style(letter[0]), letter);
	draw_columns(v, c, y, style, row);
}

static void
draw_card(struct view_queue *v, struct canvas *c, int y)
{
	const struct model_row *row = selected(v);
	char since[48], key[96];

	canvas_rule(c, y, 0, c->grid.cols, UI_DIM);
	if (row == NULL)
		return;
	canvas_printf(c, y + 1, 1, c->grid.cols - 2, UI_STRONG,
	    "%s · %s · %s · %d %s%s%s", model_client(row), row->product,
	    row->rate, row->earlier,
	    NGETTEXT("earlier ticket", "earlier tickets", row->earlier),
	    row->last[0] != '\0' ? ", " : "", row->last);
	if (row->known_s > 0)
		snprintf(key, sizeof(key), _("key known since %s"),
		    clock_local(since, sizeof(since), "%Y-%m", row->known_s));
	else
		str_copy(key, sizeof(key), _("key never seen before"));
	canvas_printf(c, y + 2, 1, c->grid.cols - 2, UI_NORMAL,
	    "%s · %s · %s · \"%s\"", row->name, row->phone, key, row->problem);
}

static void
draw_head(struct view_queue *v, struct canvas *c)
{
	char state[160];
	int n = 0;

	canvas_fill(c, (struct rect){1, 0, 1, c->grid.cols}, UI_HEAD);
	canvas_text(c, 1, 1, 1, UI_HEAD, "S");
	draw_columns(v, c, 1, UI_HEAD, NULL);
	state[0] = '\0';
	if (v->list.filter[0] != '\0')
		n += snprintf(
		    state, sizeof(state), " \\%.100s", v->list.filter);
	if (v->list.frozen)
		snprintf(
		    state + n, sizeof(state) - (size_t)n, " %s", _("FROZEN"));
	canvas_text_right(c, 1, c->grid.cols, 60, UI_WARN, state);
}

static void
draw(void *self, struct canvas *c)
{
	struct view_queue *v = self;
	static const struct bar_key keys[] = {{"Enter", N_("pick")},
	    {"c", N_("called")}, {"a", N_("assign")}, {"n", N_("note")},
	    {"i", N_("card")}, {"X", N_("end")}, {"/", N_("find")},
	    {"\\", N_("filter")}, {"o", N_("sort")}, {"Q", N_("leave")},
	    {"?", N_("keys")}};
	struct bar_key shown[ARRAY_LEN(keys)];
	bool card = c->grid.rows >= APP_ROWS_FULL;
	bool banner = v->app->model.banner[0] != '\0';
	int bottom = c->grid.rows - 1 - (card ? CARD_ROWS : 0) - banner;

	v->area = (struct rect){2, 0, bottom - 2, c->grid.cols};
	list_set_rows(&v->list, v->area.rows);
	app_draw_tabs(v->app, c);
	draw_head(v, c);
	if (v->list.len == 0)
		draw_empty(v, c,
		    (struct rect){4, 3, v->area.rows - 2, c->grid.cols - 6});
	for (int i = 0; i < v->area.rows; i++)
		if (v->list.top + i < v->list.len)
			draw_row(v, c, v->area.row + i, list_at(&v->list, i));
	if (banner)
		bar_draw(c, bottom, UI_BAR_ALERT, v->app->model.banner, "");
	if (card)
		draw_card(v, c, bottom + banner);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		shown[i] = (struct bar_key){keys[i].key, _(keys[i].label)};
	app_draw_foot(v->app, c, shown, ARRAY_LEN(shown));
}

/* --- keys --- */

static const struct help_row help_rows[] = {
    {NULL, N_("Ticket")},
    {"Enter", N_("take the client, or go to the visit (also double click)")},
    {"c", N_("the client was phoned")},
    {"a", N_("assign to another technician")},
    {"n", N_("a note in the ticket")},
    {"i", N_("card: all that is known")},
    {"u", N_("put a ticket of yours back into the queue")},
    {"p", N_("pause the clock, or let it go on")},
    {"$", N_("quote")},
    {"K", N_("kind of work")},
    {"X", N_("end the ticket: solved or not, with a note")},
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
		app_notice(a, UI_BAR_ALERT, _("\"%s\" was not found."), text);
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

static void
note_typed(struct app *a, const char *text, void *ctx)
{
	struct msg *m;

	if (text == NULL || text[0] == '\0')
		return;
	m = msg_put_int(msg_new(MSG_NOTE), "ticket", (int64_t)(intptr_t)ctx);
	app_send(a, msg_put_str(m, "text", text));
}

static bool
own(struct app *a, const struct model_row *row)
{
	if (model_is_mine(&a->model, row))
		return true;
	app_notice(a, UI_BAR_ALERT, _("That ticket is not yours."));
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
	    _("The client keeps his place; your visit there ends."),
	    DIALOG_ESC | DIALOG_NO_GUARD, unclaim_asked,
	    (void *)(intptr_t)row->ticket, NULL);

	if (d == NULL)
		return;
	dialog_add(d, 'b', _("back into the queue"), 1);
	dialog_add(d, 'k', _("keep it"), 2);
}

/* Keys that mean the selected ticket; false when this is none. */
static bool
ticket_key(struct view_queue *v, const struct keys_event *ev)
{
	const struct model_row *row = selected(v);
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
		dlg_prompt(a, _("Note: "), "", 500, NULL, note_typed,
		    (void *)(intptr_t)row->ticket, NULL);
		break;
	case 'i':
		dlg_card(a, row->ticket);
		break;
	case 'u':
		if (own(a, row))
			ask_unclaim(a, row);
		break;
	case 'p':
		if (own(a, row))
			app_send_ticket(a,
			    str_eq(row->state, "paused") ? MSG_RESUME
							 : MSG_PAUSE,
			    row->ticket);
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
		if (own(a, row))
			dlg_end(a, row->ticket);
		break;
	default:
		return false;
	}
	return true;
}

static void
set_state(struct app *a, const char *state)
{
	app_send(a, msg_put_str(msg_new(MSG_STATE), "state", state));
}

static void
view_key(struct view_queue *v, const struct keys_event *ev)
{
	struct app *a = v->app;

	if (keys_is(ev, '?') || ev->code == KEYS_F1)
		view_help(a, _("Keys of the queue"), help_rows);
	else if (keys_is(ev, '/'))
		dlg_prompt(a, _("Find: "), "", 100, NULL, find_typed, v, NULL);
	else if (keys_is(ev, '\\'))
		dlg_prompt(a, _("Filter: "), v->list.filter, 100,
		    filter_changed, filter_done, v, NULL);
	else if (keys_is(ev, 'A'))
		set_state(a, "away");
	else if (keys_is(ev, 'B'))
		set_state(a, "busy");
	else if (keys_is(ev, 'F'))
		set_state(a, "free");
	else if (keys_is(ev, 'I'))
		dlg_invite(a);
	else if (ev->code == KEYS_ESC && v->list.search[0] != '\0')
		v->list.search[0] = '\0';
	else if (ev->code == KEYS_ESC)
		list_filter(&v->list, "", clock_ms());
	else if (keys_is(ev, 'q'))
		app_notice(
		    a, UI_BAR, _("This is the first view. Q leaves pomoc."));
}

static void
key(void *self, const struct keys_event *ev)
{
	struct view_queue *v = self;
	const struct model_row *row;

	if (ticket_key(v, ev))
		return;
	switch (list_key(&v->list, ev, v->area, clock_ms())) {
	case LIST_ENTER:
		row = selected(v);
		if (row != NULL)
			app_open_ticket(v->app, row->ticket);
		break;
	case LIST_IGNORED:
		view_key(v, ev);
		break;
	case LIST_USED:
		break;
	}
}

/* --- life --- */

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
	if (attach_state(v->app->attach) == ATTACH_WAITING ||
	    model_waiting(&v->app->model) > 0)
		due = 1000 - (int)(now_ms % 1000);
	return hold >= 0 ? MIN_OF(due, hold) : due;
}

void
view_queue_changed(void *self)
{
	struct view_queue *v = self;

	list_refresh(&v->list, clock_ms());
}

int64_t
view_queue_selected(void *self)
{
	const struct model_row *row = selected(self);

	return row == NULL ? 0 : row->ticket;
}

static void
queue_free(void *self)
{
	struct view_queue *v = self;

	list_fini(&v->list);
	free(v);
}

struct view
view_queue_new(struct app *a)
{
	static const struct view_ops ops = {
	    .draw = draw, .key = key, .due_ms = due_ms, .free = queue_free};
	struct view_queue *v = mem_alloc(sizeof(*v));
	struct list_source src = {.count = count,
	    .id = row_id,
	    .text = row_text,
	    .compare = compare,
	    .ctx = v};

	v->app = a;
	list_init(&v->list, &src, ARRAY_LEN(columns));
	return (struct view){&ops, v};
}
