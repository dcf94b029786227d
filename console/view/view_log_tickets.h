/*
 * The table of tickets in the log, and what other rows have of it. Internal to
 * view_log_draw.c.
 */
#pragma once

#include "console/link/log_rows.h"
#include "shared/ui/canvas.h"

#define LOG_COLUMNS_MOST 16

/* How wide the columns are, 0 = there is no room for it; as wide as the rows at
 * hand want, for a number is never cut. */
struct log_places {
	bool wide, both, time; /* with both days; with that of completion */
	enum logask_sort sort;
	bool reverse;
	int cols[LOG_COLUMNS_MOST];
};

struct log_places view_log_places(
    const struct log_rows *l, const struct canvas *c);
/* r NULL: the titles. */
void view_log_draw_ticket(const struct log_places *p, const struct logrow *r,
    struct canvas *c, int y, enum ui_style style);

/* "▼product": by what the rows are sorted where that has no column here, else
 * "". */
void view_log_sorted(const struct log_places *p, char *dst, size_t size);

/* In the user's language. */
const char *view_log_outcome(const char *outcome);
