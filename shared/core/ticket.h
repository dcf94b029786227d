/*
 * The life of a ticket, as a pure machine: ticket_step(state, event) -> state
 * and effects.
 *
 * The journal of events IS the record. The caller makes an event with
 * ticket_next(), steps, and performs the effects in order (TICKET_DO_JOURNAL
 * first: what is not written did not happen). Stepping the stored events again
 * from ticket_init() gives the same state; an event whose seq is not new is
 * ignored, so replaying twice is replaying once.
 *
 * There is no clock in here. While a ticket works the caller must ask
 * ticket_deadline() when to call ticket_due() next; ticks that come later than
 * METER_GAP_MS count as a break (in the client's favour). Rights, check codes
 * and signatures are judged elsewhere; the machine records their results.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/base/i18n.h"
#include "shared/core/bill.h"
#include "shared/core/deal.h"
#include "shared/core/meter.h"
#include "shared/core/money.h"
#include "shared/core/prices.h"
#include "shared/core/proof.h"
#include "shared/core/quote.h"
#include "shared/core/rate.h"

#define TICKET_NAME_SIZE 65
#define TICKET_REMARK_SIZE 201
#define TICKET_NUMBER_SIZE 65 /* of an invoice */
#define TICKET_DAY_SIZE 11 /* "2026-11-30" */
#define TICKET_TEXT_MAX 4000 /* bytes of one event text */
#define TICKET_CODE_MISSES 3
/* By the desk: text of a DETACHED and text2 of a RELEASED, when a technician
 * kept a client too long who let him not in. */
#define TICKET_NOT_LET_IN "nobody was let in in time"
#define TICKET_NO_VISIT "nobody came in time"
/* Text of a CODE_MISS after which no try is left, whatever the number. */
#define TICKET_LAST_MISS "last"
#define TICKET_TICK_MS INT64_C(15000)
#define TICKET_WARN1_MS INT64_C(3000000) /* 50:00 */
#define TICKET_WARN2_MS INT64_C(3480000) /* 58:00 */
#define TICKET_HOUR_MS INT64_C(3600000)
#define TICKET_QUOTE_MS INT64_C(600000) /* no answer is a no */
#define TICKET_RESUME_MS                                    \
	INT64_C(600000) /* consent outlives a break so long \
			 */

#define TICKET_UNDO_MS INT64_C(60000) /* for a kind of work by mistake */

/* Closed are those from TICKET_SOLVED on: the outcomes. */
#define TICKET_STATE_WORDS(X)                             \
	X(TICKET_NONE, "none", N_("not opened"))          \
	X(TICKET_WAITING, "waiting", N_("waiting"))       \
	X(TICKET_CLAIMED, "claimed", N_("taken"))         \
	X(TICKET_WORKING, "working", N_("working"))       \
	X(TICKET_PAUSED, "paused", N_("paused"))          \
	X(TICKET_QUOTED, "quoted", N_("quoted"))          \
	X(TICKET_SOLVED, "solved", N_("solved"))          \
	X(TICKET_UNSOLVED, "unsolved", N_("not solved"))  \
	X(TICKET_DECLINED, "declined", N_("declined"))    \
	X(TICKET_CANCELLED, "cancelled", N_("cancelled")) \
	X(TICKET_ABANDONED, "abandoned", N_("given up"))

enum ticket_state { TICKET_STATE_WORDS(WORDS_ENUM) TICKET_STATES };

extern const struct words ticket_states;
/* The number of one is that of its state, less TICKET_SOLVED. */
extern const struct words ticket_outcomes;

