/*
 * The last line of every receipt, the same in each language, which a program
 * reads to compare the receipt with what it knows:
 *
 *	pomoc-receipt-1 ticket 17 outcome solved net 200.00 vat 46.00 gross
 *	246.00
 *
 * (in one line). No other line of a receipt begins so: what people wrote stands
 * behind a label or is indented.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/buf.h"

#define SLIP_OUTCOME_SIZE 17

struct slip {
	int64_t ticket;
	char outcome[SLIP_OUTCOME_SIZE]; /* ticket_state_name() */
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
};

/* Appends the line with its line feed. */
void slip_print(const struct slip *s, struct buf *out);
/* Reads it from a whole receipt; false when it is not the last line, or not in
 * this form to the letter. */
bool slip_parse(const char *text, size_t len, struct slip *s);
bool slip_equal(const struct slip *a, const struct slip *b);
