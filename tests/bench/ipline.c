#include "tests/bench/ipline.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "tests/bench/far.h"
#include "tests/bench/screen.h"

#define PACKETS 1024
#define PACKET 2048

/* One direction: packets with the moment at which each is delivered. */
struct way {
	int from, to;
	int lost;
	int64_t due_ns[PACKETS];
	int size[PACKETS];
	char data[PACKETS][PACKET];
	unsigned head, tail;
	size_t queued;
	int64_t free_ns; /* the line is busy until then */
};

static int side[2] = {-1, -1}; /* the namespaces: near, far */
static unsigned seed;
static int64_t delay_ns;

/* --- the relay --- */

static bool
is_lost(const struct way *w)
{
	seed = seed * 1103515245u + 12345u;
	return (int)(seed >> 16 & 0x7fff) % 100 < w->lost;
}

static void
take(struct way *w)
{
	unsigned i = w->head % PACKETS;
	ssize_t n = read(w->from, w->data[i], PACKET);
	int64_t now = screen_now_ns();

	if (n <= 0 || (w->data[i][0] & 0xf0) != 0x40 || is_lost(w) ||
	    w->queued + (size_t)n > FAR_QUEUE || w->head - w->tail == PACKETS)
		return;
	w->free_ns = MAX_OF(w->free_ns, now) +
	    n * INT64_C(1000000000) / FAR_RATE;
	w->due_ns[i] = w->free_ns + delay_ns;
	w->size[i] = (int)n;
	w->queued += (size_t)n;
	w->head++;
}

/* Sends what is due; returns the moment of the next, or INT64_MAX. */
static int64_t
deliver(struct way *w)
{
	for (; w->tail != w->head; w->tail++) {
		unsigned i = w->tail % PACKETS;

		if (w->due_ns[i] > screen_now_ns())
			return w->due_ns[i];
		(void)!write(w->to, w->data[i], (size_t)w->size[i]);
		w->queued -= (size_t)w->size[i];
	}
	return INT64_MAX;
}

static void
relay(struct way *up, struct way *down)
{
	for (;;) {
		struct pollfd fds[2] = {
		    {up->from, POLLIN, 0}, {down->from, POLLIN, 0}};
		int64_t next = MIN_OF(deliver(up), deliver(down));
		int64_t wait = MIN_OF(
		    MAX_OF(0, next - screen_now_ns()), INT64_C(999999999));
		struct timespec ts = {0, (long)wait};

		if (ppoll(fds, 2, &ts, NULL) <= 0)
			continue;
		if (fds[0].revents != 0)
			take(up);
		if (fds[1].revents != 0)
			take(down);
	}
}

/* --- the two sides --- */

static bool
set_up(int s, const char *name, const char *addr)
{
	struct sockaddr_in sa = {.sin_family = AF_INET};
	struct ifreq ifr = {0};

	strncpy(ifr.ifr_name, name, IFNAMSIZ - 1);
	if (addr != NULL) {
		inet_pton(AF_INET, addr, &sa.sin_addr);
		memcpy(&ifr.ifr_addr, &sa, sizeof(sa));
		if (ioctl(s, SIOCSIFADDR, &ifr) < 0)
			return false;
		inet_pton(AF_INET, "255.255.255.0", &sa.sin_addr);
		memcpy(&ifr.ifr_netmask, &sa, sizeof(sa));
		if (ioctl(s, SIOCSIFNETMASK, &ifr) < 0)
			return false;
	}
	ifr.ifr_flags = IFF_UP | IFF_RUNNING;
	return ioctl(s, SIOCSIFFLAGS, &ifr) == 0;
}

/* A namespace may not take any for all its connections; a route may. */
static bool
set_congestion(const char *name)
{
	char *command = str_fmt("ip route replace 10.213.0.0/24 dev line "
				"congctl %s",
	    name);
	bool ok = system(command) == 0;

	free(command);
	return ok;
}

/* We are in a new namespace then; returns its tun device, or -1. */
static int
open_side(int *ns, const char *addr, const char *congestion)
{
	struct ifreq ifr = {.ifr_flags = IFF_TUN | IFF_NO_PI};
	int tun, s;
	bool ok;

	if (unshare(CLONE_NEWNET) < 0)
		return -1;
	*ns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	tun = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
	s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	strncpy(ifr.ifr_name, "line", IFNAMSIZ - 1);
	ok = *ns >= 0 && tun >= 0 && s >= 0 &&
	    ioctl(tun, TUNSETIFF, &ifr) == 0 && set_up(s, "lo", NULL) &&
	    set_up(s, "line", addr) &&
	    (congestion == NULL || set_congestion(congestion));
	close(s);
	if (!ok) {
		close(tun);
		return -1;
	}
	return tun;
}

static void
start_relay(const struct ipline *line, int near, int far)
{
	struct way *up = mem_alloc(sizeof(*up)), *down = mem_alloc(sizeof(*up));

	up->from = down->to = far;
	up->to = down->from = near;
	up->lost = line->lost_up;
	down->lost = line->lost_down;
	seed = line->seed;
	delay_ns = line->delay_ms * INT64_C(1000000);
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		relay(up, down);
	}
	free(up);
	free(down);
}

bool
ipline_begin(const struct ipline *line)
{
	int before = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int near = open_side(&side[0], IPLINE_NEAR, line->congestion);
	int far = near < 0 ? -1
			   : open_side(&side[1], IPLINE_FAR, line->congestion);

	if (far < 0) {
		perror("skipped: no line of IP packets (root, /dev/net/tun)");
		setns(before, CLONE_NEWNET);
		side[0] = side[1] = -1;
	} else {
		start_relay(line, near, far);
		ipline_far(false);
	}
	close(before);
	close(near);
	close(far);
	return far >= 0;
}

bool
ipline_up(void)
{
	return side[0] >= 0;
}

void
ipline_far(bool on)
{
	if (ipline_up() && setns(side[on], CLONE_NEWNET) < 0) {
		perror("setns");
		exit(1);
	}
}
