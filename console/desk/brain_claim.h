/*
 * Whose a ticket is: found for a technician's message, picked, told about.
 */
#pragma once

#include "console/desk/brain_ticket.h"

/* `done` to the order m, or `refused` with err. */
void brain_claim_answer(
    struct brain_link *l, const struct msg *m, bool ok, const struct err *err);
/* Has that ticket (NULL: nothing) do what m orders, and answers. */
void brain_claim_step(struct brain_link *l, const struct msg *m,
    struct brain_ticket *bt, enum ticket_event_kind kind, const char *text);
/* `taken` to the order m, by whom. */
void brain_claim_tell_taken(
    struct brain_link *l, const struct msg *m, const struct brain_ticket *bt);
/* The ticket of the message, as long as it is open; and only if it is this
 * technician's. NULL: he was told why not. */
struct brain_ticket *brain_claim_find(
    struct brain_link *l, const struct msg *m);
struct brain_ticket *brain_claim_own(struct brain_link *l, const struct msg *m);
/* A console of that person is connected. */
bool brain_claim_is_here(const struct brain *b, const char *name);
/* He has come, with this link: by his hello or by reaching for a client. Not by
 * a command of the log that is run for him. */
void brain_claim_comes(struct brain_link *l);
/* Takes a waiting ticket for him, or confirms that it is his. False: he was
 * told why not, as the answer to m (NULL: he reached for it without a word). */
bool brain_claim_take(
    struct brain_link *l, const struct msg *m, struct brain_ticket *bt);
