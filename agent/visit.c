/*
 * The life of a visit, and what the technician says in it.
 *
 *	ALONE -a technician whose key is not trusted-> CODE -it fits-> CONSENT
 *	      -one who was let in before, or is pinned-> CONSENT, or SHARE again
 *	CONSENT -yes-> SHARE   -no-> back alone
 *	SHARE   stays when he is gone: the shell is the user's; he comes back
 *	        within the grace with what he had, later as a stranger
 *	any     gone, dropped-> SHARE when there is a shell, else ALONE
 *	        closed by the desk, ended by the user-> END, after which nobody
 *	        comes
 */
#include "agent/visit.h"

#include <stdlib.h>

#include "agent/visit_impl.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"

/* --- the technician --- */

static void
on_ready(void *ctx)
{
	struct visit *v = ctx;

	if (v->seen.fits && !v->seen.proven)
		visit_code_proven(v);
	if (visit_is_trusted(v)) {
		v->seen.ready = true;
		/* a desk that was killed may have lost that row */
		if (!v->seen.proven)
			visit_tell_code(v, true, SAS_MISSES,
			    options_pinned(v->at.options, v->seen.key));
		visit_consent(v, v->trusted_rights, BYE_NO);
		return;
	}
	/* what another one held, or he himself long ago, is not his now */
	grants_clear(&v->seen.grants);
	visit_distrust(v);
	if (!v->seen.proven && !options_pinned(v->at.options, v->seen.key)) {
		/* it was trusted when he came, and is not any more */
		visit_drop_guest(v, BYE_GRACE);
		visit_show_alone(v);
		return;
	}
	v->seen.ready = true;
	if (options_pinned(v->at.options, v->seen.key))
		visit_tell_code(v, true, SAS_MISSES, true);
	visit_go(v, VISIT_CONSENT);
	paint_bell(v->at.paint);
}

static void
add_chat(struct visit *v, const char *who, const char *text)
{
	struct visit_chat *c = &v->seen.chat;
	char *line = c->line[c->lines++ % VISIT_CHAT_LINES];
	char *both = str_fmt("%s: %s", who, text);

	str_copy(line, VISIT_TEXT, UTF8_CLEAN(VISIT_TEXT, both, 0));
	free(both);
}

static void
on_say(struct visit *v, const struct msg *m)
{
	add_chat(v, v->seen.technician, msg_str(m, "text"));
	v->seen.chat.unread++;
	paint_bell(v->at.paint);
	v->events->said(v->ctx);
}

typedef void handler(struct visit *v, const struct msg *m);

static handler *const handlers[MSG_KINDS] = {
    [MSG_SAY] = on_say,
    [MSG_ASK] = visit_asked,
};

static void
on_heard(const struct msg *m, void *ctx)
{
	if (handlers[msg_kind(m)] != NULL)
		handlers[msg_kind(m)](ctx, m);
}

static void
on_gone(const char *why, void *ctx)
{
	struct visit *v = ctx;
	bool misses = visit_is_at(v, VISIT_CODE) &&
	    v->seen.misses >= SAS_MISSES;

	log_info("the technician went: %s", why);
	visit_guest_lost(v, BYE_BROKEN);
	if (misses)
		visit_code_alarm(v,
		    _("The code was typed wrong three times: nobody was let "
		      "in. Hang up and phone the number that you know."));
}

static const struct inner_events inner_events = {
    .talk.code = visit_code_shown,
    .talk.fits = visit_code_fits,
    .talk.missed = visit_code_missed,
    .talk.ready = on_ready,
    .talk.heard = on_heard,
    .keys = visit_guest_keys,
    .echo = visit_guest_echo,
    .gone = on_gone,
};

/* What the user's terminal has room for. */
static void
share_size(const struct visit *v, int *cols, int *rows)
{
	const struct paint *p = v->at.paint;

	*cols = p->cols;
	*rows = p->rows - paint_bars(p->cols, p->rows);
	grid_clamp(cols, rows);
}

