/*
 * The rows of the time log that the console holds: one window of the desk's
 * answer, with the totals of all that match. Asks for another window when rows
 * outside of it are wanted. Knows no screen.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/core/logask.h"
#include "shared/wire/parts.h"

#define LOG_WINDOW 200

struct log_filter {
	char month[11]; /* "2026-11", a day of it, or "" */
	char client[128];
	char technician[128];
	char product[64];
	char outcome[16];
	char invoiced[4]; /* "yes", "no", "" */
	char paid[4]; /* the same, of what is invoiced */
	char words[128];
};

/* Of its texts text is NULL in one that did not come. */
struct log_row {
	struct msg *m; /* which they live in */
	struct logrow r;
};

struct log_rows {
	struct log_filter filter;
	enum logask_sort sort;
	bool reverse;
	enum logask_view view;
	int64_t ticket; /* of its visits, segments, events */
	/* the window */
	struct log_row *row;
	int rows;
	int64_t offset;
	struct parts_logend all; /* total -1 = not known yet */
	/* the answer that is coming in */
	int64_t id;
	bool asked;
	int64_t asked_offset;
	struct log_row *next;
	int nexts;
};

void log_rows_init(struct log_rows *l);
void log_rows_fini(struct log_rows *l);
/* What was known is out of date (another filter, another order). */
void log_rows_forget(struct log_rows *l);
/* Row i of all, NULL when it is not here. */
const struct logrow *log_rows_at(const struct log_rows *l, int64_t i);
/* The question for the window around first .. first + count, NULL when it is
 * here already or was asked. The caller sends it. False month: all. */
struct msg *log_rows_want(struct log_rows *l, int64_t first, int count);
/* logrow or logend; true when the rows changed. */
bool log_rows_take(struct log_rows *l, const struct msg *m);
