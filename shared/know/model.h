/*
 * What a technician's console knows of its desk: the firm, tickets, clocks,
 * quotes and questions, as the desk pushed them. Pure: messages in, facts out;
 * `now_ms` is an argument. Texts are kept as they came; who shows them cleans
 * them (canvas does).
 *
 * After a reconnect the desk tells everything again: what it did not repeat is
 * dropped at the end of its lists, so that the screen does not flicker.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/core/quote.h"
#include "shared/core/rate.h"
#include "shared/core/ticket.h"
#include "shared/know/billclock.h"
#include "shared/know/firm.h"
#include "shared/wire/parts.h"

#define MODEL_OLD_S 900 /* waiting longer is marked "!" */

struct model_row {
	int64_t ticket;
	struct msg *told; /* its texts are */
	struct parts_row r;
	char *words; /* all of it, for filter and search */
	int64_t seen_ms;
	bool stale;
};

struct model {
	struct firm firm;
	struct model_row *row;
	int rows;
	struct billclock *clock;
	int clocks;
	struct quote *quote; /* open ones; vat_bp is not known */
	int quotes;
	struct rate *rate; /* open questions about the kind of work */
	int rates;
};

/* what model_apply() changed */
#define MODEL_ROWS 1u
#define MODEL_CALLER 2u /* a new client waits */
#define MODEL_CLOCKS 4u
#define MODEL_PEOPLE 8u
#define MODEL_DESK 16u /* firm, address, banner */

/* For stage_view_ops.news: what the desk has told just now, and how much of the
 * model that changed (MODEL_*). */
struct model_news {
	const struct msg *m;
	unsigned changed;
};

void model_init(struct model *m);
void model_fini(struct model *m);
/* Takes over what concerns it; 0 for all other messages. */
unsigned model_apply(struct model *m, const struct msg *msg, int64_t now_ms);

/* NULL when there is none. Valid until the next model_apply(). */
const struct model_row *model_row(const struct model *m, int64_t ticket);
const struct billclock *model_clock(const struct model *m, int64_t ticket);
const struct quote *model_quote(const struct model *m, int64_t ticket);
const struct rate *model_rate(const struct model *m, int64_t ticket);

bool model_is_waiting(const struct model_row *row);
/* The technician at this console has it. */
bool model_is_mine(const struct model *m, const struct model_row *row);
/* It is, or the client waits for him. */
bool model_is_for_me(const struct model *m, const struct model_row *row);
/* Another ticket of that client, by his key or his phone; 0 = there is none. */
int64_t model_twin(const struct model *m, const struct model_row *row);
/* The technician at this console may end it: it is his, or nobody's, or that
 * of one who is not here. The desk tells no difference between him and one who
 * is away, and has the last word. */
bool model_may_end(const struct model *m, const struct model_row *row);
/* See firm_serves(). */
bool model_serves(
    const struct model *m, const char *technician, const struct model_row *row);
int64_t model_waited_s(const struct model_row *row, int64_t now_ms);
/* The state's letter: N C a A Q P ! S X. */
char model_letter(const struct model_row *row, int64_t now_ms);
/* Callers that nobody has taken. */
int model_waiting(const struct model *m);
/* Clients whom the end of the desk would hit: they wait, or a technician has
 * them and their program is there. */
int model_expecting(const struct model *m);
/* Those of them whom the technician at this console has. */
int model_expecting_me(const struct model *m);
/* What was done is not written yet: the clock of that ticket stands where that
 * was done, and goes on when it is, unless that ended it. */
void model_clock_hold(
    struct model *m, int64_t ticket, bool holds, int64_t now_ms);
/* The desk says nothing more of that clock: see billclock_stop(). */
void model_clock_stop(struct model *m, int64_t ticket, int64_t now_ms);
/* Company, or the name when there is none. */
const char *model_client(const struct model_row *row);
