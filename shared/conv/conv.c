#include "shared/conv/conv.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/core/limits.h"

typedef bool send_fn(const void *bytes, size_t len, void *ctx);

static bool
send_line(struct msg *m, send_fn *send, void *ctx)
{
	struct buf line = BUF_INIT;
	struct err err = {0};
	bool ok = msg_write(m, &line, &err);

	if (ok)
		ok = send(buf_data(&line), line.len, ctx);
	else
		log_error("%s not sent: %s", msg_name(m), err.text);
	buf_fini(&line);
	msg_free(m);
	return ok;
}

bool
conv_write(struct chan *c, const void *bytes, size_t len)
{
	return c != NULL && chan_write(c, bytes, len) != IO_CLOSED;
}

static bool
to_chan(const void *bytes, size_t len, void *ctx)
{
	return conv_write(ctx, bytes, len);
}

bool
conv_send_over(struct chan *c, struct msg *m)
{
	return send_line(m, to_chan, c);
}

bool
conv_send(struct conv *c, struct msg *m)
{
	return send_line(m, c->events->send, c->ctx);
}

void
conv_init(struct conv *c, enum msg_route hears, int rate, int burst,
    const struct conv_events *events, void *ctx)
{
	memset(c, 0, sizeof(*c));
	c->events = events;
	c->ctx = ctx;
	peer_init(&c->peer, hears, rate, burst, 0);
	conv_begin(c, 0);
}

void
conv_fini(struct conv *c)
{
	peer_fini(&c->peer);
}

void
conv_begin(struct conv *c, int64_t now_ms)
{
	struct peer *p = &c->peer;
	enum msg_route hears = p->route;
	int rate = p->rate, burst = p->burst;

	peer_fini(p);
	peer_init(p, hears, rate, burst, now_ms);
	alive_start(&c->alive, LIMIT_ping_s, LIMIT_dead_s, now_ms);
	c->pings = 0;
	c->pinged_ms = c->rtt_ms = -1;
}

/* --- messages --- */

/* Only the answer to the last question counts, and once. */
static bool
on_pong(struct conv *c, struct msg *m, struct err *err)
{
	if (c->pinged_ms < 0 || msg_int(m, "n") != c->pings)
		return true;
	c->rtt_ms = (int)(c->fed_ms - c->pinged_ms);
	c->pinged_ms = -1;
	return c->events->message(m, c->ctx, err);
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	struct conv *c = ctx;

	alive_heard(&c->alive, c->fed_ms);
	switch (msg_kind(m)) {
	case MSG_PING:
		(void)conv_send(
		    c, msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
		return true;
	case MSG_PONG:
		return on_pong(c, m, err);
	default:
		return c->events->message(m, c->ctx, err);
	}
}

bool
conv_feed(struct conv *c, const void *data, size_t len, int64_t now_ms,
    struct err *err)
{
	c->fed_ms = now_ms;
	return peer_feed(&c->peer, data, len, now_ms, on_message, c, err);
}

/* --- signs of life --- */

void
conv_ping(struct conv *c, int64_t now_ms)
{
	c->pinged_ms = now_ms;
	(void)conv_send(c, msg_put_int(msg_new(MSG_PING), "n", ++c->pings));
}

enum alive_step
conv_look(struct conv *c, int64_t now_ms, int64_t *next_ms)
{
	enum alive_step step = alive_look(&c->alive, now_ms, next_ms);

	if (step == ALIVE_ASK)
		conv_ping(c, now_ms);
	return step;
}

/* --- greetings --- */

struct msg *
conv_greeting(enum msg_kind kind, const char *program)
{
	struct msg *m = msg_new(kind);
	char name[64];

	snprintf(name, sizeof(name), "%s %s", program, POMOC_VERSION);
	msg_put_int(m, "v", MSG_VERSION);
	msg_put_str(m, "program", name);
	if (kind == MSG_HELLO)
		msg_put_str(m, "lang", i18n_lang());
	return m;
}

bool
conv_fits(const struct msg *greeting)
{
	return msg_int(greeting, "v") == MSG_VERSION;
}
