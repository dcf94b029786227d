/*
 * A program's link to its desk: dials, checks the pinned key, logs in, greets
 * and is greeted, keeps alive, and comes back by itself after a break (at once,
 * then after 2, 4 ... 30 s). It never goes on with a desk that shows another
 * key.
 *
 *   OFF -(told where to)-> DIALING -(link, channel, hello)-> welcome -> UP
 *                           ^    |                               |
 *                     timer |    +-- broken, silent, closed -----+
 *                         WAITING <-+        |
 *             another key, or a version that is final -> REFUSED
 *
 * It moves messages and knows which are legal when, not what they mean: that is
 * the owner's. What only one kind of program does (how its channel comes to be,
 * what it proves, in which words it fails) is its side, which is handed in.
 *
 * Callbacks come from the loop; everything but desk_link_free() may be called
 * in them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/conv/twin.h"
#include "shared/net/forward.h"
#include "shared/net/link.h"
#include "shared/net/proxy.h"
#include "shared/wire/msg.h"

struct desk_link;

enum desk_link_state {
	DESK_LINK_OFF, /* told nowhere to go, or stopped */
	DESK_LINK_DIALING,
	DESK_LINK_WAITING, /* tries again in desk_link_retry_s() */
	DESK_LINK_UP, /* greeted: messages flow */
	DESK_LINK_REFUSED /* for good: desk_link_why() says why */
};

struct desk_link_events {
	/* Every message but the bookkeeping ones (ping, error). */
	void (*message)(const struct msg *m, void *ctx);
	/* It changed. Before UP, welcome was delivered. */
	void (*state)(enum desk_link_state state, void *ctx);
	/* Hello was sent: what is said now goes with it [nothing]. */
	void (*greeting)(void *ctx);
};

/* What NULL means is in brackets. */
struct desk_link_side {
	const char *user; /* the name to log in with */
	const char *program; /* as in hello, without its version */
	enum msg_route hears;
	/* Logged in: see that the channel comes, by one of the two below. */
	void (*up)(struct desk_link *d, struct link *l, void *self);
	/* The desk opens a channel; as link_events.chan_wanted [refused]. */
	bool (*wanted)(struct desk_link *d, struct chan_want *want, void *self);
	/* Adds to hello [nothing]. */
	void (*hello)(struct msg *m, void *self);
	/* A message, before its owner has it; false ends the link, err says
	 * why [nothing]. */
	bool (*hears_first)(struct desk_link *d, const struct msg *m,
	    void *self, struct err *err);
	/* The last look at what is sent; false: it is not [nothing]. */
	bool (*sign)(struct msg *m, void *self, struct err *err);
	/* The desk does not take the key: says it better [nothing]. */
	void (*unknown)(struct err *why, void *self);
	/* N_(): said before the two keys when the desk has another one. */
	const char *other_key;
	/* N_(): said before the two versions, and it is over [it is tried
	 * again: one of them may be brought up to date]. */
	const char *other_version;
	/* Nothing of this link is there any more [nothing]. */
	void (*down)(void *self);
	void (*free)(void *self);
};

/* key, side and self must outlive it, which side->free() ends. */
struct desk_link *desk_link_new(struct loop *loop, const struct key *key,
    const struct desk_link_side *side, void *self,
    const struct desk_link_events *events, void *ctx);
/* What was sent still goes out, as by link_close(). */
void desk_link_free(struct desk_link *d);

/* Every host from now on by that proxy, which also looks its name up. Copied.
 */
void desk_link_through(struct desk_link *d, const struct proxy *p);
/* Right after it is made: its tunnels may have twins, where the desk is far. */
void desk_link_twin(
    struct desk_link *d, const struct twin_events *events, void *ctx);
/* There is a tunnel more. */
void desk_link_tunnel(struct desk_link *d);
/* Where to; connects soon, also if it is connected. The texts are copied. */
void desk_link_to_host(
    struct desk_link *d, const char *host, int port, const char *fingerprint);
/* A connected descriptor, the callee's; -1 with err. */
typedef int desk_link_open_fn(void *ctx, struct err *err);
/* The same, by another way than a dial. */
void desk_link_to_open(struct desk_link *d, desk_link_open_fn *open,
    void *open_ctx, const char *fingerprint);
/* Sends what is queued, then hangs up until told where to; no callback comes
 * any more, not even this state. */
void desk_link_stop(struct desk_link *d);
/* Does not wait for the next try. */
void desk_link_retry(struct desk_link *d);

/* Takes m over; false when there is no link to send it over. */
bool desk_link_send(struct desk_link *d, struct msg *m);
/* Said in every later hello; "" forgets it. */
void desk_link_resume(struct desk_link *d, const char *secret);
/* How far the conversation is: what the desk may say next. */
enum msg_stage desk_link_stage(const struct desk_link *d);
void desk_link_set_stage(struct desk_link *d, enum msg_stage stage);

enum desk_link_state desk_link_state(const struct desk_link *d);
/* The last failure, one sentence; "" when there was none since it was up. */
const char *desk_link_why(const struct desk_link *d);
/* Refused because the desk has another key than the one that was given. */
bool desk_link_wrong_key(const struct desk_link *d);
/* Seconds until the next try, 0 unless waiting. */
int desk_link_retry_s(const struct desk_link *d);
/* NULL unless it is up; for chan_open_direct(). */
struct link *desk_link_link(const struct desk_link *d);

/* --- for the side --- */

/* Opens the channel as a subsystem of that name. */
void desk_link_open(struct desk_link *d, const char *subsystem);
/* Takes it from the desk; false when there is one already. */
bool desk_link_take(struct desk_link *d, struct chan_want *want);
/* What answers there is of no use. */
void desk_link_break(struct desk_link *d, const char *why);
