/*
 * The far end of a visit for test_visit_any.c: a desk that couples and an agent
 * that only notes what the console says, over real links in one loop. What may
 * be so at any time is checked here, where the bytes arrive.
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

#include "console/link/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/relay.h"
#include "shared/net/sock.h"

/* The agent's end, and what is true about it. */
struct agent {
	struct link *link;
	struct chan *fresh[2];
	struct chan *talk;
	struct chan *screen;
	struct line_reader lines;
	struct key *inner; /* of this connection */
	bool greeted; /* hello came, */
	int64_t greeted_ms;
	bool asked; /* it wanted a code, */
	bool answered; /* welcome went out */
	bool committed;
	bool honest; /* ... to what it reveals */
	bool revealed;
	uint8_t ours[SAS_NONCE];
	uint8_t theirs[SAS_NONCE];
	uint32_t seq;
	bool legit; /* keys may come and screens be shown */
	bool free; /* an honest welcome without a code went out */
	bool agreed; /* the desk told of his yes to this connection */
};

static struct loop *loop;
static struct link *desk, *outer;
static struct key *host_key, *tech_key, *lasting, *inner[2];
static struct agent agent;
static struct visit *visit;
static bool known; /* the lasting key is in the console's list */
static char checked[KEY_FP_SIZE]; /* the inner key whose code was typed */
static int wants, nonces, alarms;
static bool over; /* it was, and nobody has wanted it again */
static bool grinds; /* the agent of this story */
static int lived, freely, ended, typed, unpaid, refusals;
static uint32_t seed;
static char trail[4096];

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((uint64_t)(seed >> 8) * (uint32_t)n >> 24);
}

static void
note(const char *text)
{
	strncat(trail, text, sizeof(trail) - strlen(trail) - 1);
	strncat(trail, " ", sizeof(trail) - strlen(trail) - 1);
}

#define CHECK(cond)                                                      \
	do {                                                             \
		if (!(cond)) {                                           \
			fprintf(stderr, "%s after: %s\n", #cond, trail); \
			abort();                                         \
		}                                                        \
	} while (0)

/* --- what the console says --- */

static void
console_line(const char *line)
{
	const char *n = strstr(line, "\"n\":\"");

	if (strstr(line, "\"hello\"") != NULL) {
		agent.greeted = true;
		agent.greeted_ms = clock_ms();
		agent.asked = strstr(line, "\"code\":true") != NULL;
	} else if (strstr(line, "\"nonce\"") != NULL) {
		CHECK(str_unhex(agent.theirs, SAS_NONCE, "") || n != NULL);
		char hex[2 * SAS_NONCE + 1];

		str_copy(hex, sizeof(hex), n + 5);
		CHECK(str_unhex(agent.theirs, SAS_NONCE, hex));
		CHECK(++nonces <= SAS_EXCHANGES);
	} else if (strstr(line, "\"ping\"") != NULL) {
		/* what is asked with the greeting waits for the channels:
		 * three ways there and back would count as one */
		CHECK(agent.answered || clock_ms() - agent.greeted_ms > 9000);
	} else if (strstr(line, "\"say\"") != NULL) {
		CHECK(agent.legit || agent.free);
	}
}

static size_t
agent_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_err, void *ctx)
{
	const char *line;
	size_t n;

	if (c == agent.screen && memchr(data, 'K', len) != NULL) {
		CHECK((agent.legit || agent.free) && agent.agreed);
		typed++;
	}
	if (c != agent.talk)
		return len;
	line_reader_feed(&agent.lines, data, len, NULL);
	while (line_reader_next(&agent.lines, &line, &n, NULL) == IO_OK)
		console_line(line);
	return len;
}

static void
agent_closed(struct chan *c, const struct err *why, void *ctx)
{
	if (c == agent.talk)
		agent.talk = NULL;
	if (c == agent.screen)
		agent.screen = NULL;
}

static bool
agent_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	if (str_eq(info->text, "pomoc-visit"))
		agent.talk = c;
	else
		agent.screen = c;
	return true;
}

static const struct chan_events agent_events = {
    .data = agent_data, .closed = agent_closed, .request = agent_request};

static bool
agent_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	return chan_want_accept(w, &agent_events, NULL) != NULL;
}

static void
agent_down(struct link *l, const struct err *why, void *ctx)
{
	if (l == agent.link)
		agent.link = NULL;
}

static const struct link_events agent_link_events = {
    .down = agent_down, .chan_wanted = agent_wanted};

static bool
anyone(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t len, void *ctx)
{
	return true;
}

/* --- the desk between them --- */

static void
agent_new(void)
{
	if (agent.link != NULL)
		link_abort(agent.link);
	line_reader_fini(&agent.lines);
	memset(&agent, 0, sizeof(agent));
	line_reader_init(&agent.lines, 4096);
	agent.inner = inner[pick(4) == 0];
}

static bool
desk_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	static const struct chan_events none;
	struct link_serve_conf conf = {.auth = anyone};
	struct relay *relay;
	int fds[2];

	CHECK(!over);
	wants++;
	agent_new();
	conf.host_key = agent.inner;
	CHECK(sock_pair(fds, NULL));
	relay = relay_fd(chan_want_accept(w, &none, NULL), fds[0], NULL, NULL);
	agent.link = link_serve(loop, fds[1], &conf, &agent_link_events, NULL);
	relay_mate(relay, agent.link);
	return true;
}

static void
outer_down(struct link *l, const struct err *why, void *ctx)
{
	note(why->text);
	CHECK(false);
}

static const struct link_events desk_events = {
    .chan_wanted = desk_wanted, .down = outer_down};
static const struct link_events outer_events = {.down = outer_down};
