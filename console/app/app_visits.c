/* The visits that are open in this console, one tab each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "console/app/app.h"
#include "console/app/tty_curses.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/ui/dialog.h"

static int
find(const struct app *a, const struct visit *v)
{
	for (int i = 0; i < a->visits; i++)
		if (a->visit[i] == v)
			return i;
	return -1;
}

struct visit *
app_visit(const struct app *a, int64_t ticket)
{
	for (int i = 0; i < a->visits; i++)
		if (a->visit[i]->ticket == ticket)
			return a->visit[i];
	return NULL;
}

const void *
app_owner(const struct app *a, int64_t ticket)
{
	const struct visit *v = app_visit(a, ticket);

	return v != NULL && app_is_shown(a, v) ? v : NULL;
}

const char *
app_client(const struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);
	static char number[32];

	if (row != NULL)
		return model_client(row);
	snprintf(number, sizeof(number), "#%lld", (long long)ticket);
	return number;
}

/* --- events of a visit --- */

static void
on_changed(struct visit *v, void *ctx)
{
	struct app *a = ctx;

	if (app_is_shown(a, v))
		v->activity = false;
	if (v->state == VISIT_CODE || v->state == VISIT_BACK)
		dlg_code(a, v);
	else
		dlg_code_done(a, v);
	if (v->state == VISIT_LOST || v->state == VISIT_OVER)
		app_pop_of(a, v, false);
	app_redraw(a);
}

static void
on_frame(struct visit *v, void *ctx)
{
	struct app *a = ctx;
	uint32_t bells = vt_grid(v->vt)->bells;

	if (!app_is_shown(a, v)) {
		if (!v->activity) {
			v->activity = true;
			app_redraw(a);
		}
		visit_shown_soon(v);
		return;
	}
	if (bells != v->bells)
		tty_bell();
	v->bells = bells;
	app_redraw(a);
}

static void
on_said(struct visit *v, const char *text, void *ctx)
{
	struct app *a = ctx;

	tty_bell();
	app_notice(
	    a, UI_BAR_ALERT, _("%s says: %s"), app_client(a, v->ticket), text);
}

static void
on_alarm(struct visit *v, void *ctx)
{
	struct msg *m = msg_new(MSG_CHECKED);

	msg_put_int(m, "ticket", v->ticket);
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
		fingerprint = row != NULL ? row->key : "";
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

static const struct visit_events events = {
    .changed = on_changed,
    .frame = on_frame,
    .said = on_said,
    .alarm = on_alarm,
    .known = is_known,
    .verified = on_verified,
};

/* --- opening and closing --- */

static void
open_tab(struct app *a, int64_t ticket)
{
	struct visit *v;
	int i = a->visits;

	if (i == APP_VISITS) {
		app_notice(a, UI_BAR_ALERT,
		    _("%d visits are open here; close one first."), APP_VISITS);
		return;
	}
	v = visit_new(a->loop, a->key, a->model.me, ticket, &events, a);
	a->visit[i] = v;
	a->visit_view[i] = view_visit_new(a, v);
	/* the log is the last tab: it moves on */
	if (a->shown == a->visits + 1)
		a->shown++;
	a->visits++;
	app_show(a, i + 1);
	visit_connect(v, attach_link(a->attach), false);
}

void
app_claimed(struct app *a, int64_t ticket)
{
	struct visit *v = app_visit(a, ticket);

	if (v == NULL) {
		open_tab(a, ticket);
		return;
	}
	app_show(a, find(a, v) + 1);
	visit_connect(v, attach_link(a->attach), true);
}

static void
claim(struct app *a, int64_t ticket)
{
	int i = 0;

	while (i < APP_VISITS - 1 && a->claim[i] != 0 && a->claim[i] != ticket)
		i++;
	if (app_send_ticket(a, MSG_CLAIM, ticket))
		a->claim[i] = ticket;
}

bool
app_claim_answered(struct app *a, int64_t ticket)
{
	for (int i = 0; i < APP_VISITS; i++)
		if (a->claim[i] == ticket) {
			a->claim[i] = 0;
			return true;
		}
	return false;
}

static bool
may_claim(struct app *a, void *ctx)
{
	const struct model_row *row = model_row(
	    &a->model, (int64_t)(intptr_t)ctx);

	if (row != NULL && model_is_waiting(row))
		return true;
	if (row != NULL && row->by[0] != '\0')
		app_notice(a, UI_BAR_ALERT, _("%s is with %s already."),
		    model_client(row), row->by);
	return false;
}

static void
claim_asked(struct app *a, int value, void *ctx)
{
	if (value == 1)
		claim(a, (int64_t)(intptr_t)ctx);
}

/* As a client cannot ask for a technician who does not serve his product, so
 * none takes him without having read it. */
static void
ask_claim(struct app *a, const struct model_row *row)
{
	const struct model_technician *me = model_technician(
	    &a->model, a->model.me);
	char *text = str_fmt(
	    _("%s needs help with %s. The desk knows you for other products: "
	      "%s."),
	    model_client(row), row->product, me->products);
	struct dialog *d = dlg_ask(a, _("Not your product"), text, DIALOG_ESC,
	    claim_asked, (void *)(intptr_t)row->ticket, NULL);

	free(text);
	if (d == NULL)
		return;
	dialog_add(d, 't', _("&take the client all the same"), 1);
	dialog_add(d, 'l', _("&leave him to others"), 2);
	dlg_ask_while(d, may_claim);
}

void
app_open_ticket(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);

	if (row == NULL)
		return;
	if (model_is_waiting(row)) {
		if (model_serves(&a->model, a->model.me, row))
			claim(a, ticket);
		else
			ask_claim(a, row);
		return;
	}
	if (!model_is_mine(&a->model, row)) {
		app_notice(a, UI_BAR_ALERT, _("%s is with %s already."),
		    model_client(row), row->by);
		return;
	}
	app_ask_again(a, ticket);
}

