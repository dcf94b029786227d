#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/app.h"
#include "agent/guard.h"
#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/limits.h"

#define COLS_MIN 40
#define ROWS_MIN 10
#define SMALL_ROWS 16
#define NOTICE_ROWS 3

/* --- what is shown --- */

static void
apply_mode(struct app *a)
{
	int rows = app_bar_rows(a);

	if (a->view != &view_share || a->share == NULL) {
		paint_mode(&a->paint, NULL, 0, false);
		return;
	}
	if (a->panel != NULL)
		rows += a->panel->rows(a);
	rows += app_notice_rows(a);
	paint_mode(&a->paint, share_vt(a->share),
	    MIN_OF(rows, a->paint.rows - 1),
	    a->panel != NULL && a->panel->typing);
}

void
app_redraw(struct app *a)
{
	paint_redraw(&a->paint);
}

static void
drop_edit(struct app *a)
{
	if (a->edit_open)
		edit_fini(&a->edit);
	a->edit_open = false;
}

void
app_panel(struct app *a, const struct panel *panel)
{
	visit_settle(a);
	if (a->view != &view_share && panel != NULL)
		return;
	if (a->panel != NULL || panel != NULL)
		drop_edit(a); /* else the field, if any, is the view's */
	a->focus = false;
	a->panel = panel;
	if (panel != NULL && panel->enter != NULL)
		panel->enter(a);
	apply_mode(a);
}

/* The question that waits; of several the one that matters most. */
static const struct panel *
first_question(const struct app *a)
{
	if (a->quote.number != 0)
		return &panel_quote;
	if (a->rate.number != 0)
		return &panel_rate;
	return a->grants.asked != 0 ? &panel_ask : NULL;
}

void
app_panel_next(struct app *a)
{
	app_panel(a, a->view == &view_share ? first_question(a) : NULL);
}

bool
app_question(const struct app *a)
{
	return first_question(a) != NULL;
}

void
app_ask(struct app *a, const struct panel *came)
{
	visit_settle(a);
	paint_bell(&a->paint);
	if (a->panel == &panel_chat || a->panel == &panel_help) {
		app_notice(a, _("A question waits for you: Esc goes to it."));
		return;
	}
	if (first_question(a) != came)
		return;
	if (a->focus || a->panel == &panel_ask) /* it goes, with its keys */
		app_deaf(a);
	app_panel(a, came);
}

void
app_deaf(struct app *a)
{
	a->deaf_ms = clock_ms();
}

void
app_show(struct app *a, const struct view *view)
{
	if (a->alarm) {
		a->after_alarm = view;
		return;
	}
	a->on_timer = NULL;
	loop_timer_stop(a->view_timer);
	drop_edit(a);
	a->panel = NULL;
	a->focus = false;
	a->prefix = false;
	a->view = view;
	if (view->enter != NULL)
		view->enter(a);
	app_arm_clock(a);
	if (a->view != view)
		return; /* enter() went on to the next one */
	app_panel_next(a);
}

void
app_arm_clock(struct app *a)
{
	int64_t ms = billclock_wait_ms(&a->clock, clock_ms());

	if (ms >= 0 && a->view == &view_share)
		loop_timer_set(a->clock_timer, ms);
	else
		loop_timer_stop(a->clock_timer);
}

void
app_timer(struct app *a, int64_t ms, void (*fn)(struct app *a))
{
	a->on_timer = fn;
	loop_timer_set(a->view_timer, ms);
}

void
app_notice(struct app *a, const char *text)
{
	str_copy(a->notice, sizeof(a->notice), text);
	a->notice_ms = clock_ms();
	if (a->view != NULL)
		apply_mode(a);
}

/* A question needs all the room that there is. */
static bool
is_tight(const struct app *a)
{
	return a->panel != NULL && a->panel == first_question(a) &&
	    a->paint.rows < SMALL_ROWS;
}

int
app_bar_rows(const struct app *a)
{
	return is_tight(a) ? 2 : paint_bars(a->paint.cols, a->paint.rows);
}

int
app_notice_rows(const struct app *a)
{
	struct rect r = {0, 0, a->panel != NULL ? 1 : NOTICE_ROWS, 0};

	if (is_tight(a))
		return 0;
	r.cols = MAX_OF(a->paint.cols, 1);
	return canvas_wrap(NULL, r, UI_BAR_ALERT, a->notice);
}

static void
draw(struct canvas *c, void *ctx)
{
	struct app *a = ctx;

	a->view->draw(a, c);
}

static const struct paint_events paint_events = {
    .draw = draw,
    .draw_lower = draw,
};

/* --- the end --- */

/* What is queued for the desk is still sent; then the loop has nothing left to
 * do and ends by itself. */
