#include "console/view/view_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app_desk.h"
#include "console/app/app_send.h"
#include "console/app/app_tabs.h"
#include "console/dlg/dlg_client.h"
#include "console/dlg/dlg_log.h"
#include "console/dlg/dlg_note.h"
#include "console/dlg/dlg_prompt.h"
#include "console/link/log_rows.h"
#include "shared/know/model.h"
#include "console/view/view_log_draw.h"
#include "console/view/view_log_find.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/stage/stage.h"

struct view_log {
	struct app *app;
	struct log_screen s;
	struct log_rows kept; /* the tickets, while bars or events are shown */
	int64_t kept_sel;
	bool inside; /* in bars or events */
	/* the tickets are those of a bar: what they were before, and which */
	bool of_bar;
	struct log_filter before;
	enum logask_view bars;
	int64_t bar;
};

static void
ask(struct view_log *v)
{
	struct msg *m;

	if (desk_link_state(app_desk(v->app)) != DESK_LINK_UP)
		return;
	m = log_rows_want(&v->s.rows, v->s.top, MAX_OF(v->s.area.rows, 1));
	if (m != NULL)
		app_send(v->app, m);
}

static void
again(struct view_log *v)
{
	log_rows_forget(&v->s.rows);
	v->s.sel = v->s.top = 0;
	stage_redraw(app_stage(v->app));
}

/* --- bars and events --- */

static void
go_in(struct view_log *v, enum logask_view view, int64_t ticket)
{
	struct log_filter filter = v->s.rows.filter;

	if (!v->inside) {
		v->kept = v->s.rows;
		v->kept_sel = v->s.sel;
		v->inside = true;
	} else {
		log_rows_fini(&v->s.rows);
	}
	log_rows_init(&v->s.rows);
	v->s.rows.id = v->kept.id + 1000; /* late answers do not mix */
	v->s.rows.reverse = false;
	v->s.rows.ticket = ticket;
	if (ticket == 0)
		v->s.rows.filter = filter;
	v->s.rows.view = view;
	v->s.sel = v->s.top = 0;
}

static void
go_out(struct view_log *v)
{
	int64_t id = v->s.rows.id;

	log_rows_fini(&v->s.rows);
	v->s.rows = v->kept;
	v->s.rows.id = id + 1000;
	v->s.rows.asked = false;
	v->s.sel = v->kept_sel;
	v->inside = false;
}

/* "K1" of "Biuro Nowak (K1)", which is how a client of the book is found. */
static void
client_of(const char *label, char *dst, size_t size)
{
	const char *code = strrchr(label, '(');
	size_t n = code != NULL ? strcspn(code, ")") : 0;

	if (n > 1 && str_eq(code + n, ")"))
		snprintf(dst, size, "%.*s", (int)n - 1, code + 1);
	else
		str_copy(dst, size, label);
}

/* The tickets of that bar; false where no filter says which these are. */
static bool
narrow(struct log_filter *f, enum logask_view bars, const char *label)
{
	if (label[0] == '\0')
		return false;
	if (bars == LOGASK_DAYS || bars == LOGASK_MONTHS)
		return str_copy(f->month, sizeof(f->month), label);
	if (bars == LOGASK_TECHNICIANS)
		return str_copy(f->technician, sizeof(f->technician), label);
	if (bars == LOGASK_PRODUCTS)
		return str_copy(f->product, sizeof(f->product), label);
	if (bars == LOGASK_CLIENTS)
		client_of(label, f->client, sizeof(f->client));
	return bars == LOGASK_CLIENTS;
}

static void
go_to_bar(struct view_log *v, const struct logrow *row)
{
	struct log_filter f = v->s.rows.filter, before = f;
	enum logask_view bars = v->s.rows.view;
	int64_t bar = v->s.sel;

	if (!narrow(&f, bars, row->text)) {
		stage_notice(app_stage(v->app), UI_BAR,
		    _("No filter finds the tickets of that row."));
		return;
	}
	go_out(v);
	v->of_bar = true;
	v->before = before;
	v->bars = bars;
	v->bar = bar;
	v->s.rows.filter = f;
	again(v);
}

