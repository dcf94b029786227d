/*
 * The head of the log, signed once a day with the key of the receipts into
 * DATA/heads, see store/head.h.
 */
#pragma once

#include "console/desk/brain.h"

/* Once a day at most; what fails is logged. Cheap to call. */
void brain_head_note(struct brain *b);
