/*
 * What was done for a technician, told when its row is on the disk: while
 * the database is locked by another program the answer waits, in order.
 */
#ifndef DESK_BRAIN_DONE_H
#define DESK_BRAIN_DONE_H

#include "console/desk/brain_link.h"

/* `done` for an order of that link. */
void brain_done_tell(struct brain_link *l, const char *what, int64_t ticket);
/* Sends what waited, unless the store still keeps rows. */
void brain_done_flush(struct brain *b);
/* Drops it without a word: the end of the process. */
void brain_done_free(struct brain *b);

#endif
