/*
 * Emptying the tickets that privacy_plan() listed in the temporary table `gone`
 * (ticket, folded, was: the label that he has already, else ""): a few at a
 * time, each in a transaction of its own with its row in the ledger, so that a
 * desk beside it is never kept from writing for long.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* What may not be forgotten unless he really wants it: money that is open. */
#define FORGET_OWED_SQL                             \
	"(t.state = 'solved' AND t.invoice IS NULL" \
	" AND t.final_gross_gr > 0)"

/* Of a ticket t with person p: something of it can be forgotten, or can be
 * again, for it was written afterwards. */
#define FORGET_LEFT_SQL                                        \
	"(p.forgotten_utc IS NULL OR t.id IN (SELECT e.ticket" \
	" FROM event_text x JOIN event e ON e.id = x.event"    \
	" WHERE x.forgotten_utc IS NULL))"

struct forget {
	const char *kind; /* "forget" or "purge" */
	const char *actor; /* who does it */
	int64_t now_s;
	bool really; /* also what is solved and not invoiced */
	/* NULL, or told after each step */
	void (*progress)(int64_t done, int64_t all, void *ctx);
	void *ctx;
};

struct forget_result {
	int64_t tickets; /* now without a person */
	int64_t longest_ms; /* that the database was locked at once */
	bool old_copies; /* another program reads: the file still holds them */
};

/* What began to be owed since it was listed is left alone. What was done stays
 * done when it fails in the middle. */
bool forget_listed(struct db *db, const struct forget *how,
    struct forget_result *out, struct err *err);

/* What one that was killed, or failed, has left to do: the receipts of those
 * that it forgot. Before the next one, and when a desk starts. */
bool forget_finish(struct db *db, struct err *err);
