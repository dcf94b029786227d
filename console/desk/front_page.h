/*
 * The page that brain and front share, so that a front which hangs on one link
 * can be told from one that works.
 *
 * The front writes which link it is working on; net does that around every call
 * into the SSH library. A front that spins notices it itself: a timer of its
 * own CPU time ends it with FRONT_PAGE_EXIT, an idle front never wakes for
 * that. One that blocks is noticed by the brain: what it was sent it must read
 * in FRONT_PAGE_READ_MS. The page stays readable after the front's death and
 * names the link to blame.
 *
 * All in it but the limits is the front's own word. It shows a front that a
 * caller has brought to a halt, for that one writes nothing any more. It shows
 * nothing about a front that has been taken over: it may count bytes as read
 * that it throws away, look busy with a link that is innocent, and have that
 * one shut out for penalty-hang-s. It gains no more than by throwing away or
 * dropping what passes through it, which nobody can keep it from: so the brain
 * uses the page for ending, starting and shutting out only, never as a fact
 * about a ticket, a person or money.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/core/limits.h"

#define FRONT_PAGE_EXIT                                       \
	77 /* exit code of a front that noticed that it hangs \
	    */
#define FRONT_PAGE_READ_MS 2000

/* Where a link comes from, for those that the brain has not heard of: the last
 * ones accepted. */
#define FRONT_PAGE_CALLERS 1024
#define FRONT_PAGE_ADDR_SIZE 56

struct front_page_caller {
	uint64_t link;
	char addr[FRONT_PAGE_ADDR_SIZE];
};

struct front_page {
	volatile uint64_t busy; /* link id, 0 = none */
	volatile uint64_t turns; /* calls into the SSH library */
	volatile uint64_t read; /* bytes taken from the cable */
	struct limits limits; /* set by the brain before the front starts */
	struct front_page_caller caller[FRONT_PAGE_CALLERS];
};

/* Makes the page; the descriptor is for the front. NULL with err. */
struct front_page *front_page_make(int *fd, struct err *err);
/* In the front. */
struct front_page *front_page_map(int fd, struct err *err);
void front_page_free(struct front_page *page);
/* In the front: a link was accepted. */
void front_page_note_caller(
    struct front_page *page, uint64_t link, const char *addr);
/* In the brain: its address; false when it is not known any more. What the
 * front wrote is not trusted. */
bool front_page_find_caller(const struct front_page *page, uint64_t link,
    char addr[FRONT_PAGE_ADDR_SIZE]);
/* In the front: from now on the process ends itself when it spends busy_ms of
 * CPU time on one call for one link. One page per process. */
bool front_page_guard(
    struct front_page *page, int64_t busy_ms, struct err *err);
