/*
 * Stands between a test that speaks a technician's protocol in plain lines and
 * the command that carries them to the desk (the stock ssh): proves who speaks
 * when the desk asks, and signs every line that is an order. Lines that are no
 * messages pass as they are. With PONG in its environment it answers the desk's
 * pings.
 *
 * usage: prover KEYFILE DESK-FINGERPRINT COMMAND [ARG...]
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "console/desk/orders.h"

#define LINE_MAX_B 65536

struct stream {
	int from, to;
	char text[LINE_MAX_B];
	size_t len;
};

static struct key *identity;
static const char *desk;
static struct orders orders;
static struct stream up = {.from = 0}, down = {.to = 1};

static void
put(int fd, const void *data, size_t len)
{
	const char *p = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, p, len);
		if (n <= 0)
			exit(1);
		p += n;
		len -= (size_t)n;
	}
}

static void
put_msg(int fd, struct msg *m)
{
	struct buf line = BUF_INIT;

	if (msg_write(m, &line, NULL))
		put(fd, buf_data(&line), line.len);
	buf_fini(&line);
}

/* To the desk; len with the line feed. */
static void
say(const char *line, size_t len)
{
	struct msg *m = msg_parse(line, len - 1, NULL);

	if (m != NULL && msg_is_order(m) && !msg_has(m, "proof") &&
	    orders_sign(&orders, m, NULL))
		put_msg(up.to, m);
	else
		put(up.to, line, len);
	msg_free(m);
}

/* From the desk. */
static void
hear(const char *line, size_t len)
{
	struct msg *m = msg_parse(line, len - 1, NULL), *prove = NULL;
	struct err err;

	if (m != NULL && msg_kind(m) == MSG_WELCOME) {
		prove = orders_begin(
		    &orders, identity, desk, msg_str(m, "nonce"), &err);
		if (prove == NULL)
			fprintf(stderr, "prover: %s\n", err.text);
		else
			put_msg(up.to, prove);
	} else if (m != NULL && msg_kind(m) == MSG_PING &&
	    getenv("PONG") != NULL) {
		prove = msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n"));
		put_msg(up.to, prove);
	}
	msg_free(prove);
	msg_free(m);
	put(down.to, line, len);
}

/* False at the end of the stream. */
static bool
pump(struct stream *s, void (*fn)(const char *, size_t))
{
	ssize_t n = read(s->from, s->text + s->len, sizeof(s->text) - s->len);
	char *end;

	if (n <= 0) {
		put(s->to, s->text, s->len);
		return false;
	}
	s->len += (size_t)n;
	while ((end = memchr(s->text, '\n', s->len)) != NULL) {
		size_t len = (size_t)(end - s->text) + 1;

		fn(s->text, len);
		s->len -= len;
		memmove(s->text, end + 1, s->len);
	}
	if (s->len == sizeof(s->text)) {
		put(s->to, s->text, s->len);
		s->len = 0;
	}
	return true;
}

static void
start(char **argv)
{
	int in[2], out[2];

	if (pipe(in) < 0 || pipe(out) < 0)
		exit(1);
	if (fork() == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(in[0], 0);
		dup2(out[1], 1);
		close(in[1]);
		close(out[0]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	up.to = in[1];
	down.from = out[0];
}

int
main(int argc, char **argv)
{
	struct pollfd fds[2];
	struct err err;

	if (argc < 4)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	identity = key_load(argv[1], NULL, &err);
	if (identity == NULL) {
		fprintf(stderr, "prover: %s\n", err.text);
		return 2;
	}
	desk = argv[2];
	start(argv + 3);
	fds[0] = (struct pollfd){up.from, POLLIN, 0};
	fds[1] = (struct pollfd){down.from, POLLIN, 0};
	while (poll(fds, 2, -1) > 0) {
		if (fds[1].revents != 0 && !pump(&down, hear))
			break;
		if (fds[0].revents != 0 && !pump(&up, say)) {
			close(up.to);
			fds[0].fd = -1;
		}
	}
	orders_end(&orders);
	key_free(identity);
	return 0;
}
