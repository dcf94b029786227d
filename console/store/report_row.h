/*
 * One ticket of the log, as a report reads it.
 *
 * It holds the text of clients as it came: pass it through utf8_clean() where
 * it is shown. Amounts are the final ones (with a correction), raw_* as billed.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* Texts are borrowed for the call. */
struct report_row {
	int64_t ticket;
	int64_t opened_s, started_s, closed_s; /* UTC; 0 = not yet */
	const char *client; /* company, else name */
	const char *client_key; /* the same in small letters: equal = same */
	const char *name, *company, *phone, *problem, *agent_key;
	const char *product, *wanted, *technician; /* who had it last */
	/* All who worked on it: "anna, piotr"; of an open one on which nobody
	 * did whose it is. Who only ended it is not among them. */
	const char *technicians;
	const char *state, *outcome; /* outcome "" while open */
	int64_t worked_s, billed_s;
	int64_t net_gr, vat_gr, gross_gr; /* what counts */
	int64_t raw_net_gr, raw_vat_gr, raw_gross_gr;
	int vat_bp;
	bool corrected;
	const char *invoice; /* "" = not invoiced */
	const char *note;
	const char *buyer, *buyer_nip; /* code of the contractor, or "" */
};

/* False stops. */
typedef bool report_row_fn(const struct report_row *row, void *ctx);

/* False with err "there is no ticket N". */
bool report_ticket(struct db *db, int64_t ticket, report_row_fn *fn, void *ctx,
    struct err *err);
