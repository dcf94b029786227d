#include "tests/bench/far.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "tests/bench/screen.h"

#define PIECES 4096
#define PIECE 1400
#define WAYS_MAX 16

/* One direction: pieces with the moment at which each is delivered. */
struct way {
	int from, to; /* -1 = none */
	int64_t due_ns[PIECES];
	int size[PIECES];
	char data[PIECES][PIECE];
	unsigned head, tail;
	size_t queued;
	int64_t free_ns; /* the line is busy until then */
	bool eof;
};

static struct way *ways[WAYS_MAX];
static int delay_ms = FAR_DELAY_MS;
static _Atomic int64_t *passed;

static void
open_way(int from, int to)
{
	for (int i = 0; i < WAYS_MAX; i++) {
		if (ways[i] != NULL)
			continue;
		ways[i] = mem_alloc(sizeof(*ways[i]));
		ways[i]->from = from;
		ways[i]->to = to;
		return;
	}
	fprintf(stderr, "far: too many connections\n");
	_exit(1);
}

static bool
has_room(const struct way *w)
{
	return !w->eof && w->queued < FAR_QUEUE && w->head - w->tail < PIECES;
}

void
far_line(int ms)
{
	delay_ms = ms;
}

static void
take(struct way *w)
{
	unsigned i = w->head % PIECES;
	ssize_t n = recv(w->from, w->data[i], PIECE, MSG_DONTWAIT);
	int64_t now = screen_now_ns();

	if (n < 0)
		return;
	if (n == 0) {
		w->eof = true;
		return;
	}
	w->free_ns = MAX_OF(w->free_ns, now) +
	    n * INT64_C(1000000000) / FAR_RATE;
	w->due_ns[i] = w->free_ns + delay_ms * INT64_C(1000000);
	w->size[i] = (int)n;
	w->queued += (size_t)n;
	w->head++;
}

/* Sends what is due; returns the moment of the next, or -1. */
static int64_t
deliver(struct way *w)
{
	while (w->tail != w->head) {
		unsigned i = w->tail % PIECES;

		if (w->due_ns[i] > screen_now_ns())
			return w->due_ns[i];
		if (send(w->to, w->data[i], (size_t)w->size[i], MSG_NOSIGNAL) <
		    0)
			w->eof = true;
		*passed += w->size[i];
		w->queued -= (size_t)w->size[i];
		w->tail++;
	}
	if (w->eof && w->to >= 0) {
		shutdown(w->to, SHUT_WR);
		w->to = -1;
	}
	return -1;
}

static void
accept_one(int listener, int target)
{
	struct sockaddr_in sa = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)target)};
	int a = accept(listener, NULL, NULL), on = 1;
	int b = socket(AF_INET, SOCK_STREAM, 0), small = 16384;

	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (a < 0 || connect(b, (struct sockaddr *)&sa, sizeof(sa)) < 0)
		_exit(1);
	/* what waits shall wait in our queue, not in the kernel's */
	setsockopt(a, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(b, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(a, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	setsockopt(b, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	open_way(a, b);
	open_way(b, a);
}

static void
run(int listener, int target)
{
	for (;;) {
		struct pollfd fds[WAYS_MAX + 1] = {{listener, POLLIN, 0}};
		int64_t next = -1, at, wait;
		struct timespec ts;

		for (int i = 0; i < WAYS_MAX; i++) {
			fds[i + 1].fd = -1;
			if (ways[i] == NULL)
				continue;
			at = deliver(ways[i]);
			if (at >= 0 && (next < 0 || at < next))
				next = at;
			if (has_room(ways[i]))
				fds[i + 1] = (struct pollfd){
				    ways[i]->from, POLLIN, 0};
		}
		wait = next < 0 ? 0 : MAX_OF(0, next - screen_now_ns());
		ts = (struct timespec){0, (long)MIN_OF(wait, 999999999)};
		if (ppoll(fds, WAYS_MAX + 1, next < 0 ? NULL : &ts, NULL) <= 0)
			continue;
		for (int i = 0; i < WAYS_MAX; i++)
			if (fds[i + 1].revents != 0)
				take(ways[i]);
		if (fds[0].revents != 0)
			accept_one(listener, target);
	}
}

pid_t
far_start(int target, int *port)
{
	struct sockaddr_in sa = {.sin_family = AF_INET};
	socklen_t len = sizeof(sa);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int small = 16384;
	pid_t pid;

	if (passed == NULL)
		passed = mmap(NULL, sizeof(*passed), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	sa.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (bind(fd, (struct sockaddr *)&sa, len) < 0 || listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&sa, &len) < 0) {
		perror("far");
		exit(1);
	}
	*port = ntohs(sa.sin_port);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		run(fd, target);
	}
	close(fd);
	return pid;
}

int64_t
far_bytes(void)
{
	return passed != NULL ? *passed : 0;
}
