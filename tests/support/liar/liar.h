/*
 * A desk that lies. It has the right host key, a real agent and a real console
 * log in to it, and it stands in the middle of their visit: as a technician
 * with a key of its own towards the agent, as an agent with a host key of its
 * own towards the console. What it can read of either is in its log.
 *
 *   outer.c  the desk's own conversations, just enough for one ticket
 *   inner.c  the two halves of the visit, or the tunnel that honest desks
 *            couple
 *   play.c   what is said in the halves: the lies
 *   bill.c   prices, questions and receipts that are not true
 *   ../liardesk.c  its command line, its log, its orders
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "shared/base/buf.h"
#include "shared/core/sas.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/keys.h"
#include "shared/net/link.h"
#include "shared/net/relay.h"
#include "shared/wire/line.h"
#include "shared/wire/record.h"

/* What it does by itself; all else it is ordered. */
struct play {
	const char *name;
	bool honest; /* couples the tunnel and reads nothing */
	bool deaf; /* what one half hears and how it ends stays there */
	bool asks_code; /* towards the agent, as an honest console would */
	bool early_ok; /* "the technician typed it right", to the agent */
	bool no_code; /* "no code is needed", and frames, to the console */
	bool mute; /* a greeting for the console, no exchange */
	bool replay; /* one side's exchange as the other's */
	bool early; /* frames and keys before anything is proven */
	bool grind; /* the console's exchange again until the codes meet */
	bool grind_agent; /* the agent's again and again */
};

struct liar;

/* One half of a visit that it is in the middle of. */
struct half {
	struct liar *liar;
	const char *name; /* "agent" or "console": who is at the other end */
	struct half *other;
	struct link *link;
	struct chan *fresh[2]; /* what the console opened, not named yet */
	struct chan *talk;
	struct chan *screen;
	struct line_reader lines;
	struct record_reader records;
	int links; /* counted */
	bool greeted; /* it has said welcome, or hello */
	bool answered; /* ... and the console got its welcome */
	uint8_t theirs[SAS_NONCE]; /* the nonce of that side */
	uint8_t ours[SAS_NONCE];
	uint32_t code; /* of this half's exchange */
	bool coded;
};

struct liar {
	struct loop *loop;
	const struct play *play;
	const struct key *host_key;
	struct key *tech_key; /* what the agent is to take for anna's */
	struct key *inner_key; /* what the console is to take for the agent's */
	struct key *receipt_key;
	bool keyless; /* and does not tell which one it is */
	/* outer */
	struct link *agent_link;
	struct link *tech_link;
	struct chan *agent_control;
	struct chan *tech_control;
	char agent_key[KEY_FP_SIZE]; /* that its row names */
	struct line_reader agent_lines;
	struct line_reader tech_lines;
	json_t *card; /* what the client asked for */
	bool claimed;
	int64_t ticket;
	int64_t visit;
	int64_t net_gr; /* of an hour, as it told the agent */
	int question; /* about a dearer one */
	struct relay *tunnel; /* of the honest play */
	/* inner */
	struct half agent;
	struct half console;
	json_t *welcome; /* of the agent */
	struct buf held; /* lines of the agent that came before the console's */
};

/* A line of its log. */
void liar_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What goes by, with all but plain characters as dots. */
void liar_note_bytes(const char *what, const void *data, size_t len);
/* Sends o as a line and frees it. */
void liar_send(struct chan *c, json_t *o);

/* --- outer.c --- */

void outer_accept(struct liar *l, int fd);
/* Tells the agent of a technician: a new visit, and the honest key or ours. */
void outer_pick(struct liar *l);
/* The row of the ticket for the console. */
void outer_row(struct liar *l);

/* --- inner.c --- */

void inner_init(struct liar *l);
void inner_fini(struct liar *l);
/* The console wants ticket-N: with the honest play it gets it. */
bool inner_wanted(struct liar *l, struct chan_want *w);
/* Opens visit-N at the agent. */
void inner_attach(struct liar *l);
/* Breaks one half, or what there is, without a word. */
void inner_drop(struct half *h);
void inner_cut(struct liar *l);
void inner_keys(struct liar *l, const char *text);
void inner_frame(struct liar *l, const char *text);

/* --- bill.c --- */

/* To the agent: an hour costs so much from now on, under the same name. */
void bill_clock(struct liar *l, int64_t net_gr);
/* Whether work may go on for so much. */
void bill_rate(struct liar *l, int64_t net_gr);
/* Notes whether that consent is signed for what was told. */
void bill_consent(struct liar *l, json_t *o);
/* The end for 200,00 net, with a receipt: of another "key", "amount" or "text",
 * or an honest one. */
void bill_end(struct liar *l, const char *lie);

/* --- play.c --- */

const struct play *play_find(const char *name);
/* The channels of that half are there. */
void play_open(struct half *h);
/* It is gone. */
void play_down(struct half *h);
/* A line that it said. */
void play_line(struct half *h, json_t *o, const char *line);
