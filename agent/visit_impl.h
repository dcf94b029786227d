/*
 * What the files of the visit share, floor by floor: each calls only those
 * above its own line here.
 *
 *	visit_tell	what the desk, the technician and the owner are told
 *	visit_keys	what both type, and what holds it up
 *	visit_guest	the technician's link: lost, replaced, gone for good
 *	visit_code	the check code
 *	visit_rights	consent, the shell, rights
 *	visit_money	quotes, prices, the clock
 *	visit_desk	what the desk says
 *	visit		its life; what the technician says
 */
#pragma once

#include "agent/inner.h"
#include "agent/share.h"
#include "agent/visit.h"

struct visit {
	struct visit_conf at;
	const struct visit_events *events;
	void *ctx;
	struct visit_seen seen;
	struct inner *inner; /* NULL = no technician on the line */
	struct share *share; /* NULL = no shell */
	bool over; /* no visit comes any more */
	int64_t active_ms; /* when the desk was told that somebody types, */
	int64_t output_ms; /* or that a program writes */
	int exchanges; /* of which none was answered right, in this run */
	/* who was let in last, for the way back after a break */
	char trusted[KEY_FP_SIZE];
	char trusted_name[VISIT_TEXT];
	unsigned trusted_rights;
	int64_t lost_ms; /* -1 = attached or never was */
	unsigned told_rights; /* what the desk knows */
	int64_t announced_ms;
	int announced; /* in a row */
	bool gone_said; /* the last notice: that a question needs no answer */
	bool stalled; /* the shell does not read: keys are lost */
	size_t stalled_len;
	unsigned queued; /* whose keys the shell has not read yet, roughly */
	enum keys_paste paste; /* of the shell */
	unsigned mouse_held; /* buttons, pressed over the shell */
	int64_t stirred_ms; /* when something was last typed or written */
	struct loop_timer *alert_timer;
	struct loop_timer *ask_timer; /* a right that is asked for */
	struct loop_timer *grace_timer;
	struct loop_timer *announce_timer;
	struct loop_timer *stall_timer;
	struct loop_timer *bars_timer;
};

/* --- visit_tell.c --- */
void visit_go(struct visit *v, enum visit_step step);
/* The user is there, and no warning stands before it. */
bool visit_is_at(const struct visit *v, enum visit_step step);
void visit_notice(struct visit *v, const char *text);
/* A change that is to be seen and heard: bell, inverse bar for 3 s. */
void visit_alert(struct visit *v);
struct vt *visit_vt(const struct visit *v);
/* May the technician type now? */
bool visit_typing_allowed(const struct visit *v);
/* What he may at this moment: while a question stands that he raised, he may
 * not type. */
unsigned visit_rights(const struct visit *v);
/* Signed; why: with a no. */
void visit_tell_consent(struct visit *v, bool yes, enum bye why);
/* Tells both sides the rights in force, if they do not know them. A timer, too.
 */
void visit_announce(void *ctx);
void visit_say_leave(struct visit *v, enum bye why);
/* The result of the check code. */
void visit_tell_code(struct visit *v, bool ok, int left, bool pinned);

/* --- visit_keys.c --- */
/* Events of inner.h and share.h. */
bool visit_guest_keys(const void *keys, size_t len, void *ctx);
bool visit_guest_echo(void *ctx);
void visit_keys_room(void *ctx);
/* What runs in the share has written. */
void visit_output(struct visit *v);
/* After every change of questions, rights and share: while a question stands
 * all that runs in the share stands still; while somebody may type, the bars
 * are painted again and again. */
void visit_settle(struct visit *v);
/* Timers. */
void visit_keys_stalled(void *ctx);
void visit_bars_due(void *ctx);

/* --- visit_guest.c --- */
/* The same key as before, and not away for too long. */
bool visit_is_trusted(const struct visit *v);
/* Nobody is trusted any more. */
void visit_distrust(struct visit *v);
/* Why nobody was let in: what a user reads until a technician comes again. */
void visit_say_after(struct visit *v, enum bye why);
/* Back to where the user is without a technician. */
void visit_show_alone(struct visit *v);
/* Lets the guest's link go; rights stay as they are. */
void visit_drop_guest(struct visit *v, enum bye why);
/* The same, for another one comes: what was asked about the first is not to be
 * answered for the second. */
void visit_replace_guest(struct visit *v);
/* The same, because it broke: the time of grace begins. */
void visit_guest_lost(struct visit *v, enum bye why);
/* What it comes to at most, until the desk tells the amount. */
void visit_take_amount(struct visit *v);
/* Rights first, then the shell and all it started; the desk's link stays. */
void visit_close(struct visit *v, enum bye why);
/* Timer. */
void visit_grace_due(void *ctx);

/* --- visit_code.c --- */
/* Events of inner.h. */
void visit_code_shown(const char text[SAS_TEXT_SIZE], void *ctx);
void visit_code_fits(void *ctx);
void visit_code_missed(int left, void *ctx);
/* Both people have compared; */
void visit_code_proven(struct visit *v);
/* the user has let him in; */
void visit_code_remember(struct visit *v);
/* it was begun too often; */
void visit_code_too_many(struct visit *v);
/* nobody was let in, for a reason that has to be read first. */
void visit_code_alarm(struct visit *v, const char *text);

/* --- visit_rights.c --- */
/* The technician asks for one. */
void visit_asked(struct visit *v, const struct msg *m);
/* Timer: who does not answer has said no. */
void visit_ask_due(void *ctx);

/* --- visit_money.c --- */
void visit_on_clock(struct visit *v, const struct msg *m);
void visit_on_quote(struct visit *v, const struct msg *m);
void visit_on_withdrawn(struct visit *v, const struct msg *m);
void visit_on_rate(struct visit *v, const struct msg *m);
void visit_on_rated(struct visit *v, const struct msg *m);
/* The desk takes it back by itself. */
void visit_rate_lost(struct visit *v);
/* It cannot be answered any more: why, in words. */
void visit_quote_gone(struct visit *v, const char *words);
