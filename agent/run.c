#include "agent/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "agent/guard.h"
#include "agent/panel.h"
#include "agent/tunnel.h"
#include "agent/view.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define COLS_MIN 40
#define ROWS_MIN 10
#define RESUME_MS 3000 /* the desk says queued at once, or never */

struct run {
	struct loop *loop;
	struct tty *tty;
	struct home home;
	struct desk_link *desk;
	struct request request;
	struct visit *visit;
	struct app app;
	struct loop_timer *resume_timer;
	bool remembered; /* the desk is */
};

/* --- the stage --- */

static void
app_shown(void *ctx)
{
	struct run *r = ctx;

	loop_timer_stop(r->resume_timer);
	panel_next(&r->app);
}

/* What is queued for the desk is still sent; then the loop has nothing left to
 * do and ends by itself. */
static void
quit(void *ctx)
{
	struct run *r = ctx;

	visit_stop(r->visit);
	desk_link_stop(r->desk);
	loop_timer_free(r->resume_timer);
	paint_leave(&r->app.paint);
	paint_fini(&r->app.paint);
	tty_leave(r->tty);
}

static const struct app_events app_events = {.shown = app_shown, .quit = quit};

/* --- the request --- */

static void
request_step(enum request_step step, void *ctx)
{
	static const struct view *const views[] = {
	    [REQUEST_TECHNICIAN] = &view_technician,
	    [REQUEST_PRODUCT] = &view_product,
	    [REQUEST_CARD] = &view_form,
	    [REQUEST_SENT] = &view_queue,
	};
	struct run *r = ctx;

	if (r->app.first == NULL && step != REQUEST_SENT)
		r->app.first = views[step];
	app_show(&r->app, views[step]);
}

static void
resume_due(void *ctx)
{
	struct run *r = ctx;

	request_forget(&r->request);
	visit_forget(r->visit);
	app_notice(&r->app,
	    _("The service point does not know this request any more: please "
	      "ask again."));
	request_next(&r->request);
}

static void
request_listed(void *ctx)
{
	struct run *r = ctx;

	if (r->request.ticket == 0)
		request_next(&r->request);
	else if (r->app.vt == NULL && !visit_seen(r->visit)->end.closed)
		loop_timer_set(r->resume_timer, RESUME_MS);
}

static void
request_news(void *ctx)
{
	struct run *r = ctx;

	app_news(&r->app);
}

/* One that he saw for the first time and left is not what he means next time.
 */
static void
remember_desk(struct run *r)
{
	const struct options *o = r->app.options;

	if (!r->remembered)
		home_remember_desk(&r->home, o->host, o->port, o->fingerprint);
	r->remembered = true;
}

static void
request_queued(void *ctx)
{
	struct run *r = ctx;

	remember_desk(r);
	loop_timer_stop(r->resume_timer);
	if (visit_is_on(r->visit) || visit_is_over(r->visit) ||
	    r->app.view == &view_queue || r->app.alarm)
		app_redraw(&r->app);
	else
		app_show(&r->app, &view_queue);
}

static void
say(const char *text, void *ctx)
{
	struct run *r = ctx;

	app_notice(&r->app, text);
}

static const struct request_events request_events = {
    .step = request_step,
    .listed = request_listed,
    .news = request_news,
    .queued = request_queued,
    .notice = say,
};

/* --- the visit --- */

static void
visit_moved(void *ctx)
{
	static const struct view *const views[] = {
	    [VISIT_ALONE] = &view_queue,
	    [VISIT_CODE] = &view_code,
	    [VISIT_CONSENT] = &view_consent,
	    [VISIT_SHARE] = &view_share,
	    [VISIT_END] = &view_end,
	};
	struct run *r = ctx;

	app_show(&r->app, views[visit_seen(r->visit)->step]);
}

static void
visit_warned(void *ctx)
{
	struct run *r = ctx;

	app_show(&r->app, &view_alarm);
}

static void
visit_shell(struct vt *vt, void *ctx)
{
	struct run *r = ctx;

	app_shell(&r->app, vt);
}

static void
visit_asked(enum visit_question q, void *ctx)
{
	struct run *r = ctx;

	panel_came(&r->app, q);
}

static void
visit_closed(enum visit_question q, bool gone, void *ctx)
{
	struct run *r = ctx;

	panel_closed(&r->app, q, gone);
}

