/*
 * What the files of the visit share, floor by floor: each calls only those
 * above its own line here.
 *
 *	visit_screen	the picture, and what is asked of it
 *	visit_state	where it stands, and how it ends
 *	visit_talk	what the client's program says
 *	visit_acts	what the technician does
 *	visit		its life: links, channels, timers
 */
#pragma once

#include "console/link/visit.h"

#define VISIT_AGREED_MS 5000 /* the desk knows of the yes by then */

/* --- visit_state.c --- */
void visit_set_state(struct visit *v, enum visit_state state);
/* Ends what belongs to one connection; the screen's last picture stays. */
void visit_drop_link(struct visit *v);
/* The link broke: tried again, unless it was a no. */
void visit_lose(struct visit *v, const char *why);
/* Over, for something that only somebody in the middle would do. False. */
bool visit_alarm(struct visit *v, const char *why);

/* --- visit_talk.c --- */
/* A message: of struct conv_events. */
bool visit_talk_hear(struct msg *m, void *visit, struct err *err);
void visit_add_chat(struct visit *v, const char *text, bool ours);
