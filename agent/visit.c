/* The technician's visit: who comes, what he may, and how it ends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/app.h"
#include "agent/signed.h"
#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

#define ANNOUNCE_MS 500 /* of quiet begin a new burst */
#define ANNOUNCE_BURST 6

/* To whose presence at which price, as it is shown. */
static void
what_is_agreed(const struct app *a, struct consent *c)
{
	const struct price *p = app_price(a);

	*c = (struct consent){.ticket = a->visit.ticket};
	str_copy(c->technician, sizeof(c->technician), a->visit.key);
	if (p != NULL)
		consent_set_price(c, p, p->vat_bp);
}

static void
tell_rights(struct app *a, enum msg_kind kind, bool yes)
{
	char list[GRANT_LIST_SIZE];
	struct msg *m = msg_new(kind);
	struct consent about;

	what_is_agreed(a, &about);
	msg_put_int(m, "visit", a->visit.visit);
	if (kind == MSG_CONSENT)
		msg_put_bool(m, "yes", yes);
	msg_put_str(m, "rights", grant_print(list, a->grants.held));
	if (kind == MSG_CONSENT)
		signed_consent(a->home.key, &about, m);
	else
		signed_rights(a->home.key, &about, m);
	link_desk_send(a->desk, m);
	a->told_rights = a->grants.held;
}

/* What changed in rights is to be seen and heard. */
void
visit_alert(struct app *a)
{
	a->alert_ms = clock_ms() + APP_ALERT_MS;
	loop_timer_set(a->alert_timer, APP_ALERT_MS);
	paint_bell(&a->paint);
	app_redraw(a);
}

/* A key that is held down must not look like an attack: of many announcements
 * in a row all but the first few wait for each other. The gate never waits. */
static bool
may_announce(struct app *a)
{
	int64_t now_ms = clock_ms();

	if (now_ms - a->announced_ms >= ANNOUNCE_MS)
		a->announced = 0;
	a->announced_ms = now_ms;
	return a->announced++ < ANNOUNCE_BURST;
}

void
visit_announce(struct app *a)
{
	struct vt *vt = a->share != NULL ? share_vt(a->share) : NULL;

	if (a->inner == NULL || !a->inner_ready)
		return;
	if (!may_announce(a)) {
		loop_timer_set(a->announce_timer, ANNOUNCE_MS);
		return;
	}
	inner_grant(
	    a->inner, visit_rights(a), a->hidden, vt, a->held ? "asked" : "");
	if (a->told_rights != a->grants.held)
		tell_rights(a, MSG_RIGHTS, true);
}

static void
rights_changed(struct app *a)
{
	struct vt *vt = a->share != NULL ? share_vt(a->share) : NULL;

	a->visit.trusted_rights = a->grants.held;
	visit_settle(a);
	if (a->inner != NULL && a->inner_ready)
		inner_see(a->inner, a->grants.held, a->hidden, vt);
	visit_announce(a);
	visit_alert(a);
}

/* --- the guest's link --- */

static int64_t
grace_ms(const struct app *a)
{
	return 1000 * MIN_OF(a->firm.grace_s, a->options->grace_s);
}

/* The same key as before, and not away for too long. */
static bool
is_trusted(const struct app *a)
{
	const struct app_visit *v = &a->visit;

	if (v->trusted_rights == 0 || strcmp(v->trusted, v->key) != 0 ||
	    strcmp(v->trusted_name, v->technician) != 0)
		return false;
	return v->lost_ms < 0 || clock_ms() - v->lost_ms < grace_ms(a);
}

static void
on_ready(void *ctx)
{
	struct app *a = ctx;

	if (a->visit.fits && !a->visit.proven)
		visit_code_proven(a);
	if (is_trusted(a)) {
		a->inner_ready = true;
		/* a desk that was killed may have lost that row */
		if (!a->visit.proven)
			visit_code_tell(a, true, SAS_MISSES,
			    options_pinned(a->options, a->visit.key));
		visit_consent(a, a->visit.trusted_rights, "");
		return;
	}
	/* what another one held, or he himself long ago, is not his now */
	grants_clear(&a->grants);
	a->visit.trusted_rights = 0;
	loop_timer_stop(a->grace_timer);
	if (!a->visit.proven && !options_pinned(a->options, a->visit.key)) {
		/* it was trusted when he came, and is not any more */
		visit_drop_guest(a, "grace");
		visit_show_alone(a);
		return;
	}
	a->inner_ready = true;
	if (options_pinned(a->options, a->visit.key))
		visit_code_tell(a, true, SAS_MISSES, true);
	app_show(a, &view_consent);
	paint_bell(&a->paint);
}

