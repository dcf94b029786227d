/*
 * One conversation in messages, from either side: what each of them does the
 * same. Lines are cut and judged (wire/peer.h), pings are answered, our own are
 * numbered and timed, and every sign of life is noted (core/alive.h). Bytes in,
 * bytes out: no socket, no timer, no clock, so that every order of bytes can be
 * tried.
 *
 * The owner carries the bytes, moves the stage on (conv->peer.stage), looks
 * with conv_look() when it is time to, and says what messages mean.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/alive.h"
#include "shared/net/chan.h"
#include "shared/wire/peer.h"

struct conv_events {
	/* Bytes for the other side; false when they cannot go. */
	bool (*send)(const void *bytes, size_t len, void *ctx);
	/* Every message but pings, and of pongs the one that was waited for.
	 * False ends the conversation; it may not be freed in here. */
	peer_fn *message;
};

struct conv {
	const struct conv_events *events;
	void *ctx;
	struct peer peer;
	struct alive alive;
	int64_t fed_ms; /* the last time */
	int64_t pings; /* sent */
	int64_t pinged_ms; /* the last, -1 = it was answered */
	int rtt_ms; /* to the other side and back, -1 = not known */
};

/* events: as long as the conversation. */
void conv_init(struct conv *c, enum msg_route hears, int rate, int burst,
    const struct conv_events *events, void *ctx);
void conv_fini(struct conv *c);
/* From the start, as over a new channel: nothing is said yet. */
void conv_begin(struct conv *c, int64_t now_ms);

/* False: the other side broke the rules, or a message said false; err says
 * how. */
bool conv_feed(struct conv *c, const void *data, size_t len, int64_t now_ms,
    struct err *err);
/* Takes m over. False when it could not go. */
bool conv_send(struct conv *c, struct msg *m);
/* Is the other side still there? Asks it when it is time to; *next_ms is when
 * to look again, from now. */
enum alive_step conv_look(struct conv *c, int64_t now_ms, int64_t *next_ms);
/* Asks in any case, to know how far it is. */
void conv_ping(struct conv *c, int64_t now_ms);

/* hello or welcome, with what all of them say: version, program ("NAME VERSION"
 * of this build), and in hello the language. */
struct msg *conv_greeting(enum msg_kind kind, const char *program);
/* Its sender speaks the version of this program. */
bool conv_fits(const struct msg *greeting);
/* For who has no conversation, only a channel (NULL: it goes nowhere). Takes m
 * over. */
bool conv_send_over(struct chan *c, struct msg *m);
/* For events.send of one over a channel; NULL, or a closed one: false. */
bool conv_write(struct chan *c, const void *bytes, size_t len);