static void
visit_deaf(void *ctx)
{
	struct run *r = ctx;

	app_deaf(&r->app);
}

static void
visit_said(void *ctx)
{
	struct run *r = ctx;
	const struct visit_chat *chat = &visit_seen(r->visit)->chat;
	char text[VISIT_TEXT + 32];

	if (r->app.panel == &panel_chat)
		visit_chat_read(r->visit);
	if (r->app.panel != NULL)
		return;
	snprintf(text, sizeof(text), _("%s  F8: answer"),
	    chat->line[(chat->lines - 1) % VISIT_CHAT_LINES]);
	app_notice(&r->app, text);
}

static const struct visit_events visit_events = {
    .moved = visit_moved,
    .warned = visit_warned,
    .shell = visit_shell,
    .asked = visit_asked,
    .closed = visit_closed,
    .deaf = visit_deaf,
    .notice = say,
    .said = visit_said,
};

/* --- keys, and the user's terminal --- */

static void
on_key(const struct keys_event *ev, void *ctx)
{
	struct run *r = ctx;
	struct app *a = &r->app;

	if (a->quitting)
		return;
	if (ev->code != KEYS_F12) {
		/* it has taken a choice back, as any other key */
		bool help = ev->code == KEYS_F1 && ev->mods == 0 &&
		    !app_has_help(a);

		app_key(a, ev);
		if (help)
			app_help(a);
		return;
	}
	a->alarm = a->alarm_again = false;
	if (visit_is_on(r->visit))
		visit_end(r->visit, BYE_CLIENT_ENDED);
	else
		app_quit(a, AGENT_EXIT_OK);
}

static void
tty_input(const void *bytes, size_t len, void *ctx)
{
	struct run *r = ctx;

	stage_feed(&r->app.stage, bytes, len);
}

static void
tty_drained(void *ctx)
{
	struct run *r = ctx;

	paint_drained(&r->app.paint);
}

static void
tty_changed(void *ctx)
{
	struct run *r = ctx;
	struct paint *p = &r->app.paint;
	int cols, rows;

	if (r->app.quitting)
		return;
	tty_size(r->tty, &cols, &rows);
	if (cols != p->cols || rows != p->rows) {
		paint_size(p, cols, rows);
		visit_resize(r->visit);
		app_fit(&r->app);
	}
	paint_reset(p);
}

/* The window was closed, or somebody ends us: rights first, then the rest. */
static void
tty_hangup(int signum, void *ctx)
{
	struct run *r = ctx;

	log_info("ended by signal %d", signum);
	if (r->app.vt != NULL)
		visit_end(r->visit, BYE_CLIENT_CLOSED);
	app_quit(&r->app, 128 + signum);
}

static const struct tty_events tty_events = {
    .input = tty_input,
    .drained = tty_drained,
    .changed = tty_changed,
    .hangup = tty_hangup,
};

/* --- the desk --- */

/* What was written before the screen began is not seen any more. */
static void
tell_lost(struct run *r)
{
	char text[HOME_LOST_SIZE + 200], why[HOME_LOST_SIZE];

	if (r->home.lost[0] == '\0' || r->app.stage.notice[0] != '\0')
		return;
	snprintf(text, sizeof(text),
	    _("Your key cannot be kept here, so the technician will not "
	      "recognise you next time: %s"),
	    utf8_clean(why, sizeof(why), r->home.lost, 0));
	app_notice(&r->app, text);
}

