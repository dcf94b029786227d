/*
 * One open ticket in the brain: core's machine, the client's card, who is
 * attached, and its timer. It changes by brain_step.h alone.
 */
#pragma once

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
	int64_t told_ms; /* when both were told its clock last */
	struct loop_timer *timer;
	bool unwritten; /* a row waits in memory, see brain_hold.h */
	struct brain_closing *closing; /* it is closed, but not yet written */
	int64_t visit; /* the one that was announced last; 0 = none */
	struct loop_timer *hold; /* claimed, and his console is gone */
	unsigned rights; /* mask of enum grant, as told last */
	int no_why; /* enum bye, of the client's last no; -1 = did not say */
	int64_t known_s;
	/* each known to its own file alone */
	struct brain_door *door;
	struct brain_due *due;
	struct brain_idle *idle;
	struct brain_past *past;
	struct brain_place *place;
	struct brain_spent *spent; /* what its client caused */
	struct brain_tunnel *tunnel;
	struct brain_visit *visit_now;
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
