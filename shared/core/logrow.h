/*
 * A row of the time log, as reports, files and messages have it: a ticket, or
 * what one of the views of the log has instead.
 *
 * It holds the text of clients as it came: pass it through utf8_clean() where
 * it is shown. Amounts are the final ones (with a correction), raw_net_gr is as
 * billed. Texts are borrowed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/money.h"

struct logrow {
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
	int64_t raw_net_gr;
	int64_t vat_bp;
	bool corrected;
	const char *invoice; /* "" = not invoiced */
	const char *paid; /* the day, "2026-11-30"; "" = not paid */
	const char *note;
	const char *buyer, *buyer_nip; /* code of the contractor, or "" */
	/* of a view's rows, not of a ticket */
	const char *text;
	int64_t solved, wait_s; /* of bars: how many, how long on average */
};

/* False with err when it failed: no more rows are wanted. */
typedef bool logrow_fn(const struct logrow *row, void *ctx, struct err *err);

/* What a member of it holds, as a cell of a table for people. */
enum logrow_cell {
	LOGROW_TEXT,
	LOGROW_NUMBER,
	LOGROW_HMS, /* seconds */
	LOGROW_AMOUNT, /* without its currency: that stands once */
	/* of the whole row */
	LOGROW_OPENED,
	LOGROW_COMPLETED,
	LOGROW_OUTCOME
};

static inline bool
logrow_is_number(enum logrow_cell cell)
{
	return cell >= LOGROW_NUMBER && cell <= LOGROW_AMOUNT;
}

/* The cell of the member at that offset: in dst, or the text itself. */
const char *logrow_cell(char dst[MONEY_TEXT_SIZE], const struct logrow *r,
    enum logrow_cell cell, size_t at);
/* The day of opening or of completion, with its time if wanted. One that is
 * open was not completed: it is "-" where both days stand, else since when it
 * is open. Returns dst. */
const char *logrow_day(char dst[MONEY_TEXT_SIZE], const struct logrow *r,
    enum logrow_cell cell, bool time, bool both);
