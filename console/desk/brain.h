/*
 * The brain: the process that knows. Tickets and their machine, the store, the
 * prices, who is a technician, and the front that it started. It reads nothing
 * from a stranger that the front has not cut and checked, and it decides
 * everything.
 *
 * One struct brain per process. Its files stand on floors, from brain_run.c
 * down to what stands alone: tests/lint/floors.txt.
 */
#pragma once

#include "console/config/config.h"
#include "console/desk/desk.h"
#include "console/desk/roster.h"
#include "console/store/store.h"
#include "shared/base/i18n.h"
#include "shared/net/keys.h"
#include "shared/net/loop.h"
#include "shared/net/sock.h"

struct farewell;
struct brain_culprits;
struct brain_front;
struct brain_head;
struct brain_hold;
struct brain_link;
struct brain_places;
struct brain_receipts;
struct brain_ticket;
struct brain_wall;
struct brain_watch;

struct brain {
	const struct desk_options *options;
	struct loop *loop;
	char *data;
	struct config config;
	char lang[I18N_LANG_SIZE]; /* that it speaks of itself */
	struct prices price_list; /* all that is in prices.conf */
	struct prices prices; /* what is in force today */
	struct store *store;
	struct roster *roster;
	struct key *host_key; /* the front has it too */
	char *host_key_path;
	struct key *receipt_key; /* the brain alone */

	/* the listening socket outlives every front */
	int listen_fd;
	char address[SOCK_ADDR_SIZE];
	bool open; /* reachable from other machines */

	struct brain_front *front;
	struct brain_culprits *culprits; /* of its deaths */

	struct brain_link **bucket; /* by link number; NULL = no links */
	struct brain_link *links;
	struct brain_ticket *tickets; /* open ones, oldest first */
	struct farewell *closed; /* whose client does not know it yet */
	int64_t visits; /* numbers given out in this run */

	struct loop_timer *flush; /* what the store could not write yet */
	size_t unwritten; /* tickets of which more than a tick waits */
	struct brain_hold *hold; /* what may not be said yet; NULL = never */
	struct brain_receipts *receipts; /* that are missing */
	struct brain_head *head; /* noted last */
	struct brain_places *places; /* to be told, see brain_place.h */
	int64_t ends_ms; /* ends when all is written, or then; 0 = stays */
	struct loop_signal *term, *intr, *hup;
	struct loop_timer *alive; /* its sign of life; NULL = nobody asked */
	struct brain_watch *watch; /* of the technicians file */
	int banner; /* of word_trouble, as told last; -1 = none */
	const char *trouble; /* what is to be told there for the wall clock */
	struct brain_wall *wall;
	bool serves; /* the first front has said so, and the starter knows */
	bool ending;
	int exit_code;
	struct err why; /* of a failure; "" = none */
};

/* What the store keeps comes first: tries to write it. False with err while the
 * database is locked. */
bool brain_write_kept(struct brain *b, struct err *err);
/* Ends the run; everything is closed in order after it. */
void brain_stop(struct brain *b, int exit_code);
/* The same because it cannot go on: why is the last line that is said. */
void brain_fail(struct brain *b, const char *why);
