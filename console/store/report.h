/*
 * Questions about the log, for the console's views and the commands: tickets
 * that pass a filter, a page at a time, their totals, and one ticket with all
 * that belongs to it. Reads only.
 *
 * Rows hold the text of clients as it came: pass it through utf8_clean() where
 * it is shown. Amounts are the final ones (with a correction), raw_* as billed.
 */
#ifndef STORE_REPORT_H
#define STORE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/money.h"

struct db;

enum report_sort {
	REPORT_BY_NUMBER, /* newest last */
	REPORT_BY_COMPLETED, /* open ones last */
	REPORT_BY_CLIENT,
	REPORT_BY_TECHNICIAN,
	REPORT_BY_PRODUCT,
	REPORT_BY_OUTCOME,
	REPORT_BY_WORKED,
	REPORT_BY_NET,
	REPORT_BY_BUYER, /* for files: has no name to ask for it */
	REPORT_SORTS
};

enum report_invoiced { REPORT_ANY, REPORT_INVOICED, REPORT_NOT_INVOICED };

/* All that is set must hold; zeroed = every ticket. Borrowed texts, NULL or ""
 * = any. */
struct report_filter {
	int64_t from_s; /* completed at or after; 0 = any */
	int64_t to_s; /* completed before; 0 = any */
	bool opened; /* from_s and to_s are about the opening instead */
	bool closed; /* no open ones */
	/* Of a ticket that is linked to the client book the contractor in
	 * force: his code, NIP or part of his name; of any other a part of the
	 * name that was typed. Any case. */
	const char *client;
	/* One client, see buyer_pick(): his code in the book; else the whole
	 * name that was typed, of tickets that are linked to nobody. */
	const char *contractor, *client_is;
	/* Not what is linked to the contractor, but what is linked to nobody
	 * and has his name. */
	bool unlinked;
	const char *person; /* the whole of it, of the name, or of a key */
	const char *agent_key; /* the whole of it */
	/* One of those who worked; whole name, any case. */
	const char *technician;
	const char *product; /* any case */
	const char *outcome; /* a state's name; "open" = not closed */
	enum report_invoiced invoiced;
	const char *invoice; /* on this one, however it is spelt */
	const char *words; /* all of them, any case; see report_check_words() */
	int64_t ticket; /* only this one; 0 = any */
};

struct report_page {
	enum report_sort sort;
	bool reverse;
	int64_t offset;
	int64_t limit; /* 0 = all */
};

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

/* Open tickets are counted, but their time and money is in no sum. Of one
 * technician both are those of his visits. */
struct report_totals {
	int64_t count;
	int64_t open; /* of these */
	int64_t worked_s, billed_s;
	int64_t net_gr, vat_gr, gross_gr;
	struct money_sum money; /* the same per rate of VAT, see due.h */
};

/* False stops. */
typedef bool report_row_fn(const struct report_row *row, void *ctx);

bool report_rows(struct db *db, const struct report_filter *filter,
    const struct report_page *page, report_row_fn *fn, void *ctx,
    struct err *err);
/* False with err for more words than a question takes. */
bool report_check_words(const char *words, struct err *err);
/* The largest figures of all that match; for the width of columns. */
struct report_most {
	int64_t ticket, worked_s, net_gr, gross_gr;
};
bool report_largest(struct db *db, const struct report_filter *filter,
    struct report_most *out, struct err *err);
/* How many tickets match, and the net of the closed ones: quick. */
bool report_count(struct db *db, const struct report_filter *filter,
    int64_t *count, int64_t *net_gr, struct err *err);
bool report_totals(struct db *db, const struct report_filter *filter,
    struct report_totals *out, struct err *err);

struct due_sum;
/* The sums of *out from those of due.h. */
void report_set_sum(struct report_totals *out, const struct due_sum *sum);

/* "number", "client", ...; false for an unknown one. */
bool report_sort_parse(const char *name, enum report_sort *sort);

/* --- one ticket --- */

struct report_visit {
	int visit;
	const char *technician;
	int64_t from_s, to_s; /* UTC; 0 = still open */
};

struct report_segment {
	int line; /* enum price_kind */
	const char *name; /* of the price line */
	const char *kind;
	int64_t worked_s, billed_s;
	int64_t rate_gr; /* net per hour */
	int64_t minimum_s, quantum_s; /* of the price line */
	int64_t net_gr;
	int vat_bp;
};

struct report_event {
	int64_t id, seq;
	const char *kind;
	int64_t at_utc_s;
	const char *actor;
	const char *line; /* price line's name or "" */
	bool yes;
	int64_t seconds, net_gr;
	const char *text, *text2; /* "" also when forgotten */
};

struct report_quote {
	int number;
	int64_t at_utc_s;
	const char *technician;
	bool fixed;
	int64_t net_gr, seconds;
	const char *text;
	const char *answer; /* "", yes, no, expired, withdrawn */
	int64_t answered_utc_s;
	bool replaces; /* what was accepted before it */
};

typedef void report_visit_fn(const struct report_visit *, void *);
typedef void report_segment_fn(const struct report_segment *, void *);
typedef void report_event_fn(const struct report_event *, void *);
typedef void report_quote_fn(const struct report_quote *, void *);

/* False with err "there is no ticket N". */
bool report_ticket(struct db *db, int64_t ticket, report_row_fn *fn, void *ctx,
    struct err *err);
bool report_visits(struct db *db, int64_t ticket, report_visit_fn *fn,
    void *ctx, struct err *err);
bool report_segments(struct db *db, int64_t ticket, report_segment_fn *fn,
    void *ctx, struct err *err);
bool report_quotes(struct db *db, int64_t ticket, report_quote_fn *fn,
    void *ctx, struct err *err);
/* ticks: whether the ticks every 15 s come too. limit 0 = all. */
bool report_events(struct db *db, int64_t ticket, bool ticks, int64_t offset,
    int64_t limit, report_event_fn *fn, void *ctx, struct err *err);

#endif
