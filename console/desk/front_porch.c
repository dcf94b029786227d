#include "console/desk/front_porch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/refusal.h"
#include "shared/net/sock.h"

#define GREETING "SSH-"
#define SILENT_MS 2000 /* for the first bytes, over slow lines too */
#define WAIT_MS 8000 /* clients do not wait longer themselves */
#define LOOK_MS 100
#define OLD_MS 2000 /* a log-in takes less: who is older may have to go */
#define EVICT_MOST 8 /* in one look */

struct guest {
	struct front_porch *porch;
	struct guest *next; /* came later */
	int fd;
	struct loop_watch *watch; /* NULL = it has spoken */
	int64_t since_ms;
	struct admission_caller caller;
	char addr[SOCK_ADDR_SIZE];
};

struct front_porch {
	struct front *front;
	const struct front_porch_events *events;
	struct guest *first;
	int count;
	struct loop_timer *look;
	bool looking; /* a place that is free is seen by this look */
};

/* What it has said is taken first: bytes that nobody reads would turn the end
 * of the connection into an error, and the line would be lost. */
static void
say_and_close(int fd, enum refusal why)
{
	const char *line = refusal_line(why);
	char chunk[1024];

	(void)send(fd, line, strlen(line), MSG_DONTWAIT | MSG_NOSIGNAL);
	(void)shutdown(fd, SHUT_WR);
	(void)recv(fd, chunk, sizeof(chunk), MSG_DONTWAIT);
	close(fd);
}

void
front_porch_refuse(int fd, enum admission_verdict why)
{
	say_and_close(fd,
	    why == ADMISSION_BANNED	   ? REFUSAL_BANNED
		: why == ADMISSION_CROWDED ? REFUSAL_CROWDED
					   : REFUSAL_ADDRESS);
}

/* Takes it out; its descriptor is the caller's. */
static int
take_out(struct guest *g)
{
	struct front_porch *p = g->porch;
	struct guest **at = &p->first;
	int fd = g->fd;

	while (*at != g)
		at = &(*at)->next;
	*at = g->next;
	p->count--;
	loop_watch_free(g->watch);
	free(g);
	return fd;
}

static void
send_away(struct guest *g, enum refusal why)
{
	log_debug("%s is sent away: %s", g->addr, refusal_text(why));
	say_and_close(take_out(g), why);
}

/* True when it has gone in. */
static bool
let_in(struct guest *g, enum admission_verdict *why)
{
	struct front_porch *p = g->porch;
	struct front *f = p->front;
	struct admission_caller caller = g->caller;
	char addr[SOCK_ADDR_SIZE];

	*why = admission_admit(f->admission, &caller, clock_ms());
	if (*why != ADMISSION_OK)
		return false;
	str_copy(addr, sizeof(addr), g->addr);
	p->events->let_in(f, take_out(g), addr, &caller);
	return true;
}

/* Places are held by some that do not log in: one of them goes. */
static bool
make_place(struct guest *g, enum admission_verdict why)
{
	struct front *f = g->porch->front;
	const char *net = why == ADMISSION_ADDRESS ? g->caller.net[0] : NULL;

	return why != ADMISSION_RATE &&
	    g->porch->events->make_place(f, net, OLD_MS);
}

static bool
has_waited_in_vain(const struct guest *g, int64_t now_ms)
{
	return now_ms - g->since_ms >= (g->watch != NULL ? SILENT_MS : WAIT_MS);
}

/* In the order of their coming. */
static void
look(void *ctx)
{
	struct front_porch *p = ctx;
	int64_t now = clock_ms();
	struct guest *g = p->first, *next;
	int evicted = 0;

	p->looking = true;
	for (; g != NULL; g = next) {
		enum admission_verdict why = ADMISSION_ADDRESS;

		next = g->next;
		if (g->watch == NULL && let_in(g, &why))
			continue;
		if (g->watch == NULL && evicted < EVICT_MOST &&
		    make_place(g, why)) {
			evicted++;
			if (let_in(g, &why))
				continue;
		}
		if (has_waited_in_vain(g, now))
			send_away(g,
			    g->watch != NULL		   ? REFUSAL_SILENT
				: why == ADMISSION_CROWDED ? REFUSAL_CROWDED
							   : REFUSAL_ADDRESS);
	}
	p->looking = false;
	if (p->first != NULL)
		loop_timer_set(p->look, LOOK_MS);
}

void
front_porch_look(struct front_porch *p)
{
	if (p->first != NULL && !p->looking)
		loop_timer_set(p->look, 0);
}

/* Its first bytes, which stay where they are for the SSH library. */
static void
ready(int events, void *ctx)
{
	struct guest *g = ctx;
	char said[sizeof(GREETING) - 1];
	ssize_t n = recv(g->fd, said, sizeof(said), MSG_PEEK | MSG_DONTWAIT);

	if (n == (ssize_t)sizeof(said) && memcmp(said, GREETING, n) == 0) {
		loop_watch_free(g->watch);
		g->watch = NULL;
		front_porch_look(g->porch);
		return;
	}
	/* one letter at a time is as good as silence */
	if (n > 0 && memcmp(said, GREETING, (size_t)n) == 0)
		loop_watch_set(g->watch, 0);
	else if (n >= 0 || (errno != EAGAIN && errno != EINTR))
		send_away(g, REFUSAL_SILENT);
}

/* Too many wait: the oldest of the same address, or of all, goes. */
static void
bound(struct front_porch *p, const struct admission_caller *c)
{
	struct guest *oldest = NULL;
	int same = 0;

	for (struct guest *g = p->first; g != NULL; g = g->next) {
		if (!str_eq(g->caller.net[0], c->net[0]))
			continue;
		if (oldest == NULL)
			oldest = g;
		same++;
	}
	if (same >= PORCH_ADDRESS)
		send_away(oldest, REFUSAL_ADDRESS);
	else if (p->count >= PORCH_MAX)
		send_away(p->first, REFUSAL_CROWDED);
}

void
front_porch_add(struct front_porch *p, int fd, const char *addr,
    const struct admission_caller *caller)
{
	struct guest *g = mem_alloc(sizeof(*g)), **at;
	struct err err = {0};

	bound(p, caller);
	g->porch = p;
	g->fd = fd;
	g->since_ms = clock_ms();
	g->caller = *caller;
	str_copy(g->addr, sizeof(g->addr), addr);
	for (at = &p->first; *at != NULL; at = &(*at)->next)
		;
	*at = g;
	p->count++;
	g->watch = loop_watch_new(
	    p->front->loop, fd, LOOP_READ, ready, g, &err);
	if (g->watch == NULL) {
		send_away(g, REFUSAL_CROWDED);
		return;
	}
	if (!loop_timer_armed(p->look))
		loop_timer_set(p->look, LOOK_MS);
}

struct front_porch *
front_porch_new(struct front *f, const struct front_porch_events *events)
{
	struct front_porch *p = mem_alloc(sizeof(*p));

	p->front = f;
	p->events = events;
	p->look = loop_timer_new(f->loop, look, p);
	return p;
}

void
front_porch_free(struct front_porch *p)
{
	if (p == NULL)
		return;
	while (p->first != NULL)
		close(take_out(p->first));
	loop_timer_free(p->look);
	free(p);
}
