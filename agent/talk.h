/*
 * The inner conversation with a technician's console (subsystem pomoc-visit):
 * greeting, check code both ways, consent, chat. Bytes in, bytes out; no socket
 * and no screen, so that every order of messages can be tried.
 *
 * It decides what may be said when. It gives no right: the owner asks the user
 * on `ready` and calls talk_granted(). No message of the guest leads to `ready`
 * where a code is needed: only talk_typed() with what the user typed does.
 *
 *   HELLO -hello-> COMMITTED -nonce-> SHOWN -code ok-> BACK -typed-> READY
 *     |                                 | ^                ^           |
 *     | no code needed                  +-+ code miss      |        granted
 *     +----------------------------------------------------+-READY     v
 *   any step: bye, a broken rule, too many misses -> OVER              IN
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/conv/conv.h"
#include "shared/core/sas.h"
#include "shared/wire/words.h"

#define TALK_HEX_SIZE 129 /* an Ed25519 signature in hex */

struct talk_events {
	/* Show this code: the user is to read it out. */
	void (*code)(const char text[SAS_TEXT_SIZE], void *ctx);
	/* The technician says that it fits: let the user type the code back.
	 * A word of the other side, and no proof of anything. */
	void (*fits)(void *ctx);
	/* The technician typed a wrong one; left tries remain. */
	void (*missed)(int left, void *ctx);
	/* All is proven: time for consent. */
	void (*ready)(void *ctx);
	/* Anything else that who was let in may say. */
	void (*heard)(const struct msg *m, void *ctx);
};

struct talk_conf {
	/* KA and KT; what they point to must outlive the talk. */
	struct sas_keys keys;
	uint8_t nonce[SAS_NONCE]; /* fresh random */
	bool code; /* a check code is needed, whatever the guest wants */
	int back_misses; /* of the user on this ticket so far */
	/* The agent's lasting key, a blob in base64, and its signature of
	 * sas_bind() in hex. */
	char agent[129];
	char sig[TALK_HEX_SIZE];
	enum bye refuse; /* not BYE_NO: nobody is let in any more, and why */
	/* Bytes for the guest, and his bye. */
	bool (*send)(const void *bytes, size_t len, void *wire);
	void (*left)(const char *why, void *wire);
	void *wire;
};

enum talk_step {
	TALK_HELLO,
	TALK_COMMITTED, /* waits for the technician's nonce */
	TALK_SHOWN, /* the user reads code A out */
	TALK_BACK, /* the user may type code B */
	TALK_READY, /* waits for the user's consent */
	TALK_IN, /* let in at least once */
	TALK_OVER
};

enum talk_typed {
	TALK_TYPED_OK, /* `ready` was told */
	TALK_TYPED_FORM, /* not four digits, or not the time: nothing counts */
	TALK_TYPED_WRONG,
	TALK_TYPED_LAST /* wrong for the last time; bye was said */
};

struct talk {
	const struct talk_events *events;
	void *ctx;
	struct conv conv;
	enum talk_step step;
	struct talk_conf conf;
	uint32_t back; /* code B, as computed here */
	int misses; /* of the technician */
};

/* conf is copied. */
void talk_init(struct talk *t, const struct talk_conf *conf,
    const struct talk_events *events, void *ctx);
void talk_fini(struct talk *t);
/* False: the guest broke the rules, err says how; end its link. */
bool talk_feed(struct talk *t, const void *data, size_t len, int64_t now_ms,
    struct err *err);
/* What the user typed as the code that the technician reads back. */
enum talk_typed talk_typed(struct talk *t, const char *text);

/* The rights in force, at the first yes and after every change; 0 with BYE_NO
 * is a refused consent. why: of word_granted, -1 = none. Ignored before
 * `ready`.
 */
void talk_granted(struct talk *t, unsigned mask, bool hidden, int why);
/* To who was let in, else to nobody. Takes m over. */
void talk_say(struct talk *t, struct msg *m);
void talk_bye(struct talk *t, enum bye why);