void
app_quit(struct app *a, int exit_code)
{
	if (a->quitting)
		return;
	a->quitting = true;
	a->exit_code = exit_code;
	a->over = true;
	visit_fini(a);
	if (a->visit.ticket != 0 && !a->end.closed && !a->end.by_user)
		visit_say_leave(a, "closed");
	link_desk_stop(a->desk);
	loop_timer_free(a->esc_timer);
	loop_timer_free(a->clock_timer);
	loop_timer_free(a->view_timer);
	loop_timer_free(a->alert_timer);
	loop_timer_free(a->ask_timer);
	loop_timer_free(a->grace_timer);
	loop_timer_free(a->announce_timer);
	loop_timer_free(a->stall_timer);
	loop_timer_free(a->bars_timer);
	paint_leave(&a->paint);
	paint_fini(&a->paint);
	tty_leave(a->tty);
}

static void
fail(struct app *a, int exit_code, const char *text)
{
	str_copy(a->goodbye, sizeof(a->goodbye), text);
	app_quit(a, exit_code);
}

/* --- keys --- */

static void
on_key(const struct keys_event *ev, void *ctx)
{
	struct app *a = ctx;

	if (a->quitting)
		return;
	if (ev->code == KEYS_F12) {
		a->alarm = false;
		if (a->view == &view_end || (a->share == NULL && !a->inner))
			app_quit(a, AGENT_EXIT_OK);
		else
			visit_end(a, "client ended");
		return;
	}
	a->view->key(a, ev);
}

static void
tty_input(const void *bytes, size_t len, void *ctx)
{
	struct app *a = ctx;

	keys_feed(&a->keys, bytes, len, clock_ms(), on_key, a);
	if (a->quitting)
		return;
	if (keys_pending(&a->keys))
		loop_timer_set(a->esc_timer, keys_wait_ms(&a->keys));
	else
		loop_timer_stop(a->esc_timer);
}

static void
esc_due(void *ctx)
{
	struct app *a = ctx;

	keys_flush(&a->keys, on_key, a);
}

static void
tty_drained(void *ctx)
{
	struct app *a = ctx;

	paint_drained(&a->paint);
}

static void
tty_changed(void *ctx)
{
	struct app *a = ctx;
	int cols, rows;

	if (a->quitting)
		return;
	tty_size(a->tty, &cols, &rows);
	if (cols != a->paint.cols || rows != a->paint.rows) {
		paint_size(&a->paint, cols, rows);
		visit_resize(a, cols, rows);
		apply_mode(a);
	}
	paint_reset(&a->paint);
}

/* The window was closed, or somebody ends us: rights first, then the rest. */
static void
tty_hangup(int signum, void *ctx)
{
	struct app *a = ctx;

	log_info("ended by signal %d", signum);
	if (a->share != NULL)
		visit_end(a, "client closed");
	app_quit(a, 128 + signum);
}

static const struct tty_events tty_events = {
    .input = tty_input,
    .drained = tty_drained,
    .changed = tty_changed,
    .hangup = tty_hangup,
};

/* --- timers --- */

static void
clock_due(void *ctx)
{
	struct app *a = ctx;

	app_redraw(a);
	app_arm_clock(a);
}

static void
view_due(void *ctx)
{
	struct app *a = ctx;
	void (*fn)(struct app *) = a->on_timer;

	a->on_timer = NULL;
	if (fn != NULL)
		fn(a);
}

static void
alert_due(void *ctx)
{
	app_redraw(ctx);
}

static void
grace_due(void *ctx)
{
	struct app *a = ctx;

	a->visit.trusted_rights = 0;
	grants_clear(&a->grants);
	app_notice(a, _("The technician did not come back in time. F12 ends."));
}

static void
announce_due(void *ctx)
{
	visit_announce(ctx);
}

/* --- the desk --- */

static void
desk_state(
    enum link_desk_state state, const struct err *why, int retry_s, void *ctx)
{
	struct app *a = ctx;
	char text[sizeof(a->goodbye)];

	a->desk_state = state;
	a->retry_s = retry_s;
	switch (state) {
	case LINK_DESK_KEY:
		log_error("%s", why->text);
		visit_fini(a);
		snprintf(text, sizeof(text), "%s\n%s",
		    _("This is not the service point's computer, or the "
		      "fingerprint was mistyped. Nothing was sent. Copy the "
		      "command once more, or phone the service point."),
		    why->text);
		fail(a, AGENT_EXIT_KEY, text);
		return;
	case LINK_DESK_VERSION:
		log_error("%s", why->text);
		visit_fini(a);
		fail(a, AGENT_EXIT_FAIL, why->text);
		return;
	case LINK_DESK_WAITING:
		a->desk_why = *why;
		a->firm.listed = false;
		visit_desk_lost(a);
		break;
	case LINK_DESK_UP:
		a->greeted = true;
		break;
	default:
		break;
	}
	app_redraw(a);
}

