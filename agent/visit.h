/*
 * The technician's visit: who comes, what he may, and how it ends. It is the
 * part of the application that gives and takes rights; nothing else touches
 * app->grants.
 */
#ifndef AGENT_VISIT_H
#define AGENT_VISIT_H

#include "agent/app.h"

/* Every message of the desk about the ticket. */
void visit_desk_message(struct app *a, const struct msg *m);
bool visit_wanted(struct app *a, int64_t visit, struct chan_want *want);
void visit_desk_lost(struct app *a);
/* What the user typed as the code that the technician reads back. */
enum talk_typed visit_typed(struct app *a, const char *text);
/* The user's answer to the consent question; 0 = no, and why says how: "no",
 * "timeout". A no stays one until the technician asks again. */
void visit_consent(struct app *a, unsigned mask, const char *why);
/* The changed key of this name is the technician's from now on: the user has
 * said so. */
void visit_settle_key(struct app *a);
void visit_give(struct app *a, unsigned right);
void visit_take(struct app *a, unsigned right);
/* No to a right that was asked for. */
void visit_refuse(struct app *a, unsigned right);
/* Timer: who does not answer has said no. */
void visit_ask_due(void *ctx);
void visit_hide(struct app *a, bool on);
void visit_say(struct app *a, const char *text);
void visit_answer_quote(struct app *a, bool yes);
void visit_answer_rate(struct app *a, bool yes);
void visit_resize(struct app *a, int cols, int rows);
/* F12: rights first, then the shell, then the link. */
void visit_end(struct app *a, const char *why);
void visit_fini(struct app *a);

/* --- visit_keys.c: what both type, on its way to the shell --- */

/* The user's bytes for the shell. */
void visit_keys(struct app *a, const void *keys, size_t len);
/* The technician's, as an event of inner.h. */
bool visit_guest_keys(const void *keys, size_t len, void *ctx);
/* What runs in the share has written. */
void visit_output(struct app *a);
/* May the technician type now? */
bool visit_typing_allowed(const struct app *a);
/* What he may at this moment: while a question stands that he raised, he may
 * not type. */
unsigned visit_rights(const struct app *a);
/* After every change of questions, rights and share: while a question stands
 * all that runs in the share stands still; while somebody may type, the bars
 * are painted again and again. */
void visit_settle(struct app *a);
/* The shell has read on, as an event of share.h. */
void visit_keys_room(void *ctx);
/* Timers of struct app. */
void visit_keys_stalled(void *ctx);
void visit_bars_due(void *ctx);

/* Tells the desk that the client goes. */
void visit_say_leave(struct app *a, const char *why);

/* Tells both sides the rights in force, if they do not know them. */
void visit_announce(struct app *a);

/* --- between visit*.c --- */

/* visit_code.c: events of the inner conversation, */
void visit_code_shown(const char text[SAS_TEXT_SIZE], void *ctx);
void visit_code_fits(void *ctx);
void visit_code_missed(int left, void *ctx);
/* and what follows from them: both people have compared; */
void visit_code_proven(struct app *a);
/* the user has let him in; */
void visit_code_remember(struct app *a);
/* it was begun too often; */
void visit_code_too_many(struct app *a);
/* nobody was let in, for a reason that has to be read first; */
void visit_code_alarm(struct app *a, const char *text);
/* the desk is told. */
void visit_code_tell(struct app *a, bool ok, int left, bool pinned);

/* A change that is to be seen and heard: bell, inverse bar for 3 s. */
void visit_alert(struct app *a);
/* Lets the guest's link go; rights stay as they are. */
void visit_drop_guest(struct app *a, const char *why);
/* The same, for another one comes: what was asked about the first is not to be
 * answered for the second. */
void visit_replace_guest(struct app *a);
/* The same, because it broke: the time of grace begins. */
void visit_guest_lost(struct app *a, const char *why);
/* The same, because the desk ended it: "late" or "over". He is let in anew. */
void visit_over(struct app *a, const char *why);
/* Back to where the user is without a technician. */
void visit_show_alone(struct app *a);
/* The desk knows of no open quote. */
void visit_quote_gone(struct app *a);
/* Rights first, then the shell and all it started; the desk's link stays. */
void visit_close(struct app *a, const char *why);

#endif