static void
add_chat(struct app *a, const char *who, const char *text)
{
	char safe[APP_TEXT];
	struct app_chat *c = &a->chat;
	char *line = c->line[c->lines++ % APP_CHAT_LINES];
	char *both = str_fmt("%s: %s", who, text);

	utf8_clean(safe, sizeof(safe), both, 0);
	str_copy(line, APP_TEXT, safe);
	free(both);
}

static void
on_say(const char *text, void *ctx)
{
	struct app *a = ctx;

	add_chat(a, a->visit.technician, text);
	if (a->panel != &panel_chat)
		a->chat.unread++;
	paint_bell(&a->paint);
}

static void
on_ask(unsigned right, const char *text, void *ctx)
{
	struct app *a = ctx;

	if (!grants_ask(&a->grants, right, clock_ms(), NULL)) {
		if (a->grants.asked == 0) /* he shall not wait for it */
			visit_announce(a);
		return;
	}
	loop_timer_set(a->ask_timer, GRANT_ANSWER_MS);
	a->asked = right;
	utf8_clean(a->asked_text, sizeof(a->asked_text), text, 200);
	app_ask(a, &panel_ask);
}

/* Back to where the user was without the technician. */
void
visit_show_alone(struct app *a)
{
	if (a->view == &view_consent)
		app_deaf(a);
	if (a->share != NULL)
		app_show(a, &view_share);
	else
		app_show(a, &view_queue);
}

/* Once for each consent: visits that fail do not make the grace longer, and one
 * that is replaced has it too. */
static void
begin_grace(struct app *a)
{
	struct app_visit *v = &a->visit;

	if (v->lost_ms >= 0 || v->trusted_rights == 0)
		return;
	v->lost_ms = clock_ms();
	if (grace_ms(a) > 0)
		loop_timer_set(a->grace_timer, grace_ms(a));
}

void
visit_drop_guest(struct app *a, const char *why)
{
	struct inner *in = a->inner;

	if (in == NULL)
		return;
	begin_grace(a);
	a->inner = NULL;
	a->inner_ready = false;
	a->grants.asked = 0;
	visit_settle(a);
	if (a->panel == &panel_ask) {
		app_deaf(a);
		app_panel_next(a);
	}
	inner_free(in, why);
}

void
visit_replace_guest(struct app *a)
{
	visit_drop_guest(a, "replaced");
	if (a->view == &view_code || a->view == &view_consent)
		visit_show_alone(a);
}

/* What a user without a technician reads until one comes again. */
static void
say_after_no(struct app *a, const char *why)
{
	struct app_visit *v = &a->visit;

	if (str_eq(why, "shell"))
		snprintf(v->after, sizeof(v->after),
		    _("The shell cannot be started here, so %s was not let in."),
		    v->technician);
	else if (str_eq(why, "over"))
		snprintf(v->after, sizeof(v->after),
		    _("The visit of %s is over. Nothing happens until %s asks "
		      "again; q leaves."),
		    v->technician, v->technician);
	else if (str_eq(why, "gone"))
		snprintf(v->after, sizeof(v->after),
		    _("%s is not connected any more and was not let in. "
		      "Nothing happens until %s connects again; q leaves."),
		    v->technician, v->technician);
	else if (str_eq(why, "late"))
		snprintf(v->after, sizeof(v->after),
		    _("%s was not let in in time. Nothing happens until %s "
		      "asks again; q leaves."),
		    v->technician, v->technician);
	else
		snprintf(v->after, sizeof(v->after),
		    _("You did not let %s in. Nothing happens until %s asks "
		      "again; q leaves."),
		    v->technician, v->technician);
}

void
visit_guest_lost(struct app *a, const char *why)
{
	bool in_share = a->view == &view_share;

	log_info("the technician's link is gone: %s", why);
	visit_drop_guest(a, why);
	if (in_share) {
		visit_alert(a);
	} else if (a->view == &view_code || a->view == &view_consent) {
		if (a->visit.after[0] == '\0')
			say_after_no(a, "gone");
		visit_show_alone(a);
	}
}

