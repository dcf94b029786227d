/*
 * What the console knows of the desk: tickets, technicians, prices, clocks,
 * quotes, as the desk pushed them. Pure: messages in, facts out; `now_ms` is an
 * argument. Texts are kept as they came; who shows them cleans them (canvas
 * does).
 *
 * After a reconnect the desk tells everything again: what it did not repeat is
 * dropped at the end of its lists, so that the screen does not flicker.
 */
#ifndef CONSOLE_MODEL_H
#define CONSOLE_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/core/bill.h"
#include "shared/core/quote.h"
#include "shared/core/rate.h"
#include "shared/wire/msg.h"

#define MODEL_OLD_S 900 /* waiting longer is marked "!" */
#define MODEL_STATE_SIZE 17

struct model_row {
	int64_t ticket;
	char state[MODEL_STATE_SIZE];
	char *name;
	char *company;
	char *phone;
	char *product;
	char *wanted; /* technician, "" = anyone */
	char *problem;
	char *by; /* who has it */
	char *key;
	char *last; /* outcome and day of the last earlier ticket */
	char *rate;
	char *from;
	char *contractor; /* code and name in the client book, or "" */
	char *history; /* his last tickets, a line each */
	char *words; /* all of it, for filter and search */
	int64_t since_s;
	int64_t waited_s; /* at seen_ms */
	int64_t seen_ms;
	int64_t visit;
	int64_t known_s;
	int earlier;
	bool called;
	bool untended; /* nobody ever picked it or phoned its client */
	bool online;
	bool stale;
};

struct model_technician {
	char *id;
	char *name;
	char *products;
	char state[9];
	bool stale;
};

struct model_price {
	char *name;
	char kind[33];
	char *products;
	int64_t net_gr;
	int64_t minimum_s;
	int64_t quantum_s;
	int vat_bp;
	bool quoted;
};

struct model_clock {
	int64_t ticket;
	struct bill_clock tick;
	char why[33]; /* of a pause */
	char *line;
	char kind[33];
	char quote[17]; /* "none", "open", "accepted", ... */
	char asks[129]; /* kinds that need the client's yes, by their words */
	int64_t undo_until_ms; /* of the last change of the kind of work */
	struct bill_live live;
};

struct model {
	char *firm;
	char *phone;
	char *me;
	char *address;
	char *key;
	bool open; /* reachable from other machines */
	bool listed; /* the first lists are complete */
	char *banner; /* "" = none */
	struct model_row *row;
	int rows;
	struct model_technician *technician;
	int technicians;
	struct model_price *price;
	int prices;
	struct model_clock *clock;
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

void model_init(struct model *m);
void model_fini(struct model *m);
/* Takes over what concerns it; 0 for all other messages. */
unsigned model_apply(struct model *m, const struct msg *msg, int64_t now_ms);

/* NULL when there is none. Valid until the next model_apply(). */
const struct model_row *model_row(const struct model *m, int64_t ticket);
const struct model_clock *model_clock(const struct model *m, int64_t ticket);
const struct quote *model_quote(const struct model *m, int64_t ticket);
/* By id or name; state of oneself with model->me. */
const struct rate *model_rate(const struct model *m, int64_t ticket);
/* Must the client agree before that kind of work? */
bool model_kind_asks(const struct model_clock *clock, const char *kind);
/* Can the last change of it be taken back? */
bool model_kind_undo(const struct model_clock *clock, int64_t now_ms);
const struct model_technician *model_technician(
    const struct model *m, const char *id);
/* A technician's state in the user's language. */
const char *model_state_text(const char *state);

bool model_is_waiting(const struct model_row *row);
/* The technician at this console has it. */
bool model_is_mine(const struct model *m, const struct model_row *row);
/* Does that technician serve the product of the ticket? Also where nothing is
 * known of him. */
bool model_serves(
    const struct model *m, const char *technician, const struct model_row *row);
int64_t model_waited_s(const struct model_row *row, int64_t now_ms);
/* The state's letter: N C A Q P ! S X. */
char model_letter(const struct model_row *row, int64_t now_ms);
/* Callers that nobody has taken. */
int model_waiting(const struct model *m);
/* Clients whom the end of the desk would hit: they wait, or a technician has
 * them and their program is there. */
int model_expecting(const struct model *m);
/* Those of them whom the technician at this console has. */
int model_expecting_me(const struct model *m);
/* It runs at the desk, as far as one can know: see BILL_TRUST_MS. */
bool model_clock_runs(const struct model_clock *clock, int64_t now_ms);
/* What was done is not written yet: the clock of that ticket stands where that
 * was done, and goes on when it is, unless that ended it. */
void model_clock_hold(
    struct model *m, int64_t ticket, bool holds, int64_t now_ms);
/* The bill at this moment. */
void model_clock_now(
    const struct model_clock *clock, int64_t now_ms, struct bill_now *out);
/* bill_live_total_vat_gr() of now. */
int64_t model_clock_total_vat_gr(const struct model_clock *clock,
    int64_t now_ms, const struct bill_total *total);
/* Company, or the name when there is none. */
const char *model_client(const struct model_row *row);

#endif
