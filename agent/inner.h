/*
 * The inner SSH server of one visit: what a technician reaches through the
 * tunnel. Only the key that the desk named is let in, as user `tech`. Our
 * console opens the subsystems pomoc-visit (talk.h) and pomoc-screen
 * (guest_screen.h); a stock client asks for a shell and gets the shared screen,
 * but only where the configuration pins its key.
 *
 * It enforces nothing about rights: keys come up as events and pass the owner's
 * gate; the screen flows while the owner says so. All callbacks come from the
 * loop; inner_free() may be called in them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/talk.h"
#include "shared/base/err.h"
#include "shared/net/keys.h"
#include "shared/net/loop.h"
#include "shared/term/vt.h"

struct inner;

struct inner_conf {
	const struct key *host_key; /* KA: one for the whole run */
	const struct key *agent_key; /* the lasting one: signs KA and KT */
	const char *technician_key; /* the only fingerprint let in */
	bool code; /* a check code is needed */
	int back_misses; /* of the user, on this ticket so far */
	enum bye refuse; /* see talk.h */
	bool pinned; /* a stock client is welcome */
	int cols; /* of the share, now or to be */
	int rows;
};

struct inner_events {
	/* ready is answered by inner_grant(). */
	struct talk_events talk;
	/* False: taken, but no more come before inner_room(). */
	bool (*keys)(const void *keys, size_t len, void *ctx);
	/* What is typed is shown: false while a password is read. */
	bool (*echo)(void *ctx);
	/* The technician's side is gone; why may be "". Once, the last. */
	void (*gone)(const char *why, void *ctx);
};

/* Takes the want over. Never NULL. */
struct inner *inner_new(struct loop *loop, struct chan_want *want,
    const struct inner_conf *conf, const struct inner_events *events,
    void *ctx);
/* The tunnel has no twin (net/relay.h); and it gets one, false: it has. */
bool inner_twin_wanted(const struct inner *in);
bool inner_twin(struct inner *in, struct chan_want *want);
/* Keys may come again. Until then the sender's window is closed. */
void inner_room(struct inner *in);
/* Says bye with that word, sends what is queued and closes. */
void inner_free(struct inner *in, enum bye why);

/* The conversation, for what is said to the guest and concerns nothing else;
 * over, before he is there. */
struct talk *inner_talk(struct inner *in);
/* The rights in force; vt is what they let him see (NULL: nothing yet). mask 0
 * before any grant is a refusal. why: see talk_granted(). */
void inner_grant(
    struct inner *in, unsigned mask, bool hidden, struct vt *vt, int why);
/* Only what he sees, at once and without a word. */
void inner_see(struct inner *in, unsigned mask, bool hidden, struct vt *vt);
/* A key went to the shell, whoever's: its echo is wanted soon. */
void inner_key(struct inner *in);
/* The vt has changed; its size too. */
void inner_dirty(struct inner *in);
/* Who types is said at most ten times a second. */
void inner_typing(struct inner *in, enum typist who);
