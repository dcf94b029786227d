/*
 * The table of tickets in the log, and what other rows have of it. Internal to
 * view_log_draw.c.
 */
#pragma once

#include "console/link/log_rows.h"
#include "shared/ui/canvas.h"

/* Where the columns of the tickets begin, or end for numbers; as wide as the
 * rows at hand want, for a number is never cut. */
struct log_places {
	int no, no_cols, client, client_cols;
	int opened, opened_cols; /* 0 = there is no room for it */
	int completed, completed_cols;
	int who, who_cols, product, product_cols, outcome, outcome_cols;
	int worked, worked_cols, billed, billed_cols, net, net_cols;
	int invoice; /* 0 = there is no room for it */
};

struct log_places view_log_places(
    const struct log_rows *l, const struct canvas *c);
void view_log_draw_ticket(const struct log_places *p, const struct log_row *r,
    struct canvas *c, int y, enum ui_style style);
void view_log_head_tickets(const struct log_places *p, struct canvas *c);

/* "1 230,00" without the currency: the column's title has it. */
void view_log_amount(char *dst, size_t size, int64_t gr);
/* In the user's language. */
const char *view_log_outcome(const char *outcome);