/* Which columns each one uses stands behind it; all others are 0, -1 or "". */
enum ticket_event_kind {
	TICKET_EV_OPENED, /* actor client, line (-1 = support), text wanted
			     technician, "any" or ""; yes = a dearer kind of
			     work needs the client's yes (journals from before
			     that rule lack it); text2 the client's public key
			     ("" in logs of before) */
	TICKET_EV_CALLED, /* actor technician: has phoned the client */
	TICKET_EV_CLAIMED, /* actor technician */
	TICKET_EV_RELEASED, /* (back) in the queue, e.g. to hand over; actor,
			       text wanted technician from now on, "any", or ""
			       = as before */
	TICKET_EV_ATTACHED, /* a visit begins; actor technician; yes = who comes
			       again is let in again (journals from before that
			       rule lack it: consent outlived a short break);
			       text2 see ticket_tells_lang() */
	TICKET_EV_CODE_OK, /* text "code" or "pinned" */
	TICKET_EV_CODE_MISS,
	TICKET_EV_CONSENT, /* yes, line of the price shown, text rights, text2
			      signature, see consent.h */
	TICKET_EV_TICK, /* seconds worked so far */
	TICKET_EV_WARNED, /* seconds: 3000 or 3480 */
	TICKET_EV_PAUSED, /* actor, text = name of enum ticket_pause; a person's
			     takes the place of the desk's own */
	TICKET_EV_RESUMED, /* actor; a technician's pause ends by his alone */
	TICKET_EV_KIND, /* line; refused where ticket_kind_asks() */
	TICKET_EV_KIND_ASKED, /* actor technician, line, net_gr per hour, text
				 its name, text2 hash, see rate.h */
	TICKET_EV_KIND_WITHDRAWN, /* the question */
	TICKET_EV_KIND_ANSWERED, /* yes, text hash, text2 signature ("" =
				    expired) */
	TICKET_EV_KIND_UNDONE, /* actor technician: the last change of the kind
				  of work was a mistake, its time is the
				  earlier kind's */
	TICKET_EV_RIGHTS, /* text, see grant.h; text2, see consent.h */
	TICKET_EV_QUOTED, /* line, seconds (3600 * hours, 0 = fixed), net_gr,
			     yes = it replaces what was accepted, text, text2
			     hash; its form is the one whose hash that is, see
			     quote.h */
	TICKET_EV_WITHDRAWN, /* the pending quote */
	TICKET_EV_ANSWERED, /* yes, text hash, text2 signature ("" = expired),
			       net_gr what all comes to with a yes: in gross,
			       too (0 in journals from before that rule, where
			       the net alone was promised) */
	TICKET_EV_DETACHED, /* the visit's link ended; actor who left, text */
	TICKET_EV_ENDED, /* actor technician, whoever had it; yes = solved,
			    text what the client reads, text2 as in ATTACHED */
	TICKET_EV_CANCELLED, /* taken back, nothing to pay; actor, text, text2
				as in ATTACHED */
	TICKET_EV_ABANDONED, /* the client never came back; actor, text, text2
				as in ATTACHED */
	TICKET_EV_RECOVERED, /* the desk was started again */
	TICKET_EV_CORRECTED, /* actor author, text reason, text2 who that is:
				"key SHA256:..." or "user NAME"; net_gr for the
				VAT rate of line, replacing what it was
				corrected to before; line -1 in journals from
				before: one sum for the whole ticket */
	TICKET_EV_INVOICED, /* text number */
	TICKET_EV_UNINVOICED, /* text reason */
	TICKET_EV_NOTED, /* text, which the client never reads */
	TICKET_EV_OUTCOME, /* the other one was meant: yes = solved; actor, text
			      reason, text2 as in CORRECTED; corrections of
			      the amount end with it */
	TICKET_EV_PAID, /* actor author, text the day, "2026-11-30" */
	TICKET_EV_UNPAID, /* actor author, text reason */
	TICKET_EVENTS
};

#define TICKET_PAUSE_WORDS(X)                                           \
	X(TICKET_PAUSE_NONE, "none", "it does not stand")               \
	X(TICKET_PAUSE_TECH, "technician", "paused by the technician")  \
	X(TICKET_PAUSE_CLIENT, "client", "paused by the client")        \
	X(TICKET_PAUSE_HOUR, "hour", "60:00 without an accepted quote") \
	X(TICKET_PAUSE_QUOTE, "quote", "this work wants a quote first") \
	X(TICKET_PAUSE_LINK, "link", "the link is lost")                \
	X(TICKET_PAUSE_IDLE, "idle", "nothing happens")

