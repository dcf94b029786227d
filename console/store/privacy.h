/*
 * Forgetting people: names, companies, phones, problems, keys, notes and kept
 * receipts of closed tickets are emptied for good. What was worked and billed
 * stays, under a made-up name that still tells one client from another, and the
 * chain of the journal stays whole. Texts of quotes, numbers of invoices,
 * reasons of corrections from before version 3 of the schema and of marks that
 * were taken back before version 7 stay: they are the firm's own documents,
 * sealed into the chain or signed by the client. What is written afterwards of
 * who is forgotten is forgotten by doing it again: he is called by the made-up
 * name then.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/forget.h"
#include "shared/base/err.h"

/* Either whose, or how old. */
struct privacy_pick {
	const char *contractor; /* code in the client book; else NULL */
	const char *client; /* whole name of company or person, or the key */
	int64_t ticket; /* of that client, this one alone; 0 = any */
	int64_t before_s; /* closed before; neither of the above is set */
	bool really; /* also what is solved and not invoiced */
};

enum privacy_fate { PRIVACY_FORGET, PRIVACY_OWED, PRIVACY_OPEN };

/* Borrowed for the call. */
struct privacy_row {
	int64_t ticket;
	const char *client, *name, *agent_key, *state;
	int64_t closed_s; /* 0 = open */
	int64_t net_gr;
	enum privacy_fate fate;
};

struct privacy_plan {
	/* Different ones of that name: who shares a key or a contractor is one.
	 * Of a key, a contractor and an age 1, or 0 when nobody is there. */
	int64_t people;
	int64_t tickets; /* that would be forgotten */
	int64_t open; /* left alone: not closed */
	int64_t owed, owed_net_gr; /* left alone: solved and not invoiced */
};

typedef void privacy_row_fn(const struct privacy_row *row, void *ctx);

/*
 * What would be done, row by row, changing nothing; forget_listed() on the
 * same handle does that and no more. A client who is picked by a name that
 * several people have: people > 1, and forget_listed() would do nothing.
 */
bool privacy_plan(struct db *db, const struct privacy_pick *pick,
    privacy_row_fn *fn, void *ctx, struct privacy_plan *out, struct err *err);
