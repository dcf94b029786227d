/*
 * The front's life as the brain leads it: start, lines both ways, and what
 * happens when it hangs or dies.
 */
#pragma once

#include "console/desk/brain.h"

struct msg;
struct front_page;

struct brain_front_events {
	/* Its doors are open. */
	void (*serves)(struct brain *b);
	/* up, down, open, closed */
	void (*says)(struct brain *b, const struct msg *m);
	/* A line of a link. */
	void (*line)(
	    struct brain *b, int64_t link, const char *line, size_t len);
	/* It is gone, and its links with it; by its own fault, or by that of
	 * the link that brain_front_page() names. The next one comes soon. */
	void (*died)(struct brain *b, bool own_fault);
	/* The next one has come. */
	void (*replaced)(struct brain *b);
	/* The console that this desk belongs to is gone. */
	void (*orphaned)(struct brain *b);
};

/* As b->front; starts none yet. */
void brain_front_new(struct brain *b, const struct brain_front_events *events);
/* A front starts; when none can go on, brain_fail(). */
bool brain_front_start(struct brain *b, struct err *err);
/* What that is after its birth: a front at the other end of fd, which is told
 * whom to let in. */
void brain_front_join(struct brain *b, int fd);
/* Ends it, at the latest after a second, and frees b->front (NULL is accepted).
 */
void brain_front_stop(struct brain *b);
/* To a link, or to the front itself with link 0. m is freed. */
void brain_front_send(struct brain *b, int64_t link, struct msg *m);
/* The same message to another one. */
void brain_front_send_copy(struct brain *b, int64_t link, const struct msg *m);
void brain_front_allow(const char *key, void *brain);
void brain_front_forbid(const char *key, void *brain);
/* What the front writes for the case of its death. */
const struct front_page *brain_front_page(const struct brain *b);
/* The limits in the configuration are other ones. */
void brain_front_limits(struct brain *b);
