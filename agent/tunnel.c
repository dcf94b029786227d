#include "agent/tunnel.h"

#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"

#define FORWARD_NAME "pomoc"
#define HOLD_MS 5000 /* for the message about a visit that is there already */

struct tunnel {
	struct loop *loop;
	struct desk_link *desk;
	const struct tunnel_events *events;
	void *ctx;
	/* a visit that came before the message about it */
	struct chan_want *held;
	int64_t held_visit;
	struct loop_timer *hold;
};

/* --- a visit that is early --- */

static bool
begin(struct tunnel *t, int64_t visit, struct chan_want *w)
{
	if (!t->events->visit(visit, w, t->ctx))
		return false;
	desk_link_tunnel(t->desk);
	return true;
}

/* Channels and messages come in through different doors, and the channel may be
 * faster than the message that announces it. */
static void
offer_held(void *self)
{
	struct tunnel *t = self;

	if (t->held != NULL && begin(t, t->held_visit, t->held)) {
		t->held = NULL;
		loop_timer_stop(t->hold);
	}
}

static void
held_gone(void *self)
{
	struct tunnel *t = self;

	t->held = NULL;
}

static void
hold_due(void *self)
{
	struct tunnel *t = self;
	struct chan_want *w = t->held;

	t->held = NULL;
	if (w != NULL)
		chan_want_refuse(w);
}

static bool
hold(struct tunnel *t, int64_t visit, struct chan_want *w)
{
	if (t->held != NULL)
		return false;
	t->held = w;
	t->held_visit = visit;
	chan_want_keep(w, held_gone, t);
	loop_timer_set(t->hold, HOLD_MS);
	return true;
}

/* --- channels --- */

static bool
visit_number(const char *host, int64_t *visit)
{
	return str_starts(host, "visit-") &&
	    str_int(host + 6, 1, INT64_C(1) << 53, visit);
}

static bool
wanted(struct desk_link *d, struct chan_want *w, void *self)
{
	struct tunnel *t = self;
	const char *host = chan_want_host(w);
	int64_t visit;

	if (chan_want_kind(w) != CHAN_WANT_FORWARDED)
		return false;
	if (str_eq(host, "control"))
		return desk_link_take(d, w);
	if (desk_link_state(d) != DESK_LINK_UP || !visit_number(host, &visit))
		return false;
	return begin(t, visit, w) || hold(t, visit, w);
}

static bool
twin_wanted(void *self)
{
	struct tunnel *t = self;

	return t->events->twin_wanted(t->ctx);
}

static bool
twin_offered(struct chan_want *w, void *self)
{
	struct tunnel *t = self;
	int64_t visit;

	return visit_number(chan_want_host(w), &visit) &&
	    t->events->twin(visit, w, t->ctx);
}

static const struct twin_events twin_events = {
    .wanted = twin_wanted, .offered = twin_offered};

static void
forward_done(struct link *l, bool ok, void *ctx)
{
	if (!ok)
		desk_link_break(
		    ctx, _("what answers there is no desk of pomoc"));
}

static void
up(struct desk_link *d, struct link *l, void *self)
{
	forward_request(l, FORWARD_NAME, forward_done, d);
}

/* --- messages --- */

/* What it means for what may come next. */
static bool
hears_first(
    struct desk_link *d, const struct msg *m, void *self, struct err *err)
{
	struct tunnel *t = self;

	switch (msg_kind(m)) {
	case MSG_QUEUED:
		if (desk_link_stage(d) == MSG_READY)
			desk_link_set_stage(d, MSG_QUEUE);
		break;
	case MSG_PICKED:
		desk_link_set_stage(d, MSG_VISIT);
		break;
	case MSG_RELEASED:
		desk_link_set_stage(d, MSG_QUEUE);
		break;
	default:
		break;
	}
	if (t->held != NULL)
		loop_soon(t->loop, offer_held, t);
	return true;
}

/* --- life --- */

static void
down(void *self)
{
	struct tunnel *t = self;

	t->held = NULL; /* it goes with its link */
	loop_timer_stop(t->hold);
}

static void
tunnel_free(void *self)
{
	struct tunnel *t = self;

	loop_forget(t->loop, t);
	loop_timer_free(t->hold);
	free(t);
}

static const struct desk_link_side side = {
    .user = "agent",
    .program = "pomoc-agent",
    .hears = MSG_DESK_AGENT,
    .up = up,
    .wanted = wanted,
    .hears_first = hears_first,
    .other_key = N_("This is not the service point's computer, or the "
		    "fingerprint was mistyped. Nothing was sent. Copy the "
		    "command once more, or phone the service point."),
    .other_version = N_("this program and the desk are of different "
			"versions: ask the service point for a fitting one"),
    .down = down,
    .free = tunnel_free,
};

struct desk_link *
tunnel_new(struct loop *loop, const struct key *key,
    const struct tunnel_events *tunnel, const struct desk_link_events *events,
    void *ctx)
{
	struct tunnel *t = mem_alloc(sizeof(*t));

	t->loop = loop;
	t->events = tunnel;
	t->ctx = ctx;
	t->hold = loop_timer_new(loop, hold_due, t);
	t->desk = desk_link_new(loop, key, &side, t, events, ctx);
	desk_link_twin(t->desk, &twin_events, t);
	return t->desk;
}