enum ticket_pause { TICKET_PAUSE_WORDS(WORDS_ENUM) TICKET_PAUSES };

extern const struct words ticket_pauses;
/* A pause, or a state in which no clock runs. */
#define TICKET_STOP_IN(state) (TICKET_PAUSES + (int)(state))
extern const struct words ticket_stops;

/*
 * One event = one journal row; every field is a column. The texts are borrowed:
 * they need to live only during the call. at_ms is monotonic within one run of
 * the desk; beat_ms is when the client was last heard (<= at_ms), time after it
 * is not counted. at_utc_s is for people; no amount comes from it, but a month
 * does: within a ticket it never runs backwards, whatever becomes of the wall
 * clock (journals from before that rule may).
 */
struct ticket_event {
	int64_t seq; /* 1, 2, ... within the ticket */
	enum ticket_event_kind kind;
	int64_t at_ms;
	int64_t beat_ms;
	int64_t at_utc_s;
	const char *actor; /* technician's name, "client", "desk", author */
	int line; /* enum price_kind, -1 none */
	bool yes;
	int64_t seconds;
	int64_t net_gr;
	const char *text;
	const char *text2;
};

enum ticket_effect {
	TICKET_DO_JOURNAL, /* write the event; durable before the rest */
	TICKET_DO_QUEUE, /* the row in the queue appeared, moved or went */
	TICKET_DO_NOTIFY, /* tell both sides the new state and clock */
	TICKET_DO_WARN, /* 50:00, 58:00 or the pause at 60:00: tell both */
	TICKET_DO_ALARM, /* wrong check codes: alarm row */
	TICKET_DO_END_VISIT, /* close the tunnel of the visit */
	TICKET_DO_QUOTE, /* show the pending quote on both screens */
	TICKET_DO_RATE, /* show the question about the kind of work */
	TICKET_DO_RATED, /* it has gone: tell both */
	TICKET_DO_CLAIMED, /* tell the client's program who comes */
	TICKET_DO_CONSENTED, /* tell the technician his answer */
	TICKET_DO_ANSWERED, /* the quote: tell the technician; when late, both
			     */
	TICKET_DO_WITHDRAWN, /* the quote: tell both */
	TICKET_DO_BILL, /* closed: final amount and receipt */
	TICKET_EFFECTS
};

struct ticket_effects {
	int n;
	enum ticket_effect list[TICKET_EFFECTS];
};

