/*
 * Whose paste the program in the shell is in. Two people type into it, and the
 * marks of a paste must not swallow what the other one types, nor stay open
 * when the rest of a paste never comes. Pure.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pasting_who {
	PASTING_USER,
	PASTING_GUEST,
	PASTING_WHO,
	PASTING_NOBODY = PASTING_WHO
};

#define PASTING_MARKS 12 /* bytes of the marks of one turn */

/* Zeroed but for in, which is PASTING_NOBODY. Private. */
struct pasting {
	enum pasting_who in; /* ... is the program, as far as was sent */
	struct {
		uint64_t last; /* bytes of his */
		bool open; /* he is within a paste */
	} by[PASTING_WHO];
	/* where the last marks end, of all that was sent; 0 = none yet */
	uint64_t sent, begin_at, end_at;
};

/* How many of the first bytes are the end of a paste that has ended for the
 * program already: they are not sent. */
size_t pasting_skip(
    struct pasting *p, enum pasting_who who, const void *bytes, size_t len);
/* What goes before bytes of that person: the end of the other's paste, the
 * beginning of his own again. Returns the length. */
size_t pasting_turn(
    struct pasting *p, enum pasting_who who, char marks[PASTING_MARKS]);
/* These bytes of his went to the program. */
void pasting_sent(
    struct pasting *p, enum pasting_who who, const void *bytes, size_t len);
/* ... did not, and will not. */
void pasting_lost(
    struct pasting *p, enum pasting_who who, const void *bytes, size_t len);
/* So many of the last bytes were taken back before the program read them.
 * Returns the length of what it is to be sent. */
size_t pasting_dropped(
    struct pasting *p, size_t unread, char marks[PASTING_MARKS]);
/* He is gone, and begins anew. The same. */
size_t pasting_left(
    struct pasting *p, enum pasting_who who, char marks[PASTING_MARKS]);
/* Another program reads from here on; a person may be within his paste still.
 */
void pasting_anew(struct pasting *p);
