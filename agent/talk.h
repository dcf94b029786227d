/*
 * The inner conversation with a technician's console (subsystem pomoc-visit):
 * greeting, check code, consent, chat. Bytes in, bytes out; no socket and no
 * screen, so that every order of messages can be tried.
 *
 * It decides what may be said when. It gives no right: the owner asks the user
 * on `ready` and calls talk_granted().
 */
#ifndef AGENT_TALK_H
#define AGENT_TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/sas.h"
#include "shared/wire/peer.h"

struct talk_events {
	void (*send)(const void *bytes, size_t len, void *ctx);
	/* Show this code. */
	void (*code)(const char text[SAS_TEXT_SIZE], void *ctx);
	/* What the technician typed was right, or not and left tries remain.
	 */
	void (*checked)(bool ok, int left, void *ctx);
	/* All is proven: time for consent. */
	void (*ready)(void *ctx);
	void (*say)(const char *text, void *ctx);
	void (*ask)(unsigned right, const char *text, void *ctx);
	void (*bye)(const char *why, void *ctx);
};

enum talk_step {
	TALK_HELLO,
	TALK_COMMITTED, /* waits for the technician's nonce */
	TALK_SHOWN, /* waits for the code to be typed */
	TALK_READY, /* waits for the user's consent */
	TALK_IN, /* let in at least once */
	TALK_OVER
};

struct talk {
	const struct talk_events *events;
	void *ctx;
	struct peer peer;
	enum talk_step step;
	bool code; /* is a check code needed? */
	struct sas_keys keys;
	uint8_t nonce[SAS_NONCE];
	int misses;
	int cols;
	int rows;
};

/* The blobs in keys must outlive the talk. nonce is fresh random. */
void talk_init(struct talk *t, const struct sas_keys *keys,
    const uint8_t nonce[SAS_NONCE], bool code, int cols, int rows,
    const struct talk_events *events, void *ctx);
void talk_fini(struct talk *t);
/* False: the guest broke the rules, err says how; end its link. */
bool talk_feed(struct talk *t, const void *data, size_t len, int64_t now_ms,
    struct err *err);

/* The rights in force, at the first yes and after every change; 0 with why "no"
 * is a refused consent. Ignored before `ready`. */
void talk_granted(struct talk *t, unsigned mask, bool hidden, const char *why);
void talk_say(struct talk *t, const char *text);
void talk_size(struct talk *t, int cols, int rows);
/* who: "user" or "technician"; said when it changes. */
void talk_typing(struct talk *t, const char *who);
void talk_bye(struct talk *t, const char *why);

#endif
