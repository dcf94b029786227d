/*
 * Who is connected: one brain_link for each link that the front announced, from
 * `up` to `down`, and what is sent to it. What it says is in brain_hear.
 */
#pragma once

#include "console/desk/brain.h"
#include "shared/base/i18n.h"
#include "shared/core/proof.h"
#include "shared/wire/peer.h"
#include "shared/wire/words.h"

struct brain_link {
	struct brain *brain;
	int64_t number; /* the front's */
	struct brain_link *next_bucket;
	struct brain_link *next, *prev;
	char key[KEY_FP_SIZE];
	char addr[SOCK_ADDR_SIZE];
	char client_key[PROOF_KEY_SIZE]; /* an agent's, see core/proof.h */
	struct proof proof; /* a technician's */
	char lang[I18N_LANG_SIZE]; /* of its program; "" = one we lack */
	struct peer peer; /* stage and rules */
	int64_t heard_ms;
	bool greeted; /* hello was right: it is told what happens */
	bool dropped; /* the front was told to end it */
	int64_t joins; /* tickets that it opened */
	bool here; /* the technician is: not only a command of his */
	bool aside; /* for commands alone; a client's: asks who is there */
	bool office; /* its key is: see roster.h */
	struct brain_command *run; /* a technician's command; NULL = none */
	/* a technician; NULL = an agent */
	struct roster_person *person;
	/* an agent's open ticket, NULL = none yet, or it is over */
	struct brain_ticket *ticket;
};

/* A message of a link, allowed in its stage. */
typedef void brain_link_fn(struct brain_link *l, const struct msg *m);

/* One with that number, in the books. */
struct brain_link *brain_link_add(struct brain *b, int64_t number);
/* Out of the books; and, after that, freed. */
void brain_link_take_out(struct brain_link *l);
void brain_link_free(struct brain_link *l);
struct brain_link *brain_link_find(const struct brain *b, int64_t number);
/* m is freed. */
void brain_link_send(struct brain_link *l, struct msg *m);
/* The front ends it behind what is queued; `down` comes later. */
void brain_link_drop(struct brain_link *l, const char *why);
/* The last message it gets, then the drop. */
void brain_link_error(struct brain_link *l, enum error code, const char *text);
/* What m asks for is not done, nothing changed. m NULL: it was not asked in a
 * message; ticket 0 = about none. */
void brain_link_refuse(struct brain_link *l, const struct msg *m,
    enum refused code, int64_t ticket, const char *text);
/* Says in `refused` or `taken` which order of his it answers, if m is one. */
void brain_link_put_order(struct msg *answer, const struct msg *m);
