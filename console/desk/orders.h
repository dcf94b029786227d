/*
 * The technician's end of what brain_proof checks: proves once for each link
 * who speaks, then numbers and signs every order (shared/core/proof.h). Used by
 * the console, and by whoever else wants to order something.
 */
#pragma once

#include "shared/core/proof.h"
#include "shared/net/keys.h"
#include "shared/wire/msg.h"

struct orders {
	char nonce[PROOF_NONCE_SIZE];
	struct key *action; /* NULL = not begun: nothing can be ordered */
	int64_t count;
};

/* The link is up and the desk, whose host key has that fingerprint, said nonce
 * in its welcome: the message to send before any order, or NULL with err. */
struct msg *orders_begin(struct orders *o, const struct key *identity,
    const char *desk, const char *nonce, struct err *err);
/* To be sent in just this order. False when m is an order and nothing was
 * begun; what is no order is left as it is. */
bool orders_sign(struct orders *o, struct msg *m, struct err *err);
/* The link is gone. */
void orders_end(struct orders *o);