static void
desk_state(enum desk_link_state state, void *ctx)
{
	struct run *r = ctx;
	struct app *a = &r->app;

	a->desk_state = state;
	a->retry_s = desk_link_retry_s(r->desk);
	switch (state) {
	case DESK_LINK_REFUSED:
		app_quit_saying(a,
		    desk_link_wrong_key(r->desk) ? AGENT_EXIT_KEY
						 : AGENT_EXIT_FAIL,
		    desk_link_why(r->desk));
		return;
	case DESK_LINK_WAITING:
		str_copy(
		    a->desk_why, sizeof(a->desk_why), desk_link_why(r->desk));
		loop_timer_stop(r->resume_timer); /* it says that anew */
		request_desk_lost(&r->request);
		visit_desk_lost(r->visit);
		break;
	case DESK_LINK_UP:
		if (a->options->own)
			remember_desk(r);
		home_keep(&r->home);
		if (!a->greeted)
			tell_lost(r);
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
	struct run *r = ctx;

	if (!r->app.quitting && !request_message(&r->request, m))
		visit_message(r->visit, m);
}

static bool
desk_visit(int64_t visit, struct chan_want *want, void *ctx)
{
	struct run *r = ctx;

	return visit_wanted(r->visit, visit, want);
}

static bool
desk_twin_wanted(void *ctx)
{
	struct run *r = ctx;

	return visit_twin_wanted(r->visit);
}

static bool
desk_twin(int64_t visit, struct chan_want *want, void *ctx)
{
	struct run *r = ctx;

	return visit_twin(r->visit, visit, want);
}

static const struct tunnel_events tunnel_events = {
    .visit = desk_visit,
    .twin_wanted = desk_twin_wanted,
    .twin = desk_twin,
};

static void
desk_greeting(void *ctx)
{
	struct run *r = ctx;

	request_greeting(&r->request);
}

static const struct desk_link_events desk_events = {
    .greeting = desk_greeting,
    .state = desk_state,
    .message = desk_message,
};

/* --- start and end --- */

static void
make_parts(struct run *r)
{
	const struct options *o = r->app.options;
	struct visit_conf visit = {
	    .loop = r->loop,
	    .options = o,
	    .home = &r->home,
	    .request = &r->request,
	    .paint = &r->app.paint,
	    .tty = r->tty,
	};

	r->resume_timer = loop_timer_new(r->loop, resume_due, r);
	r->desk = tunnel_new(
	    r->loop, r->home.key, &tunnel_events, &desk_events, r);
	desk_link_through(r->desk, &o->proxy);
	desk_link_to_host(r->desk, o->host, o->port, o->fingerprint);
	r->app.desk = r->request.desk = visit.desk = r->desk;
	r->visit = visit_new(&visit, &visit_events, r);
	r->app.request = &r->request;
	r->app.visit = r->visit;
}

static bool
start(struct run *r, struct err *err)
{
	int cols, rows;

	r->tty = tty_open(r->loop, &tty_events, r, err);
	if (r->tty == NULL)
		return false;
	tty_size(r->tty, &cols, &rows);
	if (cols < COLS_MIN || rows < ROWS_MIN)
		return err_set(err,
		    _("the terminal is too small (%dx%d): at least %dx%d is "
		      "needed"),
		    cols, rows, COLS_MIN, ROWS_MIN);
	log_take_stderr();
	guard_start();
	paint_init(&r->app.paint, r->loop, r->tty, &r->app.stage, on_key, r);
	paint_size(&r->app.paint, cols, rows);
	make_parts(r);
	app_show(&r->app, &view_connect);
	return true;
}

static void
fini(struct run *r)
{
	desk_link_free(r->desk);
	tty_close(r->tty);
	app_fini(&r->app);
	loop_free(r->loop);
	visit_free(r->visit);
	request_fini(&r->request);
	home_close(&r->home);
}

int
run_agent(struct options *options)
{
	struct run *r;
	struct app *a;
	struct err err = {0};
	FILE *last_words;
	int code;

	if (!tty_check(&err)) {
		fprintf(stderr, "pomoc-agent: %s\n", err.text);
		return AGENT_EXIT_TERMINAL;
	}
	r = mem_alloc(sizeof(*r));
	a = &r->app;
	home_open(&r->home);
	r->loop = loop_new();
	app_init(a, r->loop, options, &app_events, r);
	request_init(&r->request, options, &r->home, &request_events, r);
	/* start() sends the libraries' diagnostics to the log */
	last_words = fdopen(os_dup(STDERR_FILENO), "w");
	if (start(r, &err)) {
		loop_run(r->loop);
	} else {
		str_copy(a->goodbye, sizeof(a->goodbye), err.text);
		a->exit_code = AGENT_EXIT_TERMINAL;
	}
	fini(r);
	if (a->goodbye[0] != '\0' && last_words != NULL)
		fprintf(last_words, "%s%s\n",
		    a->exit_code != AGENT_EXIT_OK ? "pomoc-agent: " : "",
		    a->goodbye);
	if (last_words != NULL)
		fclose(last_words);
	code = a->exit_code;
	free(r);
	return code;
}
