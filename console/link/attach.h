/*
 * The console's link to its desk: over TCP to a standalone one, over a
 * socketpair to the embedded one; the same from there on. Logs in, opens the
 * subsystem `pomoc`, greets, keeps alive, and when the link is lost connects
 * again at once, then after 2, 4 ... 30 seconds. A wrong host key is never
 * retried.
 *
 * It moves messages and knows the state of the link, not what messages mean.
 * Callbacks come from the loop.
 */
#ifndef CONSOLE_ATTACH_H
#define CONSOLE_ATTACH_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/net/link.h"
#include "shared/wire/msg.h"

struct attach;

enum attach_state {
	ATTACH_OFF, /* not started, or stopped */
	ATTACH_CONNECTING,
	ATTACH_UP, /* greeted by the desk */
	ATTACH_WAITING, /* tries again in attach_retry_s() */
	ATTACH_REFUSED /* will not try again: attach_why() says why */
};

struct attach_events {
	/* Every message from the desk but ping and pong. */
	void (*message)(const struct msg *m, void *ctx);
	/* The state changed; on ATTACH_UP welcome was just delivered. */
	void (*state)(enum attach_state state, void *ctx);
};

/* key must outlive it; events are copied. */
struct attach *attach_new(struct loop *loop, const struct key *key,
    const struct attach_events *events, void *ctx);
void attach_free(struct attach *a);

/* Only for commands: the desk does not take him for being here. Before it is
 * told where to. */
void attach_set_aside(struct attach *a);
/* Where to: both copy their texts, and (re)start connecting at once. */
void attach_to_host(
    struct attach *a, const char *host, int port, const char *fingerprint);
/* connector is the other end of desk_options.connector_fd; it stays the
 * caller's and must be open until attach_stop(). */
void attach_to_embedded(
    struct attach *a, int connector, const char *fingerprint);
/* Ends the link and tries no more until told where to. */
void attach_stop(struct attach *a);

/* Takes ownership of m. False when there is no link to send it over. */
bool attach_send(struct attach *a, struct msg *m);
enum attach_state attach_state(const struct attach *a);
/* The last failure, "" when there was none; one sentence. */
const char *attach_why(const struct attach *a);
/* Refused because the desk has another key than the one that was given. */
bool attach_wrong_key(const struct attach *a);
/* Seconds until the next try, 0 unless waiting. */
int attach_retry_s(const struct attach *a);
/* NULL unless ATTACH_UP; for chan_open_direct(). */
struct link *attach_link(const struct attach *a);

#endif
