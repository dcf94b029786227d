/* Visits begin, live and end: see run_visits.h. */
#include "console/run_visits.h"

#include <stdio.h>
#include <string.h>

#include "console/app/app_send.h"
#include "console/app/app_ticket.h"
#include "console/app/app_wait.h"
#include "console/app/tty_curses.h"
#include "console/config/config_predict.h"
#include "console/dlg/dlg_code.h"
#include "console/view/view_visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/net/forward.h"

/* --- events of a visit --- */

static void
on_changed(struct visit *v, void *ctx)
{
	struct app *a = ctx;

	if (stage_is_shown(&a->stage, v))
		v->activity = false;
	if (v->state == VISIT_CODE || v->state == VISIT_BACK)
		dlg_code(a, v);
	else
		dlg_code_done(a, v);
	if (v->state == VISIT_LOST || v->state == VISIT_OVER) {
		stage_pop_of(&a->stage, v, false);
		/* another's from now on, or not to be heard of */
		model_clock_stop(&a->model, v->ticket, clock_ms());
	}
	stage_redraw(&a->stage);
}

static void
on_say(struct app *a, struct visit *v, const struct msg *m)
{
	tty_bell();
	stage_notice(&a->stage, UI_BAR_ALERT, _("%s says: %s"),
	    app_client(a, v->ticket), msg_str(m, "text"));
}

static void
on_granted(struct app *a, struct visit *v, const struct msg *m)
{
	if ((v->rights & v->wants) == v->wants)
		stage_notice(&a->stage, UI_BAR, _("%s said yes to that."),
		    app_client(a, v->ticket));
	else
		stage_notice(&a->stage, UI_BAR_ALERT,
		    _("%s said no to that, or nothing; you can ask again after "
		      "a minute."),
		    app_client(a, v->ticket));
}

typedef void handler(struct app *a, struct visit *v, const struct msg *m);

static handler *const handlers[MSG_KINDS] = {
    [MSG_SAY] = on_say,
    [MSG_GRANTED] = on_granted,
};

static void
on_told(struct visit *v, const struct msg *m, void *ctx)
{
	if (handlers[msg_kind(m)] != NULL)
		handlers[msg_kind(m)](ctx, v, m);
}

static void
on_alarm(struct visit *v, void *ctx)
{
	struct msg *m = msg_about(MSG_CHECKED, v->ticket);

	msg_put_bool(m, "ok", false);
	app_send(ctx, msg_put_int(m, "left", 0));
}

/* The agents that a code has verified, by their lasting keys and under the name
 * that they had then: a key that is known as another client's proves nothing.
 */
static bool
is_known(struct visit *v, const char *fingerprint, void *ctx)
{
	struct app *a = ctx;
	const struct model_row *row = model_row(&a->model, v->ticket);
	int64_t since_s;

	if (fingerprint == NULL)
		fingerprint = row != NULL ? row->r.key : "";
	return a->clients != NULL &&
	    known_check(a->clients, app_client(a, v->ticket), fingerprint,
		&since_s) == KNOWN_SAME;
}

static void
on_verified(struct visit *v, const char *fingerprint, void *ctx)
{
	struct app *a = ctx;
	struct err err = {0};

	if (a->clients != NULL &&
	    !known_add(a->clients, app_client(a, v->ticket), fingerprint,
		clock_utc_s(), &err))
		log_warn("known clients: %s", err.text);
}

static void
on_tunnel(struct visit *v, void *ctx)
{
	desk_link_tunnel(((struct app *)ctx)->desk);
}

static const struct visit_events visit_events = {
    .changed = on_changed,
    .tunnel = on_tunnel,
    .frame = view_visit_frame,
    .told = on_told,
    .alarm = on_alarm,
    .known = is_known,
    .verified = on_verified,
};

/* --- their twins --- */

