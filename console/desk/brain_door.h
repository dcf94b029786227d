/*
 * How long a client who lets nobody in is kept by somebody: attached and not
 * let in (limit let-in-s), or claimed without a visit (claim-s; while the
 * client's link is lost he is kept by nobody). Each technician has that time
 * once, over all his visits and claims, so that coming again buys none; when it
 * is over so is the visit, or the claim, and he has to pick the client anew.
 * That he may let-in-times times, whoever comes in between. Only the client
 * opens the door again, by letting somebody in.
 *
 * How often a time was over is read from the journal when the desk starts; of a
 * time that was not over yet a restart gives back what was spent of it.
 */
#pragma once

#include "shared/core/ticket.h"

struct brain_ticket;

enum brain_door_kind {
	BRAIN_DOOR_NONE, /* nobody keeps the client, or he wants it so */
	BRAIN_DOOR_CLAIM, /* claimed, and nobody comes */
	BRAIN_DOOR_VISIT, /* attached, and not let in */
	BRAIN_DOOR_KINDS
};

/* One technician's time with a client who has let nobody in since. */
struct brain_door_hand {
	struct brain_door_hand *next;
	int64_t spent_ms[BRAIN_DOOR_KINDS];
	int times; /* that it was over */
	char technician[TICKET_NAME_SIZE];
};

struct brain_door {
	enum brain_door_kind kind; /* of the time that runs */
	int64_t since_ms;
	struct brain_door_hand *now; /* whose it is */
	struct brain_door_hand *hands; /* of all who came in vain */
	int64_t visit; /* in which somebody was let in last */
};

/* As bt->door. */
void brain_door_new(struct brain_ticket *bt);
/* After every event of the ticket. */
void brain_door_note(struct brain_ticket *bt, const struct ticket_event *ev);
/* After anything else that changes who is kept: the client's link. */
void brain_door_look(struct brain_ticket *bt);
/* When the time of whom keeps him is over, monotonic; -1 = never. */
int64_t brain_door_deadline(const struct brain_ticket *bt);
/* His times are over: the client is not his to pick any more. */
bool brain_door_is_shut(const struct brain_ticket *bt, const char *technician);
/* Of a ticket that the store found at start. */
void brain_door_restore(struct brain_ticket *bt);
void brain_door_free(struct brain_ticket *bt);
