/*
 * The receipt of a closed ticket: the store's plain text, signed with the key
 * that only the brain has (DATA/receipt_key). It is kept as DATA/receipts/N.txt
 * and N.txt.sig and sent to both sides line by line, the text first, the
 * armoured signature behind it: what is signed is every line before "-----BEGIN
 * SSH SIGNATURE-----", each with its line feed. A line that is longer than a
 * message comes in parts, all but the last of them marked with `more`.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/config/config.h"

struct brain;
struct brain_ticket;
struct db;
struct key;

/* bt is closed already. A receipt that cannot be made or kept is logged. */
void brain_receipt_make(struct brain_ticket *bt);
/* After a correction: the next version, which nobody is there to be sent. */
void brain_receipt_again(struct brain *b, int64_t ticket);
/* Those of closed tickets that are not there, for a crash or a full disk came
 * first, are made from now on, a few in a second; and again every hour. */
void brain_receipt_catch_up(struct brain *b);
void brain_receipt_stop(struct brain *b);
/* The text, in the language of the client's program where the journal knows it
 * and kept beside its signature, which is free()d by the caller; NULL
 * with err when it cannot be made, and not *kept with err when it is made but
 * cannot be written. */
char *brain_receipt_issue(struct db *db, int64_t ticket,
    const struct config *config, const struct key *key, struct buf *text,
    bool *kept, struct err *err);
