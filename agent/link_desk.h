/*
 * The agent's way to the desk: dials, checks the pinned key, asks for the
 * forward, speaks the control conversation, pings, and comes back by itself
 * after a break (at once, then after 2, 4 ... 30 s with jitter).
 *
 * It knows which messages are legal when, not what they mean: that is the
 * owner's. It never goes on with a desk that shows another key or speaks
 * another version. Callbacks come from the loop; everything but
 * link_desk_free() may be called in them.
 */
#ifndef AGENT_LINK_DESK_H
#define AGENT_LINK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/net/forward.h"
#include "shared/net/keys.h"
#include "shared/net/loop.h"
#include "shared/wire/msg.h"

struct link_desk;

enum link_desk_state {
	LINK_DESK_DIALING,
	LINK_DESK_WAITING, /* until the next try; why says what happened */
	LINK_DESK_UP, /* greeted: messages flow */
	LINK_DESK_KEY, /* over: another host key */
	LINK_DESK_VERSION, /* over: another version */
	LINK_DESK_STOPPED /* over: link_desk_stop() */
};

struct link_desk_events {
	/* retry_s only with WAITING. why is never NULL. */
	void (*state)(enum link_desk_state state, const struct err *why,
	    int retry_s, void *ctx);
	/* Every message but the bookkeeping ones (ping, error). */
	void (*message)(const struct msg *m, void *ctx);
	/* The desk opens "visit-N": accept the want or return false. */
	bool (*visit)(int64_t visit, struct chan_want *want, void *ctx);
};

struct link_desk_conf {
	const char *host;
	int port;
	const char *fingerprint;
	const struct key *key; /* the agent's own */
};

/* Copies host and fingerprint; dials soon. */
struct link_desk *link_desk_new(struct loop *loop,
    const struct link_desk_conf *conf, const struct link_desk_events *events,
    void *ctx);
/* Greeted: what is sent is heard. */
bool link_desk_is_up(const struct link_desk *d);
/* Drops everything at once. */
void link_desk_free(struct link_desk *d);
/* Sends what is queued, then hangs up for good; no callback comes any more. */
void link_desk_stop(struct link_desk *d);
/* Takes m over, also when there is no link (it is dropped then: false). */
bool link_desk_send(struct link_desk *d, struct msg *m);
/* Said in every later hello; "" forgets it. */
void link_desk_resume(struct link_desk *d, const char *secret);
/* The ticket's course decides what the desk may say next. */
void link_desk_stage(struct link_desk *d, enum msg_stage stage);
/* Does not wait for the next try. */
void link_desk_retry(struct link_desk *d);

/* Pure, for tests: seconds before try n (0 = the first after a break). random
 * is any number. */
int link_desk_delay_ms(int n, uint32_t random);

#endif
