#include "shared/conv/twin.h"

#include <stdlib.h>

#include <sodium.h>

#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/conv/backoff.h"
#include "shared/net/forward.h"
#include "shared/net/keys.h"
#include "shared/net/link.h"

#define EMPTY_MS 5000 /* from its log-in to its first channel */
#define STEADY_MS 60000 /* one that carried so long was a good one */

struct twin {
	struct loop *loop;
	const struct twin_events *events;
	void *ctx;
	/* where to */
	struct route to; /* its texts are the next */
	char *addr, *host, *fingerprint;
	struct proxy proxy;
	const struct key *key;
	/* this try */
	struct route_open *route;
	struct link *link;
	struct loop_timer *empty;
	int64_t carries_ms; /* since when, 0 = not yet */
	/* the next one */
	struct backoff backoff;
	struct loop_timer *retry;
};

static void
hang_up(struct twin *t)
{
	struct link *l = t->link;

	route_cancel(t->route);
	t->route = NULL;
	t->link = NULL;
	t->carries_ms = 0;
	loop_timer_stop(t->empty);
	link_abort(l);
}

static void
broken(struct twin *t, const char *why)
{
	int ms;

	if (t->carries_ms != 0 && clock_ms() - t->carries_ms >= STEADY_MS)
		backoff_reset(&t->backoff);
	ms = backoff_next_ms(&t->backoff, randombytes_random());
	hang_up(t);
	log_info("the second link to the desk is down: %s", why);
	loop_timer_set(t->retry, ms);
}

static void
empty_due(void *ctx)
{
	broken(ctx, "it carries nothing");
}

static void
link_up(struct link *l, void *ctx)
{
	struct twin *t = ctx;

	loop_timer_set(t->empty, EMPTY_MS);
}

static void
link_down(struct link *l, const struct err *why, void *ctx)
{
	struct twin *t = ctx;

	t->link = NULL;
	broken(t, why->text);
}

static bool
chan_wanted(struct link *l, struct chan_want *want, void *ctx)
{
	struct twin *t = ctx;

	if (chan_want_kind(want) != CHAN_WANT_FORWARDED ||
	    !t->events->offered(want, t->ctx))
		return false;
	log_info("the second link to the desk carries, too");
	loop_timer_stop(t->empty);
	if (t->carries_ms == 0)
		t->carries_ms = clock_ms();
	return true;
}

static const struct link_events link_events = {
    .up = link_up, .down = link_down, .chan_wanted = chan_wanted};

static void
opened(int fd, const struct err *why, void *ctx)
{
	struct twin *t = ctx;
	struct link_dial_conf conf = {
	    .user = "twin", .fingerprint = t->fingerprint, .key = t->key};

	t->route = NULL;
	if (fd < 0)
		broken(t, why->text);
	else
		t->link = link_dial(t->loop, fd, &conf, &link_events, t);
}

static void
retry_due(void *ctx)
{
	struct twin *t = ctx;

	if (t->events->wanted(t->ctx))
		t->route = route_open(t->loop, &t->to, opened, t);
}

struct twin *
twin_new(struct loop *loop, const struct twin_events *events, void *ctx)
{
	struct twin *t = mem_alloc(sizeof(*t));

	t->loop = loop;
	t->events = events;
	t->ctx = ctx;
	t->retry = loop_timer_new(loop, retry_due, t);
	t->empty = loop_timer_new(loop, empty_due, t);
	t->backoff = (struct backoff){
	    .first_ms = 30000, .unit_ms = 30000, .most_ms = 240000};
	return t;
}

static void
forget_way(struct twin *t)
{
	free(t->addr);
	free(t->host);
	free(t->fingerprint);
	t->addr = t->host = t->fingerprint = NULL;
}

void
twin_free(struct twin *t)
{
	if (t == NULL)
		return;
	twin_stop(t);
	loop_timer_free(t->retry);
	loop_timer_free(t->empty);
	forget_way(t);
	free(t);
}

void
twin_start(struct twin *t, const struct route *to, const struct link *of)
{
	size_t len;
	const uint8_t *blob = key_blob(link_key(of), &len);

	twin_stop(t);
	if (key_blob_in_token(blob, len))
		return;
	forget_way(t);
	t->addr = str_dup(to->addr);
	t->host = str_dup(to->host);
	t->proxy = *to->proxy;
	t->to = (struct route){.host = t->host,
	    .port = to->port,
	    .proxy = &t->proxy,
	    .addr = t->addr};
	t->fingerprint = str_dup(link_peer_fingerprint(of));
	t->key = link_key(of);
	backoff_reset(&t->backoff);
	loop_timer_set(t->retry, 0);
}

void
twin_stop(struct twin *t)
{
	if (t == NULL)
		return;
	hang_up(t);
	loop_timer_stop(t->retry);
}
