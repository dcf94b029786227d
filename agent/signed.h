/*
 * What the agent signs for its user, with its own persistent key: consent,
 * rights and answers to quotes and prices. The texts are in shared/core; what
 * is signed is what the screen shows.
 */
#pragma once

#include "shared/core/consent.h"
#include "shared/net/keys.h"
#include "shared/wire/msg.h"

/* Each puts `sig` into the message, whose other fields are there already. */
/* consent_text(), consent_rights_text(). */
typedef void signed_consent_fn(const struct consent *c, struct buf *out);
void signed_consent(const struct key *key, const struct consent *c,
    signed_consent_fn *consent, struct msg *m);
/* To what has a hash: quote_answer_text(), rate_answer_text(). */
typedef void signed_text_fn(const char *hash, bool yes, struct buf *out);
void signed_answer(
    const struct key *key, struct msg *m, signed_text_fn *answer);
