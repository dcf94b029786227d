/*
 * What belongs to one ticket of the log: its visits, its work by price line,
 * its quotes and its events. Reads only.
 *
 * Texts are borrowed for the call, and as they came: pass them through
 * utf8_clean() where they are shown.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/logrow.h"

struct db;

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

/* Itself; false with err "there is no ticket N". */
bool report_ticket(
    struct db *db, int64_t ticket, logrow_fn *fn, void *ctx, struct err *err);
bool report_visits(struct db *db, int64_t ticket, report_visit_fn *fn,
    void *ctx, struct err *err);
bool report_segments(struct db *db, int64_t ticket, report_segment_fn *fn,
    void *ctx, struct err *err);
bool report_quotes(struct db *db, int64_t ticket, report_quote_fn *fn,
    void *ctx, struct err *err);
/* ticks: whether the ticks every 15 s come too. limit 0 = all. */
bool report_events(struct db *db, int64_t ticket, bool ticks, int64_t offset,
    int64_t limit, report_event_fn *fn, void *ctx, struct err *err);