static void
back_to_bars(struct view_log *v)
{
	v->of_bar = false;
	v->s.rows.filter = v->before;
	again(v);
	go_in(v, v->bars, 0);
	v->s.sel = v->bar;
}

/* One ticket, deeper with each Enter: visits, segments, events. */
static void
deeper(struct view_log *v, int by)
{
	go_in(
	    v, (enum logask_view)((int)v->s.rows.view + by), v->s.rows.ticket);
}

/* --- keys --- */

static const struct help_row help_rows[] = {
    {"Enter",
	N_("visits, work, events of the ticket; tickets of a bar; Esc back")},
    {"f", N_("filter: month, client, technician, product ...")},
    {"\\", N_("only rows with all these words")},
    {"/ n N", N_("find, next, previous")},
    {"o O", N_("sort by the next column, turn the order round")},
    {"d m t", N_("hours and money by day, by month, by technician")},
    {"p K C", N_("by product, by kind of work, by client")},
    {"c", N_("correct the amount or the outcome, with a reason")},
    {"b", N_("whom the invoice goes to: link, or make a client")},
    {"v", N_("mark as invoiced with a number")},
    {"V", N_("take the mark back")},
    {"P", N_("mark as paid on a day; of what is paid take that back")},
    {"n", N_("add a note, which the client never reads")},
    {"r", N_("read again")},
    {"j k g G", N_("down, up, first, last (also arrows, PgUp PgDn)")},
    {"* v p", N_("behind an amount: corrected; has an invoice; is paid")},
    {"q Esc", N_("back")},
    {":", N_("command line (Tab completes)")},
    {"Q", N_("leave")},
    {NULL, NULL},
};

static const struct logrow *
selected(const struct view_log *v)
{
	const struct logrow *row = log_rows_at(&v->s.rows, v->s.sel);

	return row != NULL && row->text != NULL ? row : NULL;
}

static void
move_to(struct view_log *v, int64_t sel)
{
	int64_t last = MAX_OF(v->s.rows.all.total - 1, 0);

	v->s.sel = MAX_OF(0, MIN_OF(sel, last));
}

static bool
move_key(struct view_log *v, const struct keys_event *ev)
{
	int by = MAX_OF(v->s.area.rows - 1, 1);

	if (!keys_is(ev, ' ') && !keys_move(ev, v->s.area.rows, &by))
		return false;
	move_to(v, v->s.sel + by);
	return true;
}

static void
go_to_ticket(struct view_log *v, const struct logrow *row)
{
	snprintf(v->s.about, sizeof(v->s.about), _("Ticket %lld: %s"),
	    (long long)row->ticket, UTF8_CLEAN(160, row->client, 0));
	go_in(v, LOGASK_VISITS, row->ticket);
}

/* What is selected, one deeper. */
static void
enter(struct view_log *v)
{
	const struct logrow *row = selected(v);
	enum logask_view view = v->s.rows.view;

	if (view >= LOGASK_VISITS && view < LOGASK_EVENTS)
		deeper(v, 1);
	else if (row == NULL || view == LOGASK_EVENTS)
		return;
	else if (v->inside)
		go_to_bar(v, row);
	else
		go_to_ticket(v, row);
}

static bool
mouse_key(struct view_log *v, const struct keys_event *ev)
{
	int64_t i = v->s.top + ev->row - v->s.area.row;

	if (ev->code != KEYS_MOUSE)
		return false;
	if (ev->mouse == KEYS_MOUSE_PRESS && ev->row >= v->s.area.row &&
	    ev->row < v->s.area.row + v->s.area.rows) {
		move_to(v, i);
		if (ev->clicks == 2)
			enter(v);
	}
	return true;
}

static void
filtered(struct app *a, void *ctx)
{
	struct view_log *v = ctx;

	v->of_bar = false;
	again(v);
}

static void
words_typed(struct app *a, const char *text, void *ctx)
{
	struct view_log *v = ctx;

	if (text == NULL)
		return;
	str_copy(v->s.rows.filter.words, sizeof(v->s.rows.filter.words), text);
	filtered(a, v);
}

