/*
 * The user's ssh-agent, at $SSH_AUTH_SOCK: which keys it holds, and what they
 * sign. A secret never comes here. Nothing to do with pomoc-agent.
 *
 * Each request has a connection of its own, a limit of bytes and of time: a key
 * may lie in a token that waits for a touch, or the agent may ask its user. An
 * answer that is not exactly one is none.
 */
#pragma once

#include "shared/base/buf.h"
#include "shared/net/keys.h"
#include "shared/net/loop.h"

#define SSHAGENT_NONE (-2) /* err.code: $SSH_AUTH_SOCK is not set */
#define SSHAGENT_KEYS 64 /* that are looked at */

/* Kinds of messages: the first byte. */
enum {
	SSHAGENT_FAILURE = 5,
	SSHAGENT_LIST = 11,
	SSHAGENT_LISTED = 12,
	SSHAGENT_SIGN = 13,
	SSHAGENT_SIGNED = 14
};

/* The keys it holds, in its order, of the types that we know: at most
 * SSHAGENT_KEYS; each is to be freed. -1 with err. Blocks, for 2 s at most. */
int sshagent_keys(struct key *keys[SSHAGENT_KEYS], struct err *err);

/* Appends the signature in the wire format. Blocks, for 15 s at most: where
 * others wait sshagent_ask() is the way. */
bool sshagent_sign(const struct key *k, const void *data, size_t len,
    struct buf *sig, struct err *err);

struct sshagent_call;
/* Once, from the loop; the call is gone then. len 0: no signature, err says
 * why. */
typedef void sshagent_fn(
    const uint8_t *answer, size_t len, const struct err *err, void *ctx);
/* Sends a request to sign, which somebody else has made, for a key of k; the
 * answer is the whole one, and well formed. Both without their lengths. */
struct sshagent_call *sshagent_ask(struct loop *loop, const struct key *k,
    const uint8_t *request, size_t len, sshagent_fn *fn, void *ctx);
/* Asks no more; NULL is accepted. */
void sshagent_call_free(struct sshagent_call *c);
