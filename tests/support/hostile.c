/*
 * A caller that means no good, for tests of the desk: one bad manner each.
 *
 * usage: hostile ADDR:PORT MANNER [NUMBER]
 * Prints "ended after N ms" when the desk has hung up, or what else there is
 * to say. Exit 0 then; 1 when the desk put up with it for PATIENCE_S.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>

#include "shared/base/clock.h"
#include "shared/base/err.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"
#include "tests/unit/net/rawssh.h"

#define PATIENCE_S 30
#define BLOCK 30000

static const char *where;
static int64_t began_ms;
static struct raw r;

static int
call(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	char host[64];
	struct err err;
	int port, fd;

	if (!sock_split(where, 7722, host, sizeof host, &port, &err) ||
	    inet_pton(AF_INET, host, &a.sin_addr) != 1)
		raw_die("a bad address");
	a.sin_port = htons((uint16_t)port);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) != 0)
		raw_die("no connection");
	return fd;
}

/* Bytes until the desk hangs up. */
static size_t
wait_for_end(int fd)
{
	char chunk[4096];
	size_t got = 0;
	ssize_t n;

	while ((n = recv(fd, chunk, sizeof chunk, 0)) > 0)
		got += (size_t)n;
	return got;
}

static void
silent(int n)
{
	wait_for_end(call());
}

static void
slow_banner(int n)
{
	int fd = call();
	struct pollfd p = {.fd = fd, .events = POLLRDHUP};

	while (poll(&p, 1, 50) == 0)
		if (send(fd, "S", 1, MSG_NOSIGNAL) != 1)
			break;
}

/* NUMBER megabytes of it */
static void
long_banner(int n)
{
	static char block[65536];
	int fd = call();

	memset(block, 'A', sizeof block);
	for (int i = 0; i < n * 16; i++)
		if (send(fd, block, sizeof block, MSG_NOSIGNAL) < 0)
			break;
	wait_for_end(fd);
}

static void
garbage(int n)
{
	static char block[65536];
	int fd = call();

	raw_write(&(struct raw){.fd = fd}, "SSH-2.0-x\r\n", 11);
	memset(block, 'A', sizeof block);
	for (int i = 0; i < n * 16; i++)
		if (send(fd, block, sizeof block, MSG_NOSIGNAL) < 0)
			break;
	wait_for_end(fd);
}

/* Stops in the middle of the key exchange. */
static void
slow_kex(int n)
{
	char banner[256];

	r.fd = call();
	raw_banner(&r, banner, sizeof banner);
	wait_for_end(r.fd);
}

static void
no_login(int n)
{
	raw_start(&r, call());
	raw_service(&r);
	raw_drain(&r);
}

static void
no_forward(int n)
{
	raw_login(&r, call(), "agent");
	raw_drain(&r);
}

/* Has its control channel, and never says hello. */
static void
no_hello(int n)
{
	raw_login(&r, call(), "agent");
	raw_forward(&r, "pomoc");
	raw_accept(&r, 100000, 32768);
	raw_drain(&r);
}

static void
tries(int n)
{
	int i;

	raw_start(&r, call());
	raw_service(&r);
	for (i = 0; i < n && raw_auth(&r, "tech", i % 2); i++)
		;
	raw_drain(&r);
}

static void
channels(int n)
{
	int i;

	raw_login(&r, call(), "agent");
	for (i = 0; i < n && raw_open(&r, (uint32_t)i, 100000, 32768); i++)
		;
	raw_drain(&r);
}

static void
forwards(int n)
{
	int i;

	raw_login(&r, call(), "agent");
	for (i = 0; i < n && raw_forward(&r, "pomoc"); i++)
		;
	raw_drain(&r);
}

/* A hello, and the lists taken; returns the desk's number of the channel. */
static uint32_t
greet(uint32_t window)
{
	char hello[80];
	uint32_t peer;

	raw_login(&r, call(), "agent");
	raw_forward(&r, "pomoc");
	peer = raw_accept(&r, window, 32768);
	snprintf(hello, sizeof(hello),
	    "{\"t\":\"hello\",\"v\":%d,\"program\":\"x\",\"lang\":\"en\"}\n",
	    MSG_VERSION);
	raw_data(&r, peer, hello, strlen(hello));
	return peer;
}

static bool
says(const char *text)
{
	while (raw_expect(&r, RAW_DATA)) {
		buf_addc(&r.in, '\0');
		if (strstr((char *)buf_data(&r.in) + 9, text) != NULL)
			return true;
	}
	return false;
}

