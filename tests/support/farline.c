/*
 * A far line to a port of 127.0.0.1, for scripts: what passes is late by so
 * many ms each way. "port P" says where it begins, "caller N" that one came.
 * Words on standard input: "hold N" and nothing of that one passes, "go N" and
 * what was held does, "cut N" and both its ends are closed.
 *
 * usage: farline PORT MS
 */
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"

#define CALLERS 32
#define PIECE 16384

struct piece {
	struct piece *next;
	int64_t due_ms;
	size_t len; /* 0: the end */
	char bytes[PIECE];
};

struct way {
	int from, to;
	bool over; /* no more comes from there */
	struct piece *first, **last;
};

struct caller {
	bool held;
	struct way way[2];
};

static struct caller callers[CALLERS];
static int count, target, delay_ms;

static void
read_from(struct way *w)
{
	struct piece *p = mem_alloc(sizeof(*p));
	ssize_t n = recv(w->from, p->bytes, PIECE, MSG_DONTWAIT);

	p->len = n > 0 ? (size_t)n : 0;
	p->due_ms = clock_ms() + delay_ms;
	w->over = n <= 0;
	*w->last = p;
	w->last = &p->next;
}

static void
deliver(struct way *w)
{
	struct piece *p;

	while ((p = w->first) != NULL && p->due_ms <= clock_ms()) {
		for (size_t at = 0; at < p->len;) {
			ssize_t n = send(
			    w->to, p->bytes + at, p->len - at, MSG_NOSIGNAL);

			if (n <= 0)
				break;
			at += (size_t)n;
		}
		if (p->len == 0)
			shutdown(w->to, SHUT_WR);
		w->first = p->next;
		if (w->first == NULL)
			w->last = &w->first;
		free(p);
	}
}

static void
cut(struct caller *c)
{
	for (int i = 0; i < 2; i++) {
		c->way[i].over = true;
		shutdown(c->way[i].from, SHUT_RDWR);
	}
}

static void
set_way(struct way *w, int from, int to)
{
	int on = 1;

	setsockopt(to, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	w->from = from;
	w->to = to;
	w->last = &w->first;
}

static void
accept_one(int listener)
{
	struct sockaddr_in sa = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)target)};
	int a = accept(listener, NULL, NULL);
	int b = socket(AF_INET, SOCK_STREAM, 0);

	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (count == CALLERS || a < 0 ||
	    connect(b, (struct sockaddr *)&sa, sizeof(sa)) < 0)
		exit(1);
	set_way(&callers[count].way[0], a, b);
	set_way(&callers[count].way[1], b, a);
	printf("caller %d\n", ++count);
}

/* A command comes whole. False: there will be no more. */
static bool
obey(void)
{
	char line[64], what[8];
	ssize_t n = read(0, line, sizeof(line) - 1);
	int number;

	if (n <= 0)
		return false;
	line[n] = '\0';
	if (sscanf(line, "%7s %d", what, &number) != 2 || number < 1 ||
	    number > count)
		exit(2);
	if (what[0] == 'c')
		cut(&callers[number - 1]);
	else
		callers[number - 1].held = what[0] == 'h';
	printf("%s %d\n", what, number);
	return true;
}

/* Ms until the next piece is due; -1: there is none. */
static int
turn(void)
{
	int64_t next = -1;

	for (int i = 0; i < 2 * count; i++) {
		struct way *w = &callers[i / 2].way[i % 2];

		if (callers[i / 2].held)
			continue;
		deliver(w);
		if (w->first != NULL && (next < 0 || w->first->due_ms < next))
			next = w->first->due_ms;
	}
	return next < 0 ? -1 : (int)MAX_OF(1, next - clock_ms());
}

int
main(int argc, char **argv)
{
	struct sockaddr_in sa = {.sin_family = AF_INET};
	struct pollfd fds[2 + 2 * CALLERS];
	socklen_t len = sizeof(sa);
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	if (argc != 3)
		return 2;
	target = atoi(argv[1]);
	delay_ms = atoi(argv[2]);
	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(listener, (struct sockaddr *)&sa, len) < 0 ||
	    listen(listener, 16) < 0 ||
	    getsockname(listener, (struct sockaddr *)&sa, &len) < 0)
		return 1;
	setlinebuf(stdout);
	printf("port %d\n", ntohs(sa.sin_port));
	for (;;) {
		int wait = turn();

		fds[0] = (struct pollfd){0, POLLIN, 0};
		fds[1] = (struct pollfd){listener, POLLIN, 0};
		for (int i = 0; i < 2 * count; i++) {
			const struct way *w = &callers[i / 2].way[i % 2];

			fds[2 + i] = (struct pollfd){
			    w->over ? -1 : w->from, POLLIN, 0};
		}
		if (poll(fds, (nfds_t)(2 + 2 * count), wait) <= 0)
			continue;
		for (int i = 0; i < 2 * count; i++)
			if (fds[2 + i].revents != 0)
				read_from(&callers[i / 2].way[i % 2]);
		if (fds[0].revents != 0 && !obey())
			return 0;
		if (fds[1].revents != 0)
			accept_one(listener);
	}
}