static void
on_gone(const char *why, void *ctx)
{
	struct app *a = ctx;
	bool misses = a->view == &view_code && a->visit.misses >= SAS_MISSES;

	visit_guest_lost(a, why);
	if (misses)
		visit_code_alarm(a,
		    _("The code was typed wrong three times: nobody was let "
		      "in. Hang up and phone the number that you know."));
}

static const struct inner_events inner_events = {
    .code = visit_code_shown,
    .fits = visit_code_fits,
    .missed = visit_code_missed,
    .ready = on_ready,
    .keys = visit_guest_keys,
    .say = on_say,
    .ask = on_ask,
    .gone = on_gone,
};

bool
visit_wanted(struct app *a, int64_t visit, struct chan_want *want)
{
	struct inner_conf conf = {
	    .host_key = a->home.host_key,
	    .agent_key = a->home.key,
	    .technician_key = a->visit.key,
	    .pinned = options_pinned(a->options, a->visit.key),
	    .back_misses = a->visit.back_misses,
	};

	if (a->over || visit != a->visit.visit || a->visit.key[0] == '\0')
		return false;
	visit_replace_guest(a);
	a->visit.fits = false;
	a->visit.proven = false;
	conf.code = !conf.pinned && !is_trusted(a);
	if (a->visit.exchanges >= SAS_EXCHANGES) {
		conf.refuse = "exchanges";
		visit_code_too_many(a);
	} else if (a->view == &view_alarm) {
		conf.refuse = "warned";
	} else {
		a->visit.after[0] = '\0';
	}
	conf.cols = a->paint.cols;
	conf.rows = a->paint.rows - paint_bars(a->paint.cols, a->paint.rows);
	grid_clamp(&conf.cols, &conf.rows);
	a->inner = inner_new(a->loop, want, &conf, &inner_events, a);
	return true;
}

/* --- the share --- */

static void
share_changed(void *ctx)
{
	struct app *a = ctx;
	bool guest_first = strcmp(a->typist, "technician") == 0;

	visit_output(a);
	/* the echo first goes to the one who typed */
	if (a->inner != NULL && guest_first)
		inner_dirty(a->inner);
	paint_share(&a->paint);
	if (a->inner != NULL && !guest_first)
		inner_dirty(a->inner);
}

/* Rights first; the shell and all it started; the link stays. */
void
visit_close(struct app *a, const char *why)
{
	struct share *s = a->share;

	a->over = true;
	grants_clear(&a->grants);
	a->visit.trusted_rights = 0;
	loop_timer_stop(a->grace_timer);
	if (a->inner != NULL)
		inner_grant(a->inner, 0, false, NULL, why);
	visit_drop_guest(a, why);
	a->panel = NULL;
	a->share = NULL;
	visit_settle(a);
	paint_mode(&a->paint, NULL, 0, false);
	share_free(s);
}

/* What it comes to at most, until the desk tells the amount. */
static void
take_amount(struct app *a)
{
	struct bill_now now;

	billclock_now(&a->clock, clock_ms(), &now);
	a->end.worked_s = now.worked_s;
	a->end.net_gr = now.net_gr;
	a->end.gross_gr = now.gross_gr;
}

static void
share_ended(int status, void *ctx)
{
	struct app *a = ctx;

	log_info("the shell has ended with status %d", status);
	take_amount(a);
	visit_close(a, "shell ended");
	visit_say_leave(a, "shell ended");
	app_show(a, &view_end);
}

static const struct share_events share_events = {
    .changed = share_changed,
    .ended = share_ended,
    .room = visit_keys_room,
};

static bool
start_share(struct app *a)
{
	struct err err;

	if (a->share != NULL)
		return true;
	a->share = share_new(a->loop, a->options->command, a->paint.cols,
	    a->paint.rows - paint_bars(a->paint.cols, a->paint.rows),
	    &share_events, a, &err);
	if (a->share != NULL)
		return true;
	log_error("cannot start the shell: %s", err.text);
	err_wrap(&err, _("The shell cannot be started"));
	app_notice(a, err.text);
	return false;
}

