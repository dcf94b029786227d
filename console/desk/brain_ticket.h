/*
 * One open ticket in the brain: core's machine, the client's card, who is
 * attached, and its timer. It changes by brain_step.h alone.
 */
#ifndef DESK_BRAIN_TICKET_H
#define DESK_BRAIN_TICKET_H

#include "console/desk/brain_link.h"
#include "shared/base/i18n.h"
#include "shared/core/ticket.h"

#define BRAIN_SECRET_SIZE 33 /* 128 bits in hex */

struct brain_ticket {
	struct brain *brain;
	struct brain_ticket *next; /* in order of opening */
	struct ticket t;
	char *name, *company, *phone, *problem; /* the card, as it came */
	char agent_key[KEY_FP_SIZE];
	char from[SOCK_ADDR_SIZE]; /* whence it was opened; "" = before */
	bool known; /* that key has a solved ticket */
	char secret[BRAIN_SECRET_SIZE];
	struct brain_link *agent; /* NULL = its link is lost */
	char lang[I18N_LANG_SIZE]; /* of the client's program; "" = unknown */
	bool left; /* the client ended it himself: only the outcome lacks */
	int64_t lost_ms; /* since when agent is NULL */
	int64_t heard_ms; /* when its agent was heard last, ever */
	struct loop_timer *timer;
	int64_t asked_ms; /* pinged before time is counted; 0 = not */
	bool unwritten; /* a row waits in memory, see brain_hold.h */
	struct brain_closing *closing; /* it is closed, but not yet written */
	bool silent; /* it did not answer: the clock stands until it does */
	/* the visit that was announced last */
	int64_t visit;
	int64_t active_ms; /* when somebody typed last, see brain_idle.h */
	bool idle_asked;
	int64_t visit_ms; /* when its tunnel was opened */
	bool visit_used; /* its tunnel was opened */
	int64_t alarm_visit; /* in which the technician raised the alarm */
	int64_t code_visit; /* in which the client said that the code fits */
	int silences; /* of his program, since the last claim */
	bool refused; /* by the client or a wrong code: no visit without a new
		       * claim, which is a person's act */
	struct brain_door *door; /* see brain_door.h */
	char visit_key[KEY_FP_SIZE]; /* the technician's, as announced */
	int64_t tunnel; /* the front's id, 0 = none */
	int64_t tunnel_link; /* the technician's link */
	struct loop_timer *hold; /* claimed, and his console is gone */
	unsigned rights; /* mask of enum grant, as told last */
	/* rows that its client caused: in all, and in the minute that began */
	int64_t rows, minute_rows, minute_ms;
	int told_place, told_of;
	int earlier; /* tickets of his before, see brain_book.c */
	int64_t known_s;
	char last[200];
	char *contractor, *history; /* see brain_book.h */
};

struct brain_ticket *brain_ticket_find(const struct brain *b, int64_t number);
/* The one with that secret and key; NULL = there is none. */
struct brain_ticket *brain_ticket_resume(
    const struct brain *b, const char *secret, const char *key);
/* An offline one of that agent's key. */
struct brain_ticket *brain_ticket_of_key(
    const struct brain *b, const char *key);
/* Takes it off the list, and has it freed after the current callback of the
 * loop. */
void brain_ticket_retire(struct brain_ticket *bt);
/* All of them without a word: the end of the process. */
void brain_ticket_free_all(struct brain *b);

/* One more row, or line of the log, at the client's will. False: he has had his
 * share and is dropped. */
bool brain_ticket_spend(struct brain_ticket *bt);
/* What is due is done in the loop's next turn. */
void brain_ticket_look_soon(struct brain_ticket *bt);
/* The agent is (or is not) connected from now on. No event. */
void brain_ticket_bind(struct brain_ticket *bt, struct brain_link *agent);
void brain_ticket_unbind(struct brain_ticket *bt);

/* When the client was heard last; now, if it is at most so long ago. */
int64_t brain_ticket_heard(
    const struct brain_ticket *bt, int64_t now_ms, int64_t slack_ms);
/* The same, as good as what a technician does needs it. */
int64_t brain_ticket_beat(const struct brain_ticket *bt, int64_t now_ms);
/* An event of now, heard up to now when its agent is alive. */
struct ticket_event brain_ticket_event(
    const struct brain_ticket *bt, enum ticket_event_kind kind);
/* Was any time worked, or may it be? */
bool brain_ticket_untouched(const struct brain_ticket *bt);
/* Somebody did something: the idle time starts anew. */
void brain_ticket_active(struct brain_ticket *bt);

#endif
