/*
 * The head of the log, signed once a day with the key of the receipts into
 * DATA/heads, see store/head.h.
 */
#ifndef DESK_BRAIN_HEAD_H
#define DESK_BRAIN_HEAD_H

#include "console/desk/brain.h"

/* Once a day at most; what fails is logged. Cheap to call. */
void brain_head_note(struct brain *b);

#endif
