/*
 * The journal of the log itself (table desk_event): alarms, what was forgotten
 * and under which labels, copies that were brought back. Each row has the
 * SHA-256 of the row before and of itself, in the form of journal.h: id, kind,
 * at_utc, actor, ticket, count, text, event, event_hash.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

struct ledger_row {
	const char *kind;
	int64_t at_utc_s;
	const char *actor; /* who; "desk" */
	int64_t ticket; /* 0 = none */
	int64_t count;
	const char *text; /* of forgetting: "12:12 13:12", ticket:label */
};

/* Inside the caller's transaction. */
bool ledger_add(struct db *db, const struct ledger_row *row, struct err *err);
/* Once, by the migration: what there was before the ledger. */
bool ledger_begin(struct db *db, struct err *err);

/* Tables alarm and person against it; why: "" or what is wrong, *bad its row
 * (0 = another table's). False with err when it cannot read. */
bool ledger_verify(
    struct db *db, int64_t *bad, char *why, size_t size, struct err *err);
