/*
 * What the agent signs for its user, with its own persistent key: consent,
 * rights and answers to quotes and prices. The texts are in shared/core; what
 * is signed is what the screen shows.
 */
#ifndef AGENT_SIGNED_H
#define AGENT_SIGNED_H

#include "shared/core/consent.h"
#include "shared/net/keys.h"
#include "shared/wire/msg.h"

/* Each puts `sig` into the message, whose other fields are there already. about
 * holds the ticket, the technician's key and the price; the rest is taken from
 * the message. */
void signed_consent(
    const struct key *key, const struct consent *about, struct msg *m);
void signed_rights(
    const struct key *key, const struct consent *about, struct msg *m);
/* To what has a hash: quote_answer_text(), rate_answer_text(). */
typedef void signed_text_fn(const char *hash, bool yes, struct buf *out);
void signed_answer(
    const struct key *key, struct msg *m, signed_text_fn *answer);

#endif
