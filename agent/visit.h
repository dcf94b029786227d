/*
 * The technician's visit: who comes, what he may, what it costs and how it
 * ends. It is the part of the program that gives and takes rights; nothing
 * else does.
 *
 * It knows no view: it says where the user is now and what waits for his
 * answer, and its owner shows that. What views may know stands in visit_seen,
 * and they only read it.
 *
 *	ALONE -> CODE -> CONSENT -> SHARE -> END
 *
 * A visit outlives its technicians: one may go and another one come, until
 * END.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "agent/home.h"
#include "shared/conv/desk_link.h"
#include "agent/options.h"
#include "agent/paint.h"
#include "agent/receipt.h"
#include "agent/request.h"
#include "agent/talk.h"
#include "shared/core/grant.h"
#include "shared/core/quote.h"
#include "shared/core/rate.h"
#include "shared/core/ticket.h"
#include "shared/know/billclock.h"
#include "shared/ui/keys.h"

#define VISIT_TEXT 256
#define VISIT_CHAT_LINES 50

struct visit;

enum visit_step {
	VISIT_ALONE, /* no technician, and no shell yet */
	VISIT_CODE, /* the check code is being compared */
	VISIT_CONSENT, /* he waits for a yes */
	VISIT_SHARE, /* in the shell, whoever is there */
	VISIT_END
};

/* What waits for the user's answer below the shell; the first matters most. */
enum visit_question {
	VISIT_NO_QUESTION,
	VISIT_QUOTE,
	VISIT_RATE, /* a dearer kind of work */
	VISIT_RIGHT
};

struct visit_end {
	bool closed; /* the desk has said what it costs */
	bool by_user;
	enum ticket_state outcome;
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
	int64_t worked_s;
	bool unsaid; /* with a yes of which the desk has said nothing yet */
	char note[2001];
};

/* What a yes makes due at most, until the desk has said what became of it. */
struct visit_yes {
	int64_t net_gr; /* 0 = there is none */
	int64_t gross_gr;
};

struct visit_chat {
	char line[VISIT_CHAT_LINES][VISIT_TEXT];
	int lines; /* ever; the newest is line[(lines - 1) % VISIT_CHAT_LINES]
		    */
	int unread;
};

struct visit_seen {
	enum visit_step step;
	bool warned; /* until the user has read `after` */
	int64_t visit; /* 0 = nobody has picked the request */
	char technician[VISIT_TEXT];
	char key[KEY_FP_SIZE];
	bool unlisted; /* the list of known keys cannot be read */
	enum known_state known;
	int64_t known_s;
	char code[SAS_TEXT_SIZE];
	bool fits; /* the technician says so: the field for code B is open */
	int misses; /* of the technician with the code that is shown */
	int back_misses; /* of the user, since a code fitted */
	bool proven; /* code B of this key fitted */
	char after[VISIT_TEXT]; /* why nobody was let in, until the next one */
	bool ready; /* he has come so far that rights have a meaning */
	struct grants grants;
	bool hidden;
	bool held; /* a question stands: the share stands still */
	int typist; /* who typed last, -1 = nobody */
	int64_t typed_ms; /* the user's last key for the shell */
	int64_t alert_ms; /* until then something has just changed */
	struct quote quote; /* number 0 = none is open */
	struct rate rate; /* number 0 = none is open */
	unsigned asked; /* a right that the technician wants */
	char asked_text[VISIT_TEXT];
	bool unwritten; /* what was done is not on the desk's disk yet */
	enum visit_question unsaid; /* answered; the desk has not said so yet */
	struct visit_yes yes;
	struct billclock clock;
	struct visit_chat chat;
	struct visit_end end;
	struct receipt receipt;
};

struct visit_events {
	/* step is another, or has to be shown anew. */
	void (*moved)(void *ctx);
	/* `after` has to be read before anything else. */
	void (*warned)(void *ctx);
	/* What the share shows, from now on; NULL: nothing any more. */
	void (*shell)(struct vt *vt, void *ctx);
	void (*asked)(enum visit_question q, void *ctx);
	/* It is open no longer. gone: by itself, and not answered. */
	void (*closed)(enum visit_question q, bool gone, void *ctx);
	/* What the user was about to answer is gone: the keys that were meant
	 * for it are for nobody. */
	void (*deaf)(void *ctx);
	void (*notice)(const char *text, void *ctx);
	/* The technician has written in the chat. */
	void (*said)(void *ctx);
};

/* All of it outlives the visit. */
struct visit_conf {
	struct loop *loop;
	const struct options *options;
	const struct home *home;
	const struct request *request;
	struct paint *paint;
	struct tty *tty;
	struct desk_link *desk;
};

struct visit *visit_new(const struct visit_conf *conf,
    const struct visit_events *events, void *ctx);
/* Ends all of it and frees its timers: the loop can run out. The desk is told
 * when it does not know yet that the client goes. */
void visit_stop(struct visit *v);
/* After visit_stop(), and the loop. */
void visit_free(struct visit *v);

const struct visit_seen *visit_seen(const struct visit *v);
/* There is a shell, or a technician on the line. */
bool visit_is_on(const struct visit *v);
/* There is a technician on the line. */
bool visit_is_connected(const struct visit *v);
/* No technician is let in any more. */
bool visit_is_over(const struct visit *v);
enum visit_question visit_question(const struct visit *v);
/* What an hour costs as the desk told it, before that the line that would apply
 * to the request; NULL without any. */
const struct price *visit_price(const struct visit *v);

/* --- what comes from the desk --- */

/* Every message about the ticket. */
void visit_message(struct visit *v, const struct msg *m);
bool visit_wanted(struct visit *v, int64_t visit, struct chan_want *want);
/* Its channel has no twin; and the desk opens one for that visit. */
bool visit_twin_wanted(const struct visit *v);
bool visit_twin(struct visit *v, int64_t visit, struct chan_want *want);
void visit_desk_lost(struct visit *v);
/* The desk knows nothing of the request. */
void visit_forget(struct visit *v);

/* --- what the user does --- */

/* What he typed as the code that the technician reads back. */
enum talk_typed visit_typed(struct visit *v, const char *text);
/* His answer to the consent question; 0 = no, and why says how: BYE_NO,
 * BYE_TIMEOUT. A no stays one until the technician asks again. */
void visit_consent(struct visit *v, unsigned mask, enum bye why);
/* The changed key of this name is the technician's from now on: the user has
 * said so. */
void visit_settle_key(struct visit *v);
/* He has read all warnings. */
void visit_read(struct visit *v);
void visit_give(struct visit *v, unsigned right);
void visit_take(struct visit *v, unsigned right);
/* No to a right that was asked for. */
void visit_refuse(struct visit *v, unsigned right);
void visit_hide(struct visit *v, bool on);
void visit_say(struct visit *v, const char *text);
void visit_chat_read(struct visit *v);
void visit_answer_quote(struct visit *v, bool yes);
void visit_answer_rate(struct visit *v, bool yes);
/* A key for the shell. */
void visit_key(struct visit *v, const struct keys_event *ev);
/* His terminal has another size. */
void visit_resize(struct visit *v);
/* The technician did not come within SAS_WAIT_MS, say: BYE_LATE or BYE_OVER. He
 * is let in anew. */
void visit_over(struct visit *v, enum bye why);
/* F12: rights first, then the shell, then the link. */
void visit_end(struct visit *v, enum bye why);
