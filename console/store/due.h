/*
 * What closed tickets come to, by part and rate of VAT. Every sum that leaves
 * the program (log, statement, export, reports, the console's foot) is made
 * here, so that all of them agree to the grosz: net is added up per rate, and
 * VAT computed once on each sum (money.md rule 7). Open tickets have no part in
 * any sum: their amounts are not final.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/money.h"
#include "shared/core/prices.h"

struct db;
struct report_filter;
struct logrow;

#define DUE_WHOLE (-1) /* agreed as a sum, or corrected */
#define DUE_PARTS (PRICE_KINDS + MONEY_RATES)

struct due_part {
	int line; /* of the work (enum price_kind), or DUE_WHOLE */
	int64_t worked_s, billed_s;
	int64_t net_gr;
	int vat_bp;
};

/* One closed ticket; texts are borrowed for the call. */
struct due {
	int64_t ticket;
	int64_t opened_s, started_s, closed_s; /* started 0 = never let in */
	const char *product;
	const char *technician; /* who had it last; "" = nobody worked on it */
	const char *client, *client_key; /* "" unless asked for; as typed */
	const char *buyer; /* code of the contractor in force, the same way */
	bool solved, corrected, shared; /* by several technicians */
	int64_t worked_s, billed_s;
	int64_t net_gr; /* of all parts */
	int vat_bp; /* of what is not by the hour */
	int n;
	struct due_part part[DUE_PARTS];
};

struct due_sum {
	int64_t tickets;
	int64_t worked_s, billed_s;
	struct money_sum money;
};

/* False with err stops. */
typedef bool due_fn(const struct due *due, void *ctx, struct err *err);

/* Every closed ticket that passes the filter, in order of its number; with its
 * client if wanted. */
bool due_each(struct db *db, const struct report_filter *filter, bool client,
    due_fn *fn, void *ctx, struct err *err);
/* False with err when the sum is out of range. */
bool due_add(struct due_sum *sum, const struct due *due, struct err *err);
/* A net sum of one rate; counts no ticket. */
bool due_add_net(
    struct due_sum *sum, int64_t net_gr, int vat_bp, struct err *err);
/* The parts of one ticket as a report has read it. */
bool due_of_row(
    struct db *db, const struct logrow *row, struct due *out, struct err *err);

/* How long each technician worked on a ticket, by visits: rule 20. */
#define DUE_HANDS 16
struct due_hands {
	int n;
	struct {
		char technician[128];
		int64_t worked_s;
	} hand[DUE_HANDS];
};
/* The seconds are those of the ticket, whole. */
bool due_by_hand(struct db *db, const struct due *due, struct due_hands *out,
    struct err *err);
/* What is of one hand: the time of its visits, and money in proportion; the
 * last one has what the others leave, so that nothing is lost. */
void due_of_hand(const struct due *due, const struct due_hands *hands, int hand,
    struct due *out);
/* The seconds that fell between its parts: the first one has them. */
int64_t due_between_s(const struct due *due);
/* Leaves of *due what is that technician's; NULL or "" = all of it. */
bool due_keep_hand(
    struct db *db, struct due *due, const char *technician, struct err *err);