static void
find(struct view_log *v, int dir)
{
	const struct log_rows *l = &v->s.rows;

	if (view_log_find(&v->s, dir))
		return;
	if (l->rows < l->all.total)
		stage_notice(app_stage(v->app), UI_BAR_ALERT,
		    _("\"%s\" was not found in the %d rows at hand; a "
		      "filter looks in all."),
		    v->s.search, l->rows);
	else
		stage_notice(app_stage(v->app), UI_BAR_ALERT,
		    _("\"%s\" was not found."), v->s.search);
}

static void
find_typed(struct app *a, const char *text, void *ctx)
{
	struct view_log *v = ctx;

	if (text == NULL || text[0] == '\0')
		return;
	str_copy(v->s.search, sizeof(v->s.search), text);
	find(v, 1);
}

/* n is the next match as long as there are words to find. */
static bool
find_key(struct view_log *v, const struct keys_event *ev)
{
	if (keys_is(ev, '/'))
		dlg_prompt(v->app, _("Find: "), "", NULL, find_typed, v);
	else if (v->s.search[0] == '\0')
		return false;
	else if (keys_is(ev, 'n'))
		find(v, 1);
	else if (keys_is(ev, 'N'))
		find(v, -1);
	else if (ev->code == KEYS_ESC)
		v->s.search[0] = '\0';
	else
		return false;
	return true;
}

/* Keys that change the selected ticket; false when this is none. */
static bool
ticket_key(struct view_log *v, const struct keys_event *ev)
{
	const struct logrow *row = selected(v);

	if (ev->code == KEYS_ENTER)
		enter(v);
	else if (row == NULL || v->inside)
		return false;
	else if (keys_is(ev, 'c'))
		dlg_log_correct(v->app, row);
	else if (keys_is(ev, 'b'))
		dlg_client(v->app, row->ticket);
	else if (keys_is(ev, 'v'))
		dlg_log_invoice(v->app, row);
	else if (keys_is(ev, 'V'))
		dlg_log_uninvoice(v->app, row);
	else if (keys_is(ev, 'P'))
		dlg_log_paid(v->app, row);
	else if (keys_is(ev, 'n'))
		dlg_note(v->app, row->ticket, "");
	else
		return false;
	return true;
}

static void
leave(struct view_log *v)
{
	if (!v->inside && v->of_bar)
		back_to_bars(v);
	else if (!v->inside)
		stage_show(app_stage(v->app), 0);
	else if (v->s.rows.view > LOGASK_VISITS)
		deeper(v, -1);
	else
		go_out(v);
}

/* Each column begins as it is looked for: the newest and the most first, texts
 * from A on. */
static void
sort_by(struct view_log *v, enum logask_sort by)
{
	v->s.rows.sort = by;
	v->s.rows.reverse = by == LOGASK_BY_NUMBER ||
	    by == LOGASK_BY_COMPLETED || by == LOGASK_BY_WORKED ||
	    by == LOGASK_BY_NET;
	again(v);
}

static bool
table_key(struct view_log *v, const struct keys_event *ev)
{
	if (v->inside)
		return false;
	if (ev->code == KEYS_COLUMN && ev->cp != v->s.rows.sort) {
		sort_by(v, (enum logask_sort)ev->cp);
	} else if (keys_is(ev, 'o')) {
		sort_by(v, (v->s.rows.sort + 1) % LOGASK_SORTS);
	} else if (ev->code == KEYS_COLUMN || keys_is(ev, 'O')) {
		v->s.rows.reverse = !v->s.rows.reverse;
		again(v);
	} else if (keys_is(ev, 'f'))
		dlg_log_filter(v->app, &v->s.rows.filter, filtered, v);
	else if (keys_is(ev, '\\'))
		dlg_prompt(v->app, _("Filter: "), v->s.rows.filter.words, NULL,
		    words_typed, v);
	else
		return false;
	return true;
}

static bool
bars_key(struct view_log *v, const struct keys_event *ev)
{
	static const struct {
		char key;
		enum logask_view view;
	} bars[] = {{'d', LOGASK_DAYS}, {'m', LOGASK_MONTHS},
	    {'t', LOGASK_TECHNICIANS}, {'p', LOGASK_PRODUCTS},
	    {'K', LOGASK_KINDS}, {'C', LOGASK_CLIENTS}};

	for (size_t i = 0; i < ARRAY_LEN(bars); i++)
		if (keys_is(ev, bars[i].key)) {
			go_in(v, bars[i].view, 0);
			return true;
		}
	return false;
}

