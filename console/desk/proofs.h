/*
 * What stands outside the database of a data folder and is signed by its desk:
 * the daily heads and the receipts. For verify: are they genuine, and does the
 * log still say what they say?
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/slip.h"

struct proofs {
	int64_t heads, receipts; /* that the log agrees with */
	/* A copy was brought back: so many heads and receipts were noted in the
	 * time that it lacks, and how far the journal and the tickets went. */
	int64_t gone, gone_rows, gone_ticket;
	int64_t lost; /* receipts of what the log lacks since then */
	bool torn; /* the last head was not written to its end */
	/* Receipts that are not kept, with the names of the first ones: the
	 * newest of a closed ticket, and those of before. */
	struct proofs_missing {
		int64_t n;
		char names[200];
	} unmade, missing;
	char why[300]; /* "" = all hold */
};

/* Each receipt that is lost, in the order of their names. */
typedef void proofs_fn(const char *name, const struct slip *s, void *ctx);

/* Begins to look at those in that folder, on threads and read-only handles of
 * its own. */
struct proofs_run *proofs_begin(const char *dir);
/* Waits for it. lost: NULL = nobody wants to know. False with err when
 * something cannot be read. */
bool proofs_end(struct proofs_run *run, proofs_fn *lost, void *ctx,
    struct proofs *out, struct err *err);
