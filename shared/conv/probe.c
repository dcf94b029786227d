#include "shared/conv/probe.h"

#include <stdlib.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/conv/conv.h"
#include "shared/net/forward.h"

#define STEP_MS 10000 /* for the way back, and for the answer */

struct probe {
	const char *program;
	const struct probe_events *events;
	void *ctx;
	struct conv conv;
	struct chan *chan;
	struct loop_timer *late;
	bool over;
};

static void
failed(struct probe *p, const char *why)
{
	struct err err = {0};

	if (p->over)
		return;
	p->over = true;
	loop_timer_stop(p->late);
	err_set(&err, "%s", why);
	p->events->failed(&err, p->ctx);
}

static void
late(void *ctx)
{
	failed(ctx, _("no answer"));
}

static void
forwarded(struct link *l, bool ok, void *ctx)
{
	if (!ok)
		failed(ctx, _("what answers there is no desk of pomoc"));
}

/* --- the conversation --- */

static bool
send_bytes(const void *bytes, size_t len, void *ctx)
{
	struct probe *p = ctx;

	return conv_write(p->chan, bytes, len);
}

/* The first word of it is all that is heard. */
static bool
heard(struct msg *m, void *ctx, struct err *err)
{
	struct probe *p = ctx;

	if (p->over)
		return false;
	if (msg_kind(m) != MSG_WELCOME) {
		failed(p,
		    msg_kind(m) == MSG_ERROR
			? msg_str(m, "text")
			: _("what answers there is no desk of pomoc"));
		return false;
	}
	p->over = true;
	loop_timer_stop(p->late);
	p->events->answered(m, p->ctx);
	return false;
}

static const struct conv_events conv_events = {
    .send = send_bytes, .message = heard};

static size_t
data(
    struct chan *c, const uint8_t *bytes, size_t len, bool is_stderr, void *ctx)
{
	struct probe *p = ctx;
	struct err err = {0};

	if (!is_stderr && !p->over &&
	    !conv_feed(&p->conv, bytes, len, clock_ms(), &err))
		failed(p, err.text);
	return len;
}

static void
closed(struct chan *c, const struct err *why, void *ctx)
{
	struct probe *p = ctx;

	p->chan = NULL;
	/* a link that ended tells for itself, with a better reason */
	if (link_end(chan_link(c)) == LINK_END_NONE)
		failed(p,
		    why->text[0] != '\0' ? why->text
					 : _("the desk closed the connection"));
}

static const struct chan_events chan_events = {.data = data, .closed = closed};

static void
say_hello(struct probe *p)
{
	struct msg *m = conv_greeting(MSG_HELLO, p->program);

	msg_put_bool(m, "aside", true);
	(void)conv_send(&p->conv, m);
	loop_timer_set(p->late, STEP_MS);
}

bool
probe_wanted(struct probe *p, struct chan_want *want)
{
	if (p->over || p->chan != NULL ||
	    chan_want_kind(want) != CHAN_WANT_FORWARDED ||
	    !str_eq(chan_want_host(want), "control"))
		return false;
	p->chan = chan_want_accept(want, &chan_events, p);
	if (p->chan == NULL)
		return true;
	if (p->events->reached != NULL)
		p->events->reached(p->ctx);
	say_hello(p);
	return true;
}

/* --- life --- */

struct probe *
probe_new(struct loop *loop, struct link *l, const char *program,
    const struct probe_events *events, void *ctx)
{
	struct probe *p = mem_alloc(sizeof(*p));

	p->program = program;
	p->events = events;
	p->ctx = ctx;
	conv_init(&p->conv, MSG_DESK_AGENT, 0, 0, &conv_events, p);
	conv_begin(&p->conv, clock_ms());
	p->late = loop_timer_new(loop, late, p);
	loop_timer_set(p->late, STEP_MS);
	forward_request(l, "pomoc", forwarded, p);
	return p;
}

void
probe_free(struct probe *p)
{
	if (p == NULL)
		return;
	loop_timer_free(p->late);
	conv_fini(&p->conv);
	free(p);
}