static bool
key(void *self, const struct keys_event *ev)
{
	struct view_log *v = self;

	if (move_key(v, ev) || mouse_key(v, ev) || find_key(v, ev) ||
	    ticket_key(v, ev) || table_key(v, ev) || bars_key(v, ev))
		return true;
	if (keys_is(ev, 'r'))
		again(v);
	else if (keys_is(ev, 'q') || ev->code == KEYS_ESC)
		leave(v);
	return true;
}

/* --- drawing --- */

static void
draw(void *self, struct canvas *c)
{
	static const struct bar_key table[] = {{"Enter", N_("go in")},
	    {"c", N_("correct")}, {"v", N_("invoiced")}, {"n", N_("note")},
	    {"\\", N_("words")}, {"f", N_("filter")}, {"o", N_("sort")},
	    {"d", N_("days")}, {"t", N_("technicians")}, {"q", N_("back")},
	    {"?", N_("keys")}};
	static const struct bar_key bars[] = {{"Enter", N_("tickets")},
	    {"d", N_("days")}, {"m", N_("months")}, {"t", N_("technicians")},
	    {"p", N_("products")}, {"K", N_("kinds of work")},
	    {"C", N_("clients")}, {"q", N_("back")}, {"?", N_("keys")}};
	static const struct bar_key parts[] = {
	    {"Enter", N_("go in")}, {"q", N_("back")}, {"?", N_("keys")}};
	struct view_log *v = self;

	app_draw_tabs(v->app, c);
	view_log_draw(&v->s, c);
	if (!v->inside)
		app_draw_foot(v->app, c, table, ARRAY_LEN(table));
	else if (v->s.rows.view < LOGASK_VISITS)
		app_draw_foot(v->app, c, bars, ARRAY_LEN(bars));
	else if (v->s.rows.view < LOGASK_EVENTS)
		app_draw_foot(v->app, c, parts, ARRAY_LEN(parts));
	else
		app_draw_foot(v->app, c, parts + 1, ARRAY_LEN(parts) - 1);
	ask(v);
}

static int
due_ms(void *self, int64_t now_ms)
{
	return 60000 - (int)(clock_utc_s() % 60) * 1000;
}

/* The rows may have changed. */
static void
read_again(void *self)
{
	struct view_log *v = self;

	if (!v->inside) {
		int64_t sel = v->s.sel, top = v->s.top;

		again(v);
		v->s.sel = sel;
		v->s.top = top;
	}
}

static bool
title(void *self, char *dst, size_t size)
{
	str_copy(dst, size, _("Log"));
	return false;
}

static void
heard(void *self, const void *news)
{
	const struct msg *m = ((const struct model_news *)news)->m;
	struct view_log *v = self;

	switch (msg_kind(m)) {
	case MSG_LOGROW:
	case MSG_LOGEND:
		if (log_rows_take(&v->s.rows, m))
			stage_redraw(app_stage(v->app));
		break;
	case MSG_ENDED:
		read_again(v);
		break;
	case MSG_DONE:
		if (str_eq(msg_str(m, "what"), "correct") ||
		    str_eq(msg_str(m, "what"), "invoice") ||
		    str_eq(msg_str(m, "what"), "paid"))
			read_again(v);
		break;
	default:
		break;
	}
}

static void
log_free(void *self)
{
	struct view_log *v = self;

	if (v->inside)
		log_rows_fini(&v->kept);
	log_rows_fini(&v->s.rows);
	free(v);
}

struct stage_view
view_log_new(struct app *a)
{
	static const struct stage_view_ops ops = {.name = "log",
	    .title = title,
	    .draw = draw,
	    .key = key,
	    .due_ms = due_ms,
	    .shown = read_again,
	    .news = heard,
	    .free = log_free,
	    .help_title = N_("Keys of the log"),
	    .help = help_rows};
	struct view_log *v = mem_alloc(sizeof(*v));

	v->app = a;
	log_rows_init(&v->s.rows);
	return (struct stage_view){&ops, v, NULL};
}
