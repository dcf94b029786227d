/*
 * What the agent keeps in the user's data directory from one run to the next:
 * its key, the keys of technicians and desks that it has met. Without a home it
 * works, with a key for this run only.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/net/keys.h"
#include "shared/net/trust.h"

#define HOME_LOST_SIZE 300

struct home {
	char *dir; /* NULL = nowhere to save */
	struct key *key; /* of this user: signs what he agrees to */
	char *unsaved; /* a new key's file; NULL = it is there */
	char lost[HOME_LOST_SIZE]; /* why his key is not kept; "" = it is */
	struct key *host_key; /* of the inner server, for one run */
	struct known *technicians; /* NULL: the list cannot be read */
	struct known *desks; /* and what they sign receipts with; NULL alike */
};

/* The file OPTIONS_LAST_DESK: this desk was reached and has this key. */
void home_remember_desk(
    const struct home *h, const char *host, int port, const char *fingerprint);
/* That file is not there any more, or was not. */
bool home_forget_desk(struct err *err);
/* Opens the log, too. What is wrong goes to stderr and to the log. */
void home_open(struct home *h);
/* Saves a key that was made: once the desk knows us, for the disk may be slow
 * and nothing waits for it then. One that another agent has saved meanwhile
 * stays. */
void home_keep(struct home *h);
/* Clears away what agents left that were killed. */
void home_close(struct home *h);
