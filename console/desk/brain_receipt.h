/*
 * The receipt of a closed ticket: plain text, signed with the desk's host key,
 * sent to both sides line by line and kept in DATA/receipts.
 */
#ifndef DESK_BRAIN_RECEIPT_H
#define DESK_BRAIN_RECEIPT_H

#include "console/desk/brain_ticket.h"

/* bt is closed already. */
void brain_receipt_make(struct brain_ticket *bt);

#endif
