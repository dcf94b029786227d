/*
 * What the brain believes of what the front brings: that a link's key has the
 * name that is given for it, orders that a technician's key stands behind
 * (core/proof.h), and consents, rights and answers that the client signed with
 * the key that opened the ticket.
 */
#pragma once

#include <stdbool.h>

#include "shared/core/consent.h"

struct brain_link;
struct brain_ticket;
struct msg;

/* `up`: the blob is of the key that it names, of a type that the role may have.
 * Keeps what is needed of it; false with err. */
bool brain_proof_up(struct brain_link *l, const char *blob, struct err *err);

/* --- technicians --- */

/* His link's nonce, into his welcome. */
void brain_proof_welcome(const struct brain_link *l, struct msg *welcome);
/* Message of the technician; a wrong one ends his link. */
void brain_proof_prove(struct brain_link *l, const struct msg *m);
/* Takes order and proof out of the message. False: not to be carried out, and
 * the link was ended. */
bool brain_proof_order(struct brain_link *l, struct msg *m);

/* --- clients --- */

/* Whatever a client signed: with the key that opened the ticket. */
bool brain_proof_signed(const struct brain_ticket *bt, const struct buf *text,
    const char *sig, struct err *err);
/* Fill *c and what stands in text2 of the journal row. */
bool brain_proof_consent(const struct brain_ticket *bt, const struct msg *m,
    struct consent *c, char row[CONSENT_ROW_SIZE], struct err *err);
/* row is "" where no right came to those before. */
bool brain_proof_rights(const struct brain_ticket *bt, const struct msg *m,
    struct consent *c, char row[CONSENT_ROW_SIZE], struct err *err);
