/*
 * The receipt of a closed ticket: the store's plain text, signed with the
 * desk's host key. It is kept as DATA/receipts/N.txt and N.txt.sig and sent to
 * both sides line by line, the text first, the armoured signature behind it:
 * what is signed is every line before "-----BEGIN SSH SIGNATURE-----", each
 * with its line feed.
 */
#ifndef DESK_BRAIN_RECEIPT_H
#define DESK_BRAIN_RECEIPT_H

#include "console/desk/brain_ticket.h"

/* bt is closed already. A receipt that cannot be made or kept is logged. */
void brain_receipt_make(struct brain_ticket *bt);

#endif
