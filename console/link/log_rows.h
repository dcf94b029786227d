/*
 * The rows of the time log that the console holds: one window of the desk's
 * answer, with the totals of all that match. Asks for another window when rows
 * outside of it are wanted. Knows no screen.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/wire/msg.h"

#define LOG_WINDOW 200

struct log_row {
	int64_t ticket;
	int64_t opened_s, closed_s; /* closed 0 = open */
	int64_t worked_s;
	int64_t billed_s;
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
	int64_t raw_gr;
	char *client; /* company, else name */
	char *technician;
	char *product;
	char *outcome;
	char *invoice;
	char *note;
	char *text; /* of events and bars; NULL = the row did not come */
	int64_t solved, wait_s; /* of bars: how many, how long on average */
};

struct log_filter {
	char month[8]; /* "2026-11" or "" */
	char client[128];
	char technician[128];
	char product[64];
	char outcome[16];
	char invoiced[4]; /* "yes", "no", "" */
	char words[128];
};

struct log_rows {
	struct log_filter filter;
	char sort[16];
	bool reverse;
	char view[16]; /* "", bars: "days", "months", "technicians", "products",
			  "kinds", "clients", or of a ticket "visits",
			  "segments", "events" */
	int64_t ticket; /* of the last three */
	/* the window */
	struct log_row *row;
	int rows;
	int64_t offset;
	/* all that match; total -1 = not known yet */
	int64_t total;
	/* of all closed tickets in them */
	int64_t tickets;
	int64_t open; /* tickets beside them, in no sum */
	int64_t worked_s;
	int64_t billed_s;
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
	int64_t worked_most_s, net_most_gr; /* of one bar */
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
const struct log_row *log_rows_at(const struct log_rows *l, int64_t i);
/* The question for the window around first .. first + count, NULL when it is
 * here already or was asked. The caller sends it. False month: all. */
struct msg *log_rows_want(struct log_rows *l, int64_t first, int count);
/* logrow or logend; true when the rows changed. */
bool log_rows_take(struct log_rows *l, const struct msg *m);
