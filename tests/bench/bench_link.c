/*
 * The transport alone, on this machine and over loopback TCP, server in its own
 * process: memory of a waiting link, log-ins per second, bytes per second and
 * the echo of a key, directly and through a link inside a relayed channel.
 * Compare ratios in one run.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "shared/net/forward.h"
#include "shared/net/relay.h"
#include "shared/net/sock.h"

#define LINKS 1000
#define AT_ONCE 20
#define KEYS 3000
#define FLOOD ((size_t)128 * 1024 * 1024)

static struct loop *loop;
static struct key *host_key, *user_key;
static struct link *links[LINKS];
static int dialled, ups, downs;
static size_t got;
static bool room;
static int port;

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static long
rss_kb(pid_t pid)
{
	long size = 0, pages = 0;
	char path[64];
	FILE *f;

	snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
	f = fopen(path, "r");
	if (f == NULL || fscanf(f, "%ld %ld", &size, &pages) != 2)
		pages = 0;
	if (f != NULL)
		fclose(f);
	return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* --- the serving process --- */

static bool
let_in(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	return true;
}

/* Keys come back, a flood does not. */
static size_t
on_server_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	if (len < 100)
		chan_write(c, data, len);
	got += len;
	if (got >= FLOOD) {
		got = 0;
		chan_write(c, "end", 3);
	}
	return len;
}

static bool
on_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	return true;
}

static const struct chan_events server_chan = {
    .data = on_server_data,
    .request = on_request,
};

static void serve_fd(int fd);

/* A direct channel leads to a second server, as in the agent. */
static bool
on_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	bool direct = chan_want_kind(w) == CHAN_WANT_DIRECT;
	struct chan *c = chan_want_accept(w, &server_chan, NULL);
	struct err err;
	int p[2];

	if (direct && sock_pair(p, &err)) {
		serve_fd(p[1]);
		relay_fd(c, p[0], NULL, NULL);
	}
	return true;
}

static void
on_down(struct link *l, const struct err *why, void *ctx)
{
	downs++;
}

static void
serve_fd(int fd)
{
	static const struct link_events events = {
	    .down = on_down, .chan_wanted = on_wanted};
	struct link_serve_conf conf = {.host_key = host_key, .auth = let_in};

	link_serve(loop, fd, &conf, &events, NULL);
}

static void
on_accept(int fd, const char *peer, void *ctx)
{
	serve_fd(fd);
}

static pid_t
start_server(void)
{
	char addr[SOCK_ADDR_SIZE];
	struct err err;
	int fd = sock_hold("127.0.0.1:0", addr, &err);
	pid_t pid;

	if (fd < 0 || !sock_serve(fd, "127.0.0.1:0", &err)) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	port = atoi(strchr(addr, ':') + 1);
	pid = fork();
	if (pid == 0) {
		loop = loop_new();
		sock_listen_fd(loop, fd, on_accept, NULL, &err);
		loop_run(loop);
		_exit(0);
	}
	close(fd);
	return pid;
}

/* --- the clients --- */

static void dial_next(void);

static void
on_up(struct link *l, void *ctx)
{
	ups++;
	dial_next();
}

static const struct link_events client_events = {.up = on_up, .down = on_down};

static struct link *
dial_fd(int fd)
{
	struct link_dial_conf conf = {.user = "tech",
	    .fingerprint = key_fingerprint(host_key),
	    .key = user_key};

	return link_dial(loop, fd, &conf, &client_events, NULL);
}

static void
on_dialled(int fd, enum sock_fail why, const struct err *err, void *ctx)
{
	if (fd < 0) {
		fprintf(stderr, "%s\n", err->text);
		exit(1);
	}
	*(struct link **)ctx = dial_fd(fd);
}

static void
dial_next(void)
{
	if (dialled < LINKS)
		sock_dial(loop, "127.0.0.1", port, 5000, on_dialled,
		    &links[dialled++]);
}

static void
bench_logins(pid_t server)
{
	long before, mine = rss_kb(getpid());
	double start = now_us(), s;
	int i;

	before = rss_kb(server);
	for (i = 0; i < AT_ONCE; i++)
		dial_next();
	while (ups < LINKS && downs == 0)
		loop_turn(loop, true);
	s = (now_us() - start) / 1e6;
	printf("log-ins: %d in %.2f s, %.0f/s\n", ups, s, ups / s);
	printf("memory per waiting link: server %.1f KB, client %.1f KB\n",
	    (double)(rss_kb(server) - before) / LINKS,
	    (double)(rss_kb(getpid()) - mine) / LINKS);
}

static size_t
on_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	got += len;
	return len;
}

static void
on_writable(struct chan *c, void *ctx)
{
	room = true;
}

static const struct chan_events client_chan = {
    .data = on_data, .writable = on_writable};

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
bench_chan(struct link *l, const char *name)
{
	static uint8_t block[65536];
	double us[KEYS], start;
	struct chan *c;
	size_t sent = 0;
	int i;

	c = chan_open_subsystem(l, "bench", &client_chan, NULL);
	for (i = 0; i < KEYS; i++) {
		got = 0;
		start = now_us();
		chan_write(c, "k", 1);
		while (got == 0)
			loop_turn(loop, true);
		us[i] = now_us() - start;
	}
	qsort(us, KEYS, sizeof us[0], compare);
	got = 0;
	start = now_us();
	room = true;
	while (sent < FLOOD || got == 0) {
		while (sent < FLOOD && room) {
			room = chan_write(c, block, sizeof block) == IO_OK;
			sent += sizeof block;
		}
		loop_turn(loop, true);
	}
	printf("%s: key echo p50 %.0f us, p99 %.0f us; flood %.0f MB/s\n", name,
	    us[KEYS / 2], us[KEYS * 99 / 100],
	    (double)FLOOD / (now_us() - start));
	chan_close(c);
}

static void
bench_inner(void)
{
	struct link *inner;
	struct err err;
	int p[2], want = ups + 1;

	if (!sock_pair(p, &err))
		exit(1);
	relay_fd(chan_open_direct(links[1], "ticket-1", 22, NULL, NULL), p[0],
	    NULL, NULL);
	inner = dial_fd(p[1]);
	while (ups < want && downs == 0)
		loop_turn(loop, true);
	bench_chan(inner, "link inside a link");
}

int
main(void)
{
	pid_t server;

	host_key = key_generate("host");
	user_key = key_generate("user");
	server = start_server();
	loop = loop_new();
	bench_logins(server);
	bench_chan(links[0], "one link");
	bench_inner();
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	return downs > 0;
}