/* Read freely; written only by this module. */
struct ticket {
	int64_t number; /* as in "ticket 17" */
	char product[PRICE_PRODUCT_SIZE];
	struct price line[PRICE_KINDS]; /* copied; name "" = no such line */
	int64_t seq; /* of the last event */
	char client_key[PROOF_KEY_SIZE]; /* "" = of a log of before */
	char lang[I18N_LANG_SIZE]; /* of the client's program; "" = unknown */
	enum ticket_state state;
	enum ticket_state quoted_from; /* WORKING or PAUSED, while QUOTED */
	enum ticket_pause pause;
	char wanted[TICKET_NAME_SIZE]; /* "" = anyone */
	char technician[TICKET_NAME_SIZE]; /* who claimed it, or "" */
	char trusted[TICKET_NAME_SIZE]; /* whom code and consent are for */
	enum price_kind kind; /* of the work now */
	struct meter meter;
	int64_t at_ms; /* of the last event */
	int64_t at_utc_s; /* the latest of all events */
	int64_t tick_ms; /* of the last tick or start */
	int64_t quote_ms; /* when the pending quote was made */
	int64_t detach_ms; /* when the last visit's link ended */
	/* how often a tick is due and how long a quote may be answered: set by
	 * ticket_init(), shorter ones by the caller; they make events due and
	 * change no replay */
	int64_t tick_every_ms;
	int64_t quote_for_ms;
	/* since when the client's link is down, 0 = it is there; by
	 * ticket_away(), and no replay knows of it */
	int64_t away_ms;
	int64_t opened_utc_s;
	int64_t opened_ms;
	int64_t waited_ms; /* until somebody was let in; 0 = nobody was yet */
	int64_t closed_utc_s;
	int visits;
	int code_misses;
	int warned; /* 0, 1 (50:00), 2 (58:00) */
	bool called;
	bool claimed; /* once, by anybody */
	bool attached;
	bool code_ok;
	bool consent;
	int quotes; /* made so far */
	bool has_pending;
	bool has_accepted;
	struct quote pending;
	char pending_hash[QUOTE_HASH_SIZE];
	enum price_kind pending_kind;
	struct deal deal; /* of all that he accepted */
	struct quote accepted; /* the last one */
	char answer_hash[QUOTE_HASH_SIZE]; /* of the accepted quote */
	bool asks; /* a dearer kind of work needs the client's yes */
	unsigned agreed; /* set of 1 << enum price_kind */
	int rates; /* questions about it made so far */
	struct rate rate; /* the open one; number 0 = none */
	enum price_kind rate_kind;
	char rate_hash[QUOTE_HASH_SIZE];
	int64_t rate_ms; /* when it was asked */
	bool may_undo; /* the last change of kind */
	enum price_kind undo_kind; /* before it */
	int64_t undo_ms; /* when it was */
	int64_t undo_worked_ms; /* of the kind that it led to, then */
	int fixes; /* corrected sums, at most one per rate of VAT */
	struct money_rate fix[PRICE_KINDS];
	char invoice[TICKET_NUMBER_SIZE]; /* "" = not invoiced */
	char paid[TICKET_DAY_SIZE]; /* "" = not paid; else it is invoiced */
	char remark[TICKET_REMARK_SIZE]; /* the last note of technicians */
};

/*
 * A ticket before its first event. Copies the lines that apply to the product;
 * a product without any gets a request line. The store keeps t->line[] and
 * gives the same lines here (as struct prices) for a replay.
 */
void ticket_init(struct ticket *t, int64_t number, const char *product,
    const struct prices *prices);

/* An event with the next seq, beat_ms = at_ms, line -1, empty texts. What
 * happens later is not written as earlier: at_utc_s is the wall clock's, or
 * that of the ticket's latest event where the clock was set back since. */
struct ticket_event ticket_next(const struct ticket *t,
    enum ticket_event_kind kind, int64_t at_ms, int64_t at_utc_s);

/*
 * Applies one event. False with a line for the user when it is not permitted
 * or malformed: the ticket is unchanged then. An event already seen: true, no
 * effects. out may be NULL (replay).
 */
bool ticket_step(struct ticket *t, const struct ticket_event *ev,
    struct ticket_effects *out, struct err *err);

/* When ticket_due() may have something (monotonic ms), -1 = nothing ahead. */
int64_t ticket_deadline(const struct ticket *t);
/* Fills *ev with what is due now; step it and call again until false. The texts
 * of *ev are static or point into *t. */
bool ticket_due(const struct ticket *t, int64_t now_ms, int64_t beat_ms,
    int64_t at_utc_s, struct ticket_event *ev);

/* The client's link is down since then, or is back: time in which he cannot
 * answer a quote is none of the time that he has for it. */
void ticket_away(struct ticket *t, bool down, int64_t at_ms);

/* What a technician offers. */
struct ticket_offer {
	enum price_kind kind; /* of the work that is quoted */
	int hours; /* further ones; 0 = a fixed sum */
	int64_t net_gr; /* that sum */
	bool replaces; /* what was accepted; else it is added */
	const char *text;
};
/* The quote that it makes now: the first, additional or a replacement. */
bool ticket_quote(const struct ticket *t, const struct ticket_offer *o,
    int64_t beat_ms, struct quote *q, struct err *err);