static void
desk_message(const struct msg *m, void *ctx)
{
	struct app *a = ctx;

	if (!a->quitting && !firm_message(a, m))
		visit_desk_message(a, m);
}

static bool
desk_visit(int64_t visit, struct chan_want *want, void *ctx)
{
	return visit_wanted(ctx, visit, want);
}

static const struct link_desk_events desk_events = {
    .state = desk_state,
    .message = desk_message,
    .visit = desk_visit,
};

/* --- start --- */

static void
make_timers(struct app *a)
{
	a->esc_timer = loop_timer_new(a->loop, esc_due, a);
	a->clock_timer = loop_timer_new(a->loop, clock_due, a);
	a->view_timer = loop_timer_new(a->loop, view_due, a);
	a->alert_timer = loop_timer_new(a->loop, alert_due, a);
	a->ask_timer = loop_timer_new(a->loop, visit_ask_due, a);
	a->grace_timer = loop_timer_new(a->loop, grace_due, a);
	a->announce_timer = loop_timer_new(a->loop, announce_due, a);
	a->stall_timer = loop_timer_new(a->loop, visit_keys_stalled, a);
	a->bars_timer = loop_timer_new(a->loop, visit_bars_due, a);
}

static bool
start(struct app *a, struct err *err)
{
	struct link_desk_conf conf = {
	    .host = a->options->host,
	    .port = a->options->port,
	    .fingerprint = a->options->fingerprint,
	    .key = a->home.key,
	};
	int cols, rows;

	a->tty = tty_open(a->loop, &tty_events, a, err);
	if (a->tty == NULL)
		return false;
	tty_size(a->tty, &cols, &rows);
	if (cols < COLS_MIN || rows < ROWS_MIN)
		return err_set(err,
		    _("the terminal is too small (%dx%d): at least %dx%d is "
		      "needed"),
		    cols, rows, COLS_MIN, ROWS_MIN);
	log_take_stderr();
	guard_start();
	make_timers(a);
	paint_init(&a->paint, a->loop, a->tty, &paint_events, a);
	paint_size(&a->paint, cols, rows);
	keys_init(&a->keys);
	app_show(a, &view_connect);
	a->desk = link_desk_new(a->loop, &conf, &desk_events, a);
	return true;
}

static void
fini(struct app *a)
{
	link_desk_free(a->desk);
	tty_close(a->tty);
	loop_free(a->loop);
	home_close(&a->home);
	receipt_fini(&a->receipt);
	form_fini(&a->form);
	drop_edit(a);
}

static void
card_from_options(struct app *a)
{
	const struct options *o = a->options;
	struct app_card *c = &a->card;

	str_copy(c->name, sizeof(c->name), o->name != NULL ? o->name : "");
	str_copy(c->company, sizeof(c->company),
	    o->company != NULL ? o->company : "");
	str_copy(c->nip, sizeof(c->nip), o->nip != NULL ? o->nip : "");
	str_copy(c->phone, sizeof(c->phone), o->phone != NULL ? o->phone : "");
	str_copy(c->problem, sizeof(c->problem),
	    o->problem != NULL ? o->problem : "");
}

int
app_run(struct options *options)
{
	struct app *a = mem_alloc(sizeof(*a));
	struct err err;
	int code, last_words;

	if (!tty_check(&err)) {
		fprintf(stderr, "pomoc-agent: %s\n", err.text);
		free(a);
		return AGENT_EXIT_TERMINAL;
	}
	a->options = options;
	a->visit.lost_ms = -1;
	a->typed_ms = a->deaf_ms = INT64_MIN / 2;
	a->firm.grace_s = LIMIT_resume_s;
	receipt_init(&a->receipt);
	form_init(&a->form);
	card_from_options(a);
	home_open(&a->home);
	a->loop = loop_new();
	/* start() sends the libraries' diagnostics to the log */
	last_words = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	if (start(a, &err)) {
		loop_run(a->loop);
	} else {
		str_copy(a->goodbye, sizeof(a->goodbye), err.text);
		a->exit_code = AGENT_EXIT_TERMINAL;
	}
	fini(a);
	if (a->goodbye[0] != '\0')
		dprintf(last_words, "%s%s\n",
		    a->exit_code != AGENT_EXIT_OK ? "pomoc-agent: " : "",
		    a->goodbye);
	close(last_words);
	code = a->exit_code;
	free(a);
	return code;
}
