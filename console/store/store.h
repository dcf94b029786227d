/*
 * The desk's record of tickets: what brain calls. One desk has one store.
 *
 * Every event goes into the journal in a transaction of its own that also
 * brings the tables for people (ticket, visit, segment, ...) up to date.
 * Amounts come from core's ticket_bill(), never from SQL. The order is: copy
 * the ticket, ticket_step() the copy, store_append() copy and event, then make
 * the copy the ticket and do the other effects.
 *
 * When another program keeps the database locked, rows are kept in memory, in
 * order, and written with the next call of any kind or by store_flush();
 * nothing waits longer than 100 ms, nor than 10 ms while rows are kept already.
 * When the disk takes no more (full, a quota, broken) a reserve of 1 MiB is
 * given back: ticks stay in memory then, whatever closes or changes a ticket is
 * written, or kept where that is refused, too; new tickets are refused. None of
 * this calls back.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "console/store/card.h"
#include "shared/base/err.h"
#include "shared/core/ticket.h"

struct store;

enum store_result {
	STORE_DURABLE, /* on the disk */
	STORE_KEPT, /* in memory: go on, but tell nobody until store_kept() is
		     * 0; ticks may be told */
	STORE_FAILED /* neither; err says why: undo the step */
};

/* The folder is made when missing. NULL with err: one line on what is wrong
 * and what to do (see db.h). */
struct store *store_open(const char *dir, struct err *err);
/* Writes what is kept, if it can within some seconds; each row that could not
 * be written is logged. Returns how many. NULL is fine. */
size_t store_close(struct store *s);

/* The number for ticket_init(): 1, 2, 3 ...; the same until store_new_ticket()
 * took it. */
int64_t store_next_number(const struct store *s);
/*
 * A ticket with its first event (TICKET_EV_OPENED), t as it is after it; its
 * number must be store_next_number(). STORE_FAILED on a full disk.
 */
enum store_result store_new_ticket(struct store *s,
    const struct store_card *card, const struct ticket *t,
    const struct ticket_event *opened, struct err *err);
/* One event; t as it is after it. */
enum store_result store_append(struct store *s, const struct ticket *t,
    const struct ticket_event *ev, struct err *err);
/* A row for the eye of the firm: wrong codes, a changed key, a dead front.
 * number 0 = about no ticket. Never fails: kept when it cannot be written. */
void store_alarm(
    struct store *s, int64_t number, int64_t at_utc_s, const char *what);
/* Tries to write what is kept and, when there is room again, to end the state
 * of a full disk. Call every few seconds. True when nothing is kept. */
bool store_flush(struct store *s);
size_t store_kept(const struct store *s);
/* A kept row was thrown out, with what followed it in its ticket, because it
 * no longer fitted: what is in memory is not what is on the disk. */
bool store_has_lost(const struct store *s);
/* Banner: the disk takes no more; new tickets are refused until it does. */
bool store_is_full(const struct store *s);

/* The time of the latest of the last rows, 0 = there is none. */
int64_t store_latest_s(struct store *s);

/* One open ticket found at start; borrowed for the call. */
typedef void store_open_fn(
    const struct ticket *t, const struct store_card *card, void *ctx);
/*
 * Rebuilds every open ticket from its events, adds a TICKET_EV_RECOVERED (time
 * after the last tick does not count; the visit ends there) and hands it over.
 * Once, right after store_open(). False with err when a journal does not
 * replay: do not start then.
 */
bool store_load_open(struct store *s, int64_t now_ms, int64_t now_utc_s,
    store_open_fn *fn, void *ctx, struct err *err);

/* What was seen of this agent's key before. outcome "" when there is none. */
struct store_earlier {
	int count;
	int solved; /* of these */
	int64_t first_utc_s; /* "key known since" */
	char outcome[16];
};
/* Tickets other than `number`. */
void store_earlier(struct store *s, const char *agent_key, int64_t number,
    struct store_earlier *out);
/* When this technician was first attached to a client with this key; 0 never.
 */
int64_t store_known_since(
    struct store *s, const char *agent_key, const char *technician);

/* The ticket of that agent's key which was closed last, and what its client
 * reads at the end (free() it). False when there is none. */
bool store_closed_last(
    struct store *s, const char *agent_key, struct ticket *t, char **note);
/* Who kept the client of that open ticket in vain since he let somebody in
 * last, and how often his time was over (TICKET_NOT_LET_IN, TICKET_NO_VISIT).
 */
typedef void store_in_vain_fn(const char *technician, int times, void *ctx);
void store_in_vain(
    struct store *s, int64_t number, store_in_vain_fn *fn, void *ctx);

/* The handle for report.h and the others. */
struct db *store_db(struct store *s);