static bool
twin_wanted(void *ctx)
{
	const struct app *a = ctx;

	for (int i = 0; i < a->visits; i++)
		if (visit_twin_wanted(a->visit[i]))
			return true;
	return false;
}

static bool
twin_offered(struct chan_want *want, void *ctx)
{
	const struct app *a = ctx;
	const char *host = chan_want_host(want);
	struct visit *v;
	int64_t ticket;

	if (!str_starts(host, VISIT_HOST) ||
	    !str_int(host + strlen(VISIT_HOST), 1, INT64_MAX, &ticket))
		return false;
	v = app_visit(a, ticket);
	return v != NULL && visit_twin(v, want);
}

void
run_visits_begin(struct app *a)
{
	static const struct twin_events events = {
	    .wanted = twin_wanted, .offered = twin_offered};

	desk_link_twin(a->desk, &events, a);
}

/* --- opening and closing --- */

_Static_assert((int)CONFIG_PREDICT_AUTO == (int)PREDICT_AUTO &&
	(int)CONFIG_PREDICT_ALWAYS == (int)PREDICT_ALWAYS &&
	(int)CONFIG_PREDICT_NEVER == (int)PREDICT_NEVER,
    "the words of pomoc.conf are the modes");

static enum predict_mode
predict_mode(const struct config *c)
{
	int mode = words_find(&config_predict_words, c->predict);

	return mode < 0 ? PREDICT_AUTO : (enum predict_mode)mode;
}

static void
open_tab(struct app *a, int64_t ticket)
{
	struct visit *v;
	int i = a->visits;

	if (i == APP_VISITS) {
		stage_notice(&a->stage, UI_BAR_ALERT,
		    _("%d visits are open here; close one first."), APP_VISITS);
		return;
	}
	stage_notice(&a->stage, UI_BAR, "%s", ""); /* of the queue */
	v = visit_new(
	    a->loop, a->key, a->model.firm.me, ticket, &visit_events, a);
	visit_predict(v, predict_mode(&a->config));
	a->visit[a->visits++] = v;
	stage_add_view(&a->stage, i + 1, view_visit_new(a, v));
	stage_show(&a->stage, i + 1);
	visit_connect(v, desk_link_link(a->desk), false);
}

void
run_visits_claimed(struct app *a, int64_t ticket)
{
	struct visit *v = app_visit(a, ticket);

	if (v == NULL) {
		open_tab(a, ticket);
		return;
	}
	stage_show(&a->stage, stage_find_view(&a->stage, v));
	visit_connect(v, desk_link_link(a->desk), true);
}

/* By a desk that ended before it could say so. */
static void
closed_unheard(struct app *a, struct visit *v)
{
	char text[160];

	snprintf(text, sizeof(text),
	    _("ticket %lld is closed; the log tells how it ended"),
	    (long long)v->ticket);
	stage_notice(&a->stage, UI_BAR_ALERT, "%s", text);
	visit_ended(v, text);
	app_close_visit(a, v);
}

/* Put back, handed over, taken: by whomever. */
void
run_visits_rows(struct app *a)
{
	for (int i = a->visits - 1; i >= 0; i--) {
		const struct model_row *row = model_row(
		    &a->model, a->visit[i]->ticket);

		if (row == NULL && a->model.firm.listed)
			closed_unheard(a, a->visit[i]);
		else if (row != NULL && !model_is_mine(&a->model, row))
			visit_finish_as(a->visit[i], BYE_RELEASED);
	}
}

/* A new link to the desk, or none: before the old one is freed. */
void
run_visits_link(struct app *a, struct link *link)
{
	if (link == NULL) {
		memset(a->claim, 0, sizeof(a->claim));
		app_wait_lost(a);
	} else {
		app_wait_linked(a);
	}
	for (int i = 0; i < a->visits; i++) {
		if (link == NULL)
			visit_desk_gone(a->visit[i]);
		else
			visit_connect(a->visit[i], link, false);
	}
}