bool
visit_wanted(struct visit *v, int64_t visit, struct chan_want *want)
{
	struct inner_conf conf = {
	    .host_key = v->at.home->host_key,
	    .agent_key = v->at.home->key,
	    .technician_key = v->seen.key,
	    .pinned = options_pinned(v->at.options, v->seen.key),
	    .back_misses = v->seen.back_misses,
	};

	if (v->over || visit != v->seen.visit || v->seen.key[0] == '\0')
		return false;
	visit_replace_guest(v);
	v->seen.fits = false;
	v->seen.proven = false;
	conf.code = !conf.pinned && !visit_is_trusted(v);
	if (v->exchanges >= SAS_EXCHANGES) {
		conf.refuse = BYE_EXCHANGES;
		visit_code_too_many(v);
	} else if (v->seen.warned) {
		conf.refuse = BYE_WARNED;
	} else {
		v->seen.after[0] = '\0';
	}
	share_size(v, &conf.cols, &conf.rows);
	v->inner = inner_new(v->at.loop, want, &conf, &inner_events, v);
	return true;
}

bool
visit_twin_wanted(const struct visit *v)
{
	return v->inner != NULL && inner_twin_wanted(v->inner);
}

bool
visit_twin(struct visit *v, int64_t visit, struct chan_want *want)
{
	return v->inner != NULL && visit == v->seen.visit &&
	    inner_twin(v->inner, want);
}

/* --- the user --- */

void
visit_say(struct visit *v, const char *text)
{
	if (v->inner == NULL || text[0] == '\0')
		return;
	add_chat(v, _("you"), text);
	talk_say(
	    inner_talk(v->inner), msg_put_str(msg_new(MSG_SAY), "text", text));
	paint_redraw(v->at.paint);
}

void
visit_chat_read(struct visit *v)
{
	v->seen.chat.unread = 0;
}

void
visit_resize(struct visit *v)
{
	int cols, rows;

	if (v->share == NULL)
		return;
	share_size(v, &cols, &rows);
	share_resize(v->share, cols, rows);
	if (v->inner != NULL)
		inner_dirty(v->inner);
}

void
visit_end(struct visit *v, enum bye why)
{
	visit_take_amount(v);
	v->seen.end.by_user = true;
	v->seen.warned = false;
	visit_close(v, why);
	visit_say_leave(v, why);
	desk_link_stop(v->at.desk);
	visit_go(v, VISIT_END);
}

/* --- life --- */

static void
alert_due(void *ctx)
{
	struct visit *v = ctx;

	paint_redraw(v->at.paint);
}

struct visit *
visit_new(
    const struct visit_conf *conf, const struct visit_events *events, void *ctx)
{
	struct visit *v = mem_alloc(sizeof(*v));

	v->at = *conf;
	v->events = events;
	v->ctx = ctx;
	v->lost_ms = -1;
	v->seen.unlisted = conf->home->technicians == NULL;
	v->seen.typed_ms = INT64_MIN / 2;
	v->seen.typist = -1;
	receipt_init(&v->seen.receipt);
	v->alert_timer = loop_timer_new(conf->loop, alert_due, v);
	v->ask_timer = loop_timer_new(conf->loop, visit_ask_due, v);
	v->grace_timer = loop_timer_new(conf->loop, visit_grace_due, v);
	v->announce_timer = loop_timer_new(conf->loop, visit_announce, v);
	v->stall_timer = loop_timer_new(conf->loop, visit_keys_stalled, v);
	v->bars_timer = loop_timer_new(conf->loop, visit_bars_due, v);
	return v;
}

void
visit_forget(struct visit *v)
{
	v->seen.clock.known = false;
}

void
visit_stop(struct visit *v)
{
	const struct visit_end *e = &v->seen.end;
	struct share *s = v->share;

	v->over = true;
	grants_clear(&v->seen.grants);
	visit_drop_guest(v, BYE_ENDED);
	v->share = NULL;
	v->events->shell(NULL, v->ctx);
	share_free(s);
	if (v->at.request->ticket != 0 && !e->closed && !e->by_user)
		visit_say_leave(v, BYE_CLIENT_CLOSED);
	loop_timer_free(v->alert_timer);
	loop_timer_free(v->ask_timer);
	loop_timer_free(v->grace_timer);
	loop_timer_free(v->announce_timer);
	loop_timer_free(v->stall_timer);
	loop_timer_free(v->bars_timer);
}

void
visit_free(struct visit *v)
{
	if (v == NULL)
		return;
	receipt_fini(&v->seen.receipt);
	free(v);
}