/* NUMBER packets of nothing; is the desk there after them? */
static void
ignored(int n)
{
	uint32_t peer = greet(1000000);
	int i;

	if (!says("listed"))
		raw_die("no welcome");
	printf("is in\n");
	fflush(stdout);
	for (i = 0; i < n; i++) {
		wirebuf_text(raw_packet(&r, RAW_IGNORE), "nothing at all");
		if (!raw_send(&r))
			return;
	}
	raw_data(&r, peer, "{\"t\":\"ping\",\"n\":7}\n", 19);
	if (!says("pong"))
		raw_die("no answer after the flood");
	printf("answered after %lld ms\n", (long long)(clock_ms() - began_ms));
}

/* A maximum packet of NUMBER bytes. */
static void
tiny_packets(int n)
{
	raw_login(&r, call(), "agent");
	raw_forward(&r, "pomoc");
	raw_accept(&r, 1000000, (uint32_t)n);
	wirebuf_u32(raw_packet(&r, RAW_IGNORE), 0);
	raw_drain(&r);
}

/* Until the desk has taken in all that was sent: it answers in turn. */
static bool
is_taken_in(void)
{
	struct buf *b = raw_packet(&r, RAW_GLOBAL);
	int type;

	wirebuf_text(b, "keepalive@openssh.com");
	buf_addc(b, 1);
	if (!raw_send(&r))
		return false;
	do
		type = raw_recv(&r);
	while (type >= 0 && type != RAW_GLOBAL_SUCCESS &&
	    type != RAW_GLOBAL_FAILURE);
	return type >= 0;
}

/* Never opens its window, but asks and asks. */
static void
no_window(int n)
{
	uint32_t peer = greet(0);
	int i;

	for (i = 0; i < n; i++) {
		raw_data(&r, peer, "{\"t\":\"ping\",\"n\":7}\n", 19);
		if (!is_taken_in())
			raw_die("hung up on");
	}
	printf(
	    "still here after %lld ms\n", (long long)(clock_ms() - began_ms));
}

/* Fills a window that it was not given. */
static void
ignores_window(int n)
{
	static char block[BLOCK];
	uint32_t peer = greet(1000000);
	int i;

	memset(block, 'x', sizeof block);
	for (i = 0; i < n * 35; i++)
		if (!raw_data(&r, peer, block, sizeof block))
			break;
	raw_drain(&r);
}

static void
new_keys(int n)
{
	int i;

	greet(1000000);
	for (i = 0; i < n; i++) {
		raw_kexinit(&r);
		if (!raw_send(&r))
			break;
	}
	raw_drain(&r);
}

/* NUMBER connections at once, that say nothing until the input ends. */
static void
crowd(int n)
{
	char c;

	for (int i = 0; i < n; i++)
		(void)call();
	printf("%d are here\n", n);
	fflush(stdout);
	while (read(0, &c, 1) > 0)
		;
}

/* NUMBER connections one after the other, hung up at once. */
static void
knocks(int n)
{
	for (int i = 0; i < n; i++)
		close(call());
}

static const struct {
	const char *name;
	void (*fn)(int n);
} manners[] = {
    {"silent", silent},
    {"slow-banner", slow_banner},
    {"long-banner", long_banner},
    {"garbage", garbage},
    {"slow-kex", slow_kex},
    {"no-login", no_login},
    {"no-forward", no_forward},
    {"no-hello", no_hello},
    {"tries", tries},
    {"channels", channels},
    {"forwards", forwards},
    {"ignored", ignored},
    {"tiny-packets", tiny_packets},
    {"no-window", no_window},
    {"ignores-window", ignores_window},
    {"new-keys", new_keys},
    {"crowd", crowd},
    {"knocks", knocks},
};

int
main(int argc, char **argv)
{
	int n = argc > 3 ? atoi(argv[3]) : 1;

	if (argc < 3)
		return 2;
	where = argv[1];
	signal(SIGALRM, SIG_DFL);
	alarm(PATIENCE_S);
	began_ms = clock_ms();
	for (size_t i = 0; i < ARRAY_LEN(manners); i++) {
		if (!str_eq(manners[i].name, argv[2]))
			continue;
		manners[i].fn(n);
		printf("ended after %lld ms\n",
		    (long long)(clock_ms() - began_ms));
		return 0;
	}
	return 2;
}