void
visit_consent(struct app *a, unsigned mask, const char *why)
{
	if (a->inner == NULL || !a->inner_ready)
		return;
	if (mask != 0 && !start_share(a)) {
		mask = 0;
		why = "shell";
	}
	grants_clear(&a->grants);
	grants_give(&a->grants, mask);
	tell_rights(a, MSG_CONSENT, mask != 0);
	log_info("consent for %s: %s", a->visit.technician,
	    mask != 0 ? "yes" : "no");
	if (mask == 0) {
		inner_grant(a->inner, 0, false, NULL, why);
		a->visit.trusted_rights = 0;
		say_after_no(a, why);
		visit_drop_guest(a, why);
		visit_show_alone(a);
		return;
	}
	visit_code_remember(a);
	str_copy(a->visit.trusted, sizeof(a->visit.trusted), a->visit.key);
	str_copy(a->visit.trusted_name, sizeof(a->visit.trusted_name),
	    a->visit.technician);
	a->visit.trusted_rights = mask;
	a->visit.lost_ms = -1;
	loop_timer_stop(a->grace_timer);
	if (a->view != &view_share)
		app_show(a, &view_share);
	visit_settle(a);
	inner_grant(a->inner, visit_rights(a), a->hidden, share_vt(a->share),
	    a->held ? "asked" : "");
	visit_alert(a);
}

void
visit_over(struct app *a, const char *why)
{
	a->visit.trusted_rights = 0;
	loop_timer_stop(a->grace_timer);
	say_after_no(a, why);
	visit_guest_lost(a, why);
	app_redraw(a);
}

/* What was asked has its answer. */
static void
close_ask(struct app *a)
{
	if (a->panel != &panel_ask || (a->grants.asked & a->asked) != 0)
		return;
	a->asked = a->grants.asked & (0u - a->grants.asked); /* the next */
	a->asked_text[0] = '\0';
	app_panel_next(a);
}

void
visit_give(struct app *a, unsigned right)
{
	if (a->inner == NULL || !a->inner_ready ||
	    grants_hold(&a->grants, right))
		return;
	grants_answer(&a->grants, right, true, clock_ms());
	grants_give(&a->grants, right);
	close_ask(a);
	rights_changed(a);
}

void
visit_refuse(struct app *a, unsigned right)
{
	if (!grants_answer(&a->grants, right, false, clock_ms()))
		return;
	close_ask(a);
	rights_changed(a);
}

void
visit_ask_due(void *ctx)
{
	struct app *a = ctx;

	if (a->grants.asked == 0)
		return;
	visit_refuse(a, a->grants.asked);
	app_notice(a, _("Nobody answered the technician's question: no."));
}

/* Local: from the next line on nothing of his passes the gate. */
void
visit_take(struct app *a, unsigned right)
{
	if (grants_take(&a->grants, right) == 0)
		return;
	if (a->share != NULL && (right & (GRANT_TYPE | GRANT_VIEW)))
		share_drop_keys(a->share);
	rights_changed(a);
}

void
visit_hide(struct app *a, bool on)
{
	if (a->hidden == on)
		return;
	a->hidden = on;
	if (on && a->share != NULL)
		share_drop_keys(a->share);
	rights_changed(a);
}

void
visit_say(struct app *a, const char *text)
{
	if (a->inner == NULL || text[0] == '\0')
		return;
	add_chat(a, _("you"), text);
	inner_say(a->inner, text);
	app_redraw(a);
}

void
visit_resize(struct app *a, int cols, int rows)
{
	if (a->share == NULL)
		return;
	rows -= paint_bars(cols, rows);
	grid_clamp(&cols, &rows);
	share_resize(a->share, cols, rows);
	if (a->inner != NULL)
		inner_dirty(a->inner);
}

/* --- the end --- */

void
visit_end(struct app *a, const char *why)
{
	take_amount(a);
	a->end.by_user = true;
	visit_close(a, why);
	visit_say_leave(a, why);
	link_desk_stop(a->desk);
	app_show(a, &view_end);
}

void
visit_fini(struct app *a)
{
	struct share *s = a->share;

	grants_clear(&a->grants);
	visit_drop_guest(a, "ended");
	a->share = NULL;
	share_free(s);
}
