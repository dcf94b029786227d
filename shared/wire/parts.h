/*
 * What messages of many fields say, as structs: each is put together and read
 * in one place, by a table of its fields in parts.c, so that no name of a field
 * is spelled twice.
 *
 * parts_X() makes the message, parts_take_X() reads one. Texts (const char *)
 * that were read live as long as the message; to put one that is NULL is to put
 * "". Those of people are cleaned and cut, so that the message is never too
 * long.
 */
#pragma once

#include "shared/core/bill.h"
#include "shared/core/logrow.h"
#include "shared/core/prices.h"
#include "shared/core/presence.h"
#include "shared/core/quote.h"
#include "shared/core/rate.h"
#include "shared/core/ticket.h"
#include "shared/wire/msg.h"
#include "shared/wire/words.h"

struct parts_technician {
	const char *id;
	const char *name;
	enum presence state;
	const char *products;
};

struct msg *parts_technician(const struct parts_technician *t);
void parts_take_technician(const struct msg *m, struct parts_technician *t);

/* A line of the price list; valid_from is not told. */
struct msg *parts_price(const struct price *p);
void parts_take_price(const struct msg *m, struct price *p);

struct parts_clock {
	int64_t ticket;
	bool running;
	int why; /* it stands: of ticket_stops, -1 = it runs */
	const char *line;
	enum price_kind kind;
	enum stands quote;
	unsigned asks; /* kinds that need the client's yes, as 1 << kind */
	int64_t undo_s; /* the last change of kind can be taken back; 0 = no */
	int64_t net_gr; /* by now */
	struct bill_live live;
};

struct msg *parts_clock(const struct parts_clock *c);
void parts_take_clock(const struct msg *m, struct parts_clock *c);

struct msg *parts_quote(const struct quote *q, const char *hash);
/* False with err when it cannot be shown, or is not what its hash says. vat_bp
 * is not in it. */
bool parts_take_quote(const struct msg *m, struct quote *q, struct err *err);
struct msg *parts_rate(const struct rate *r, const char *hash);
bool parts_take_rate(const struct msg *m, struct rate *r, struct err *err);

/* A ticket in the queue or in work. */
struct parts_row {
	int64_t ticket;
	enum ticket_state state;
	const char *name;
	const char *company;
	const char *phone;
	const char *product;
	const char *wanted; /* technician, "" = anyone */
	const char *problem;
	int64_t since_s;
	int64_t waited_s;
	bool called;
	bool untended; /* nobody ever picked it or phoned its client */
	bool online;
	bool left; /* the client ended it himself */
	bool alone; /* somebody has it, and is not with the client */
	const char *by; /* who has it */
	int64_t visit;
	const char *key;
	int64_t known_s;
	int earlier; /* tickets of that client */
	const char *rate; /* name of the price line */
	const char *from;
	const char *contractor; /* code and name in the client book, or "" */
	const char *history; /* his last tickets: parts_past */
	const char *loose; /* "4 7": of his key, and linked to nobody */
	const char *remark; /* the last note of technicians */
};

/* One ticket of a history; newest first. */
struct parts_past {
	int64_t opened_s;
	int64_t ticket;
	enum ticket_state state;
	char note[200], remark[200]; /* to the client; of technicians */
};

/* Texts without newlines. */
void parts_past_add(struct buf *history, const struct parts_past *p);
/* Takes the next one; false where there is none that can be read. */
bool parts_past_next(const char **history, struct parts_past *p);

struct msg *parts_row(const struct parts_row *r);
void parts_take_row(const struct msg *m, struct parts_row *r);

struct parts_ended {
	int64_t ticket;
	int outcome; /* of ticket_outcomes */
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
	int64_t worked_s;
	int64_t billed_s;
	const char *note; /* for the client */
	const char *why;
};

struct msg *parts_ended(const struct parts_ended *e);
void parts_take_ended(const struct msg *m, struct parts_ended *e);

/* A row of the log, or of one of its views; id is that of the question. Ticket
 * 0 is put as 1. Told are name, company, technicians, product, outcome, what is
 * counted, the invoice, the note and what the views have. */
struct msg *parts_logrow(int64_t id, const struct logrow *r);
void parts_take_logrow(const struct msg *m, struct logrow *r);

struct parts_logend {
	int64_t id;
	int64_t total; /* rows of the view */
	/* of all closed tickets in them */
	int64_t tickets;
	int64_t open; /* beside them, in no sum */
	int64_t worked_s;
	int64_t billed_s;
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
	int64_t worked_most_s, net_most_gr; /* of one bar */
};

struct msg *parts_logend(const struct parts_logend *e);
void parts_take_logend(const struct msg *m, struct parts_logend *e);