void
app_ask_again(struct app *a, int64_t ticket)
{
	struct visit *v = app_visit(a, ticket);

	if (v != NULL && v->state != VISIT_OVER)
		app_show(a, find(a, v) + 1);
	else
		claim(a, ticket);
}

/* By a desk that ended before it could say so. */
static void
closed_unheard(struct app *a, struct visit *v)
{
	char text[160];

	snprintf(text, sizeof(text),
	    _("ticket %lld is closed; the log tells how it ended"),
	    (long long)v->ticket);
	app_notice(a, UI_BAR_ALERT, "%s", text);
	visit_ended(v, text);
	app_close_visit(a, v);
}

/* Put back, handed over, taken: by whomever. */
void
app_visits_rows(struct app *a)
{
	for (int i = a->visits - 1; i >= 0; i--) {
		const struct model_row *row = model_row(
		    &a->model, a->visit[i]->ticket);

		if (row == NULL && a->model.listed)
			closed_unheard(a, a->visit[i]);
		else if (row != NULL && !model_is_mine(&a->model, row))
			visit_taken(a->visit[i]);
	}
}

void
app_close_visit(struct app *a, struct visit *v)
{
	int i = find(a, v), tab = i + 1;

	if (i < 0)
		return;
	app_pop_of(a, v, true);
	loop_defer(a->loop, a->visit_view[i].ops->free, a->visit_view[i].self);
	visit_free(v);
	a->visits--;
	for (; i < a->visits; i++) {
		a->visit[i] = a->visit[i + 1];
		a->visit_view[i] = a->visit_view[i + 1];
	}
	if (a->shown == tab)
		a->shown = 0;
	else if (a->shown > tab)
		a->shown--;
	app_redraw(a);
}

void
app_close_visits(struct app *a)
{
	while (a->visits > 0)
		app_close_visit(a, a->visit[a->visits - 1]);
}

/* A new link to the desk, or none: before the old one is freed. */
void
app_visits_link(struct app *a, struct link *link)
{
	if (link == NULL)
		memset(a->claim, 0, sizeof(a->claim));
	for (int i = 0; i < a->visits; i++) {
		if (link == NULL)
			visit_desk_gone(a->visit[i]);
		else
			visit_connect(a->visit[i], link, false);
	}
}
