/*
 * A desk that does with its caller what it is told to (test_desk_link.c), over
 * real sockets in one loop. What must be so at any time is checked here, where
 * the bytes arrive. Include it in one file per program.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/conv/conv.h"
#include "shared/conv/desk_link.h"
#include "shared/core/limits.h"
#include "shared/net/sock.h"

#define RESUME "0123456789abcdef"

/* What the desk does with a caller. */
enum act {
	ACT_HANG_UP, /* at once */
	ACT_OTHER, /* speaks no SSH */
	ACT_KEY, /* another host key */
	ACT_STRANGER, /* does not know his key */
	ACT_LEAVE, /* ends the link once he is in */
	ACT_NO_CHAN,
	ACT_SHUT, /* closes the channel */
	ACT_SILENT,
	ACT_VERSION,
	ACT_ERROR,
	ACT_GARBAGE,
	ACT_SERVE,
	ACTS
};

struct desk {
	struct sock_listener *listener;
	struct link *link;
	struct chan *chan;
	struct line_reader lines;
	enum act act;
	bool other; /* key of this link */
	int callers;
	int hellos; /* on this link */
	bool welcomed;
	bool half; /* a line is not finished */
	bool deaf; /* answers nothing any more */
	int64_t said_ms; /* a whole line, the last time */
};

static struct loop *loop;
static struct key *key, *host_key, *other_key;
static struct desk desk;
static struct desk_link *d;
static enum desk_link_state told;
static bool stopped, resumes; /* by our side */
static int seen[ACTS];
static uint32_t seed;
static char trail[8192];

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 10) % (uint32_t)n);
}

static void
note(const char *text)
{
	size_t len = strlen(trail);

	snprintf(trail + len, sizeof(trail) - len, "%s ", text);
}

/* Callbacks run inside the loop, where no test may jump out. */
#define CHECK(cond)                                                   \
	do {                                                          \
		if (!(cond)) {                                        \
			fprintf(stderr, "%s (%s) after: %s\n", #cond, \
			    desk_link_why(d), trail);                 \
			abort();                                      \
		}                                                     \
	} while (0)

/* --- the desk --- */

static void
desk_say(const char *line)
{
	note(line);
	desk.half = strchr(line, '\n') == NULL;
	if (!desk.half)
		desk.said_ms = clock_ms();
	if (desk.chan != NULL)
		chan_write(desk.chan, line, strlen(line));
}

static void
desk_welcome(int version)
{
	char line[200];

	snprintf(line, sizeof(line),
	    "{\"t\":\"welcome\",\"v\":%d,\"program\":\"pomoc 0\"}\n", version);
	desk_say(line);
}

static void
desk_greet(void)
{
	switch (desk.act) {
	case ACT_VERSION:
		desk_welcome(MSG_VERSION + 1 - 2 * pick(2));
		break;
	case ACT_ERROR:
		desk_say(pick(2) ? "{\"t\":\"error\",\"code\":\"busy\","
				   "\"text\":\"\"}\n"
				 : "{\"t\":\"error\",\"code\":\"bad\","
				   "\"text\":\"no\"}\n");
		break;
	case ACT_GARBAGE:
		desk_say(pick(2) ? "garbage\n" : "{\"t\":\"listed\"}\n");
		break;
	case ACT_SERVE:
		desk.welcomed = true;
		desk_welcome(MSG_VERSION);
		break;
	default:
		break;
	}
}

static void
desk_line(const char *line, size_t len)
{
	struct msg *m = msg_parse(line, len, NULL);

	CHECK(m != NULL);
	if (msg_kind(m) == MSG_HELLO) {
		CHECK(desk.hellos++ == 0);
		CHECK(str_eq(msg_str(m, "resume"), resumes ? RESUME : ""));
		CHECK(conv_fits(m));
		desk_greet();
	}
	CHECK(desk.hellos == 1); /* it is the first */
	if (msg_kind(m) == MSG_PING && desk.act == ACT_SERVE && !desk.deaf) {
		char pong[60];

		snprintf(pong, sizeof(pong), "{\"t\":\"pong\",\"n\":%d}\n",
		    (int)msg_int(m, "n"));
		desk_say(pong);
	}
	msg_free(m);
}

static size_t
desk_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_err, void *ctx)
{
	const char *line;
	size_t n;

	if (c != desk.chan)
		return len;
	CHECK(line_reader_feed(&desk.lines, data, len, NULL));
	while (line_reader_next(&desk.lines, &line, &n, NULL) == IO_OK)
		desk_line(line, n);
	return len;
}

static void
desk_closed(struct chan *c, const struct err *why, void *ctx)
{
	if (c == desk.chan)
		desk.chan = NULL;
}

static void
desk_shut(void *ctx)
{
	struct chan *c = desk.chan;

	desk.chan = NULL;
	chan_close(c);
}

static bool
desk_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	CHECK(what == CHAN_REQ_SUBSYSTEM && str_eq(info->text, "pomoc"));
	desk.chan = c;
	if (desk.act == ACT_SHUT)
		loop_defer(loop, desk_shut, &desk);
	return true;
}

static const struct chan_events desk_chan = {
    .data = desk_data, .closed = desk_closed, .request = desk_request};

static bool
desk_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	return desk.act != ACT_NO_CHAN && l == desk.link &&
	    chan_want_accept(w, &desk_chan, NULL) != NULL;
}

static void
desk_leave(void)
{
	struct link *l = desk.link;

	desk.link = NULL;
	desk.chan = NULL;
	link_abort(l);
}

static void
desk_up(struct link *l, void *ctx)
{
	CHECK(!desk.other); /* nobody logs in at another desk */
	if (desk.act == ACT_LEAVE && l == desk.link)
		desk_leave();
}

static void
desk_down(struct link *l, const struct err *why, void *ctx)
{
	if (l == desk.link)
		desk.link = NULL;
}

static bool
desk_auth(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t len, void *ctx)
{
	CHECK(str_eq(user, "tech") && !desk.other);
	return desk.act != ACT_STRANGER;
}

static void
desk_accept(int fd, const char *peer, void *ctx)
{
	static const struct link_events events = {
	    .up = desk_up, .down = desk_down, .chan_wanted = desk_wanted};
	struct link_serve_conf conf = {
	    .host_key = host_key, .auth = desk_auth, .limits.auth_tries = 1};

	CHECK(!stopped && told == DESK_LINK_DIALING);
	desk_leave();
	line_reader_fini(&desk.lines);
	line_reader_init(&desk.lines, MSG_MAX);
	desk.callers++;
	desk.hellos = 0;
	desk.said_ms = clock_ms();
	desk.welcomed = desk.deaf = desk.half = false;
	desk.other = desk.act == ACT_KEY;
	seen[desk.act]++;
	if (desk.other)
		conf.host_key = other_key;
	if (desk.act == ACT_OTHER)
		CHECK(write(fd, "220 mail\r\n", 10) == 10);
	if (desk.act == ACT_HANG_UP || desk.act == ACT_OTHER)
		close(fd);
	else
		desk.link = link_serve(loop, fd, &conf, &events, NULL);
}
