/*
 * Who may open a ticket: the card is checked, the technician and the product
 * exist, the disk has room, and neither an address nor a crowd of addresses
 * fills the queue:
 *
 * - a waiting client whose link is lost keeps his place and takes none from
 *   others; at most queue-max of these are kept, the oldest goes;
 * - one address (IPv6: /64, /56, /48) has a share of the queue;
 * - the last places are for keys with a solved ticket;
 * - when it is full all the same, whoever comes from elsewhere takes the place
 *   of the newest stranger of the network that has the most.
 */
#pragma once

#include <stdbool.h>

#include "shared/core/card.h"
#include "shared/wire/words.h"

struct brain_link;

/* False with err and *code. Another ticket
 * may be closed for it. */
bool brain_admit(struct brain_link *agent, const struct card *card,
    enum refused *code, struct err *err);
