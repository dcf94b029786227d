/*
 * How a ticket comes to be: a client joins, or the store found it at start.
 */
#pragma once

#include "shared/wire/words.h"

struct brain_link;
struct brain_ticket;
struct err;
struct msg;
struct ticket;
struct store_card;

/* Opens one for that agent. NULL with err and *code: nothing
 * changed then. */
struct brain_ticket *brain_open_ticket(struct brain_link *agent,
    const struct msg *join, enum refused *code, struct err *err);
/* One that the store found at start. */
void brain_open_restored(
    const struct ticket *t, const struct store_card *card, void *brain);
