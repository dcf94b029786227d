/*
 * A link: one SSH connection over any connected stream descriptor, as server
 * or as client. Non-blocking; driven by the loop.
 *
 * What it does: transport, one public-key log-in, limits. What goes through it
 * are chans (chan.h) and forwards (forward.h). It knows nothing of messages.
 *
 * Callbacks come from the loop, never from inside a call of this header except
 * where said, and never from inside libssh: in all of them everything may be
 * called, also link_close() and chan_close() of the object itself.
 *
 * Life: link_serve()/link_dial() -> up -> ... -> down. After down() returned
 * the link is gone by itself. link_close() and link_abort() are the owner's
 * way out: no callback of the link comes afterwards, not even down.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/net/keys.h"
#include "shared/net/loop.h"

struct link;
struct chan_want;

/* Why a link ended; the err of down() has the sentence. */
enum link_end {
	LINK_END_NONE, /* it has not */
	LINK_END_PEER, /* the other side closed it */
	LINK_END_TIMEOUT, /* log-in took too long, or the peer vanished */
	LINK_END_NOT_SSH, /* what answers there does not speak SSH */
	LINK_END_HOST_KEY, /* pinned fingerprint differs; nothing was sent */
	LINK_END_AUTH, /* no key was accepted */
	LINK_END_ABUSE, /* a limit was broken */
	LINK_END_BUSY, /* the desk has no place; see refusal.h */
	LINK_END_ERROR /* anything else */
};

/* 0 in a field means its default (in brackets). */
struct link_limits {
	int kex_ms; /* banner and key exchange [10000] */
	int login_ms; /* until up, from the start [20000] */
	int auth_tries; /* refused attempts before the end [6] */
	int chans; /* at once, peer's and ours [16] */
	size_t out_pause; /* chan queue: IO_AGAIN from here [256 KiB] */
	size_t out_close; /* chan queue: the link ends here [4 MiB] */
	uint32_t packet_min; /* smallest maximum packet of a peer [1024] */
	int resizes_s; /* window changes taken per second [10] */
	uint64_t rekey_bytes; /* new keys after so much [1 GiB] */
	int requests_s; /* channel opens and requests per second [100] */
};

/* How far a client has come. */
enum link_step {
	LINK_STEP_GREETED, /* what answers there speaks SSH */
	LINK_STEP_KEY /* and has the right key */
};

struct link_events {
	/* Logged in. */
	void (*up)(struct link *l, void *ctx);
	/* Over. Its chans got `closed` just before. */
	void (*down)(struct link *l, const struct err *why, void *ctx);
	/* The peer wants a channel (forward.h). Accept it with
	 * chan_want_accept(), now or later, and return true; false refuses.
	 * NULL refuses all. */
	bool (*chan_wanted)(struct link *l, struct chan_want *w, void *ctx);
	/* Server: the peer asks for a forward of that name (any bytes; check
	 * it). At most one per link, a second ends it. NULL refuses. */
	bool (*forward_wanted)(struct link *l, const char *name, void *ctx);
	/* Client: on its way to up, each once; the link must not be let go in
	 * it. */
	void (*step)(struct link *l, enum link_step step, void *ctx);
};

struct link_serve_conf {
	const struct key *host_key; /* must outlive the link */
	/* May this key log in under this name? Asked several times per log-in
	 * and before the peer proved that it has the key: decide only, record
	 * nothing. Who it is stands in link_user() and link_peer_*() once up.
	 */
	bool (*auth)(const char *user, const char *fingerprint,
	    const uint8_t *blob, size_t blob_len, void *ctx);
	struct link_limits limits;
	/* A word in shared memory that holds id while libssh works on this
	 * link and 0 otherwise; NULL = none. */
	volatile uint64_t *busy_mark;
	uint64_t busy_id;
	/* Counts the calls into libssh: the same number later, with the mark
	 * set, is the same call. NULL = none. */
	volatile uint64_t *busy_calls;
};

struct link_dial_conf {
	const char *user; /* the fixed name, "agent" or "tech" */
	const char *fingerprint; /* pinned; NULL = take any (the check code
				  * binds it later) */
	/* Must outlive the link. Those chained to it are tried after it. */
	const struct key *key;
	struct link_limits limits;
	volatile uint64_t *busy_mark;
	uint64_t busy_id;
};

/* fd becomes the link's. Never fails at once: down() tells. */
struct link *link_serve(struct loop *loop, int fd,
    const struct link_serve_conf *conf, const struct link_events *events,
    void *ctx);
struct link *link_dial(struct loop *loop, int fd,
    const struct link_dial_conf *conf, const struct link_events *events,
    void *ctx);

/* The owner lets go: chans get `closed` from inside this call, nothing else
 * comes. What is queued is still sent, for at most 2 s. NULL is accepted. */
void link_close(struct link *l);
/* The same, at once and without sending. */
void link_abort(struct link *l);

/* Refused attempts before the end, from now on: for an auth callback that has
 * seen the log-in name. */
void link_set_auth_tries(struct link *l, int tries);

enum link_end link_end(const struct link *l); /* in down() */
/* Log-in name. Valid as long as the link. */
const char *link_user(const struct link *l);
/* The key that it has logged in with, one of those that it was given; client.
 */
const struct key *link_key(const struct link *l);
/* The other side's proven key: a server sees the client's, a client the host
 * key. Valid from up on, as long as the link ("" and NULL before). */
const char *link_peer_fingerprint(const struct link *l);
const uint8_t *link_peer_blob(const struct link *l, size_t *len);
struct loop *link_loop(const struct link *l);