/* Fills the columns of such a quote; the texts point to q and hash. */
void ticket_quote_event(
    struct ticket_event *ev, const struct quote *q, char hash[QUOTE_HASH_SIZE]);
/*
 * Must the client say yes before work goes on under that line? Not while nobody
 * was let in yet (consent tells the price), for what he agreed to before, for
 * what a fixed sum covers or only a quote can bill, nor for a line that in
 * rate, minimum and quantum is no dearer than one he agreed to.
 */
bool ticket_kind_asks(const struct ticket *t, enum price_kind kind);
/* How long its client has waited to be helped: what he worked with somebody is
 * none of it, but all is when he waits again. */
int64_t ticket_waited_s(const struct ticket *t, int64_t now_ms);
/* How long the last change of the kind of work can still be taken back; 0 =
 * there is none. */
int64_t ticket_undo_ms(const struct ticket *t, int64_t now_ms);
/* The question about that line, as asked by that technician now. */
void ticket_rate(const struct ticket *t, enum price_kind kind,
    const char *technician, struct rate *out);
/* Fills the columns of the question; the texts point to r and hash. */
void ticket_rate_event(
    struct ticket_event *ev, const struct rate *r, char hash[QUOTE_HASH_SIZE]);
/* The price line of the work now; never without a name. */
const struct price *ticket_price(const struct ticket *t);
/* Worked so far at now_ms, by the client's last beat; and by line. */
int64_t ticket_worked_ms(const struct ticket *t, int64_t beat_ms);
void ticket_worked_s(
    const struct ticket *t, int64_t beat_ms, int64_t worked_s[PRICE_KINDS]);
/* Amount: so far for an open ticket, final for a closed one, as the rules give
 * it (a correction is not in it). */
void ticket_bill(const struct ticket *t, int64_t beat_ms, struct bill *out);
/* The figure that counts: the correction where there is one. */
void ticket_bill_final(const struct ticket *t, struct bill *out);
/* The same as net sums per rate of VAT; one of 0 where nothing was worked. */
void ticket_sums(const struct ticket *t, struct money_sum *out);
/* No correction may make the net sum larger: what his accepted quote allows,
 * else the first hour of the dearest line that he agreed to, or what the rules
 * gave if that is more. */
int64_t ticket_agreed_gr(const struct ticket *t);
/* The line to name in a correction of that rate, -1 = the only one. */
bool ticket_correct_line(
    const struct ticket *t, int vat_bp, int *line, struct err *err);

/* What both sides need to show the clock; it runs when t->meter.running. */
void ticket_clock(
    const struct ticket *t, int64_t beat_ms, struct bill_live *out);

bool ticket_is_closed(const struct ticket *t);
/*
 * Whether anybody ever picked it or phoned its client; err says what to do
 * else. Only such a one is ended as solved or not, any other is cancelled: its
 * client was never spoken to. Not a rule of the machine, for journals of before
 * hold others.
 */
bool ticket_was_tended(const struct ticket *t, struct err *err);

/* Tables; names are stable (journal, wire, JSON), NULL out of range. */
const char *ticket_state_name(enum ticket_state state);
/* The same in the user's language, for screens and receipts. */
const char *ticket_state_title(enum ticket_state state);
bool ticket_state_parse(const char *name, enum ticket_state *state);
const char *ticket_event_name(enum ticket_event_kind kind);
/* The same in the user's language; of a name that is none, the name. */
const char *ticket_event_title(const char *name);
bool ticket_event_parse(const char *name, enum ticket_event_kind *kind);
const char *ticket_pause_name(enum ticket_pause pause);
bool ticket_pause_parse(const char *name, enum ticket_pause *pause);
bool ticket_permits(enum ticket_state state, enum ticket_event_kind kind);
/* Whether text2 of such an event is the language of the client's program, in
 * which his receipts are made: "pl", or "" when it is not known, as in journals
 * of before. */
bool ticket_tells_lang(enum ticket_event_kind kind);
