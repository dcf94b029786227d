/*
 * What stands outside the database of a data folder and is signed by its desk:
 * the daily heads and the receipts. For verify: are they genuine, and does the
 * log still say what they say?
 */
#ifndef CONSOLE_PROOFS_H
#define CONSOLE_PROOFS_H

#include <stddef.h>
#include <stdint.h>

#include "console/store/db.h"

struct proofs {
	int64_t heads, receipts; /* that were checked */
	int64_t gone; /* of a time before a copy was brought back */
	char why[300]; /* "" = all hold */
};

/* False with err when something cannot be read. */
bool proofs_check(struct db *db, struct proofs *out, struct err *err);

#endif
