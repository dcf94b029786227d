/*
 * What is asked for: the request card, step by step, and what the desk says of
 * itself that these steps are chosen from: its name, prices, technicians, the
 * place in its queue.
 *
 *	TECHNICIAN -> PRODUCT -> CARD -> SENT
 *
 * It knows no view: it says which step is open, and its owner shows that one.
 * All of it may be read; only the functions here change it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "agent/home.h"
#include "shared/conv/desk_link.h"
#include "agent/options.h"
#include "shared/know/firm.h"

#define REQUEST_TEXT 256

enum request_step {
	REQUEST_NONE, /* the desk has not said yet what there is */
	REQUEST_TECHNICIAN,
	REQUEST_PRODUCT,
	REQUEST_CARD,
	REQUEST_SENT
};

/* What stands in the form. */
struct request_card {
	char name[REQUEST_TEXT];
	char company[REQUEST_TEXT];
	char nip[REQUEST_TEXT];
	char phone[REQUEST_TEXT];
	char problem[2001];
};

struct request_events {
	/* That step is open now. */
	void (*step)(enum request_step step, void *ctx);
	/* The desk has said all of itself: once for each link. */
	void (*listed)(void *ctx);
	/* What it said has changed. */
	void (*news)(void *ctx);
	/* The request has a number and a place in the queue. */
	void (*queued)(void *ctx);
	void (*notice)(const char *text, void *ctx);
};

struct request {
	struct options *options; /* what was given is taken out of it */
	const struct home *home;
	struct desk_link *desk;
	const struct request_events *events;
	void *ctx;
	enum request_step step;
	struct firm firm; /* what the desk says of itself */
	int64_t heard_ms; /* when it last told its time */
	const char *receipts_doubt; /* words on its key of receipts, or NULL */
	char technician[REQUEST_TEXT]; /* id, "any"; "" = not chosen yet */
	char product[REQUEST_TEXT];
	struct request_card card;
	bool ready; /* nothing of the card is to be asked any more */
	bool went_on; /* the user has answered a step, and seen whose desk it is
		       */
	bool early; /* it was sent with hello, and is not answered yet */
	int64_t ticket; /* 0 = none */
	int place; /* in the queue, */
	int of; /* of so many */
};

/* All pointers outlive it; desk is set before the first message comes. */
void request_init(struct request *r, struct options *options,
    const struct home *home, const struct request_events *events, void *ctx);
void request_fini(struct request *r);
/* False: the message is not about the request alone. */
bool request_message(struct request *r, const struct msg *m);
/* Hello was sent. When nothing of the card is open, and nothing in it has to be
 * looked up, the card goes with it: a round trip less. */
void request_greeting(struct request *r);
/* On to the first step that is still open; sends the card when none is. To a
 * desk that the user may never have seen the card is open once. */
void request_next(struct request *r);
/* The desk knows nothing of it: it has to be asked again. */
void request_forget(struct request *r);
/* What the desk said of itself is said anew when it is back. */
void request_desk_lost(struct request *r);
/* One step back, to choose again. */
void request_back(struct request *r);
/* Nothing is chosen where he does not help with that program: that is said. */
void request_choose_technician(struct request *r, const char *id);
void request_choose_product(struct request *r, const char *product);
void request_fill(struct request *r, const struct request_card *card);
/* The desk's time, counted on from when it was told, for this computer's clock
 * may be wrong by years; its own where the desk tells none. */
int64_t request_now_s(const struct request *r);
/* For what is kept as "since": this computer's time, which nobody else may
 * choose. 0 = nobody knows, for the desk says another day. */
int64_t request_since_s(const struct request *r);
/* What an hour costs by the list; NULL without any. */
const struct price *request_price(const struct request *r);
