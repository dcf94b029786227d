/*
 * The door of the front: callers that are not served at once wait here. SSH
 * lets both sides speak first, and every client does; one that has spoken is
 * let in as soon as admission.h has a place for it, in the order of their
 * coming. One that stays silent, or waits in vain, gets a line that says so
 * (refusal.h).
 *
 * So whoever holds places by saying nothing holds none here, and the number of
 * those who wait is bounded: when an address has too many here, its oldest goes
 * for its newest.
 */
#pragma once

#include "console/desk/front.h"

#define PORCH_MAX 512
#define PORCH_ADDRESS 128

struct front_porch_events {
	/* There is a place for it; fd is whoever takes it's. */
	void (*let_in)(struct front *f, int fd, const char *addr,
	    const struct admission_caller *caller);
	/* A place is wanted, in that network (NULL = any), of one that has not
	 * logged in for old_ms; false when there is none such. */
	bool (*make_place)(struct front *f, const char *net, int64_t old_ms);
};

struct front_porch *front_porch_new(
    struct front *f, const struct front_porch_events *events);
/* Those who wait are hung up on. NULL is accepted. */
void front_porch_free(struct front_porch *p);
/* fd becomes the porch's. */
void front_porch_add(struct front_porch *p, int fd, const char *addr,
    const struct admission_caller *caller);
/* A place has become free. */
void front_porch_look(struct front_porch *p);
/* One line for a caller, and no more. */
void front_porch_refuse(int fd, enum admission_verdict why);
