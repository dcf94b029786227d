/*
 * What a box waits for. It sends one request and stays, with all that was typed
 * in it: it goes when the desk has done it, and says why when it has not. A
 * refusal, a colleague who was faster, a link that is lost: nothing typed goes
 * with them.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"
#include "shared/wire/msg.h"

struct app;

struct app_wait {
	struct app *app;
	const void *box;
	struct app_wait *next; /* of those that tried to send, in order */
	enum msg_kind kind;
	int64_t ticket;
	bool sent; /* and not answered yet */
	/* it was sent, and never answered: who sees that it was done after all
	 * takes the box away */
	bool unsure;
	bool unlinked; /* why is that there is no link */
	char why[800]; /* it was not done, "" = it may yet be */
};

/* A part of that box. */
void app_wait_init(struct app_wait *w, struct app *a, const void *box);
/* When the box is freed. */
void app_wait_fini(struct app_wait *w);
/* Sends m, which names a ticket; takes ownership. */
void app_wait_send(struct app_wait *w, struct msg *m);
/* While it waits no key is for the box, but Esc, which takes it away: true.
 * Else why it was not done has been read. */
bool app_wait_key(struct app_wait *w, const struct keys_event *ev);
/* There is something to draw. */
bool app_wait_says(const struct app_wait *w);
/* Why it was not done, or that it is being done. Returns the rows; c NULL only
 * counts. */
int app_wait_draw(const struct app_wait *w, struct canvas *c, struct rect r);

/* --- what the desk says to that order (of enum msg_kind, -1 = none); false
 * when no box waits for it --- */

bool app_wait_done(struct app *a, int order, int64_t ticket);
bool app_wait_refused(
    struct app *a, int order, int64_t ticket, const char *why);
/* No answer will come any more. */
void app_wait_lost(struct app *a);
/* There is a link again: that there is none is not said any more. */
void app_wait_linked(struct app *a);
