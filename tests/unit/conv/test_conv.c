/*
 * A conversation with somebody who says anything: pings with any number, right
 * and wrong answers, messages that are permitted or not, half lines and
 * garbage, after any silence, in pieces of any size. However it comes, a ping
 * is answered once and in order, the distance is known only from the answer to
 * our own last question, nothing reaches the owner that this side may not say
 * now, and who is given up was silent for all of the time and asked twice.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/conv/conv.h"
#include "shared/core/limits.h"

#define STORIES 20000
#define STEPS 30

struct world {
	struct conv conv;
	int64_t now_ms;
	int64_t heard_ms; /* a whole message that was permitted */
	int asks; /* our questions since then */
	int64_t asked; /* the number of the last question, -1 = answered */
	int64_t asked_ms;
	int64_t pong; /* that is due, -1 = none */
	bool bad; /* what is fed now may not be said */
	bool mute; /* our bytes do not go out */
	int got; /* of the kind that is fed */
	enum msg_kind fed;
};

static uint32_t seed;
static char trail[4096];
static int given_up, measured, refused;

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((seed >> 10) % (uint32_t)n);
}

#define CHECK(cond)                                             \
	do {                                                    \
		if (!(cond))                                    \
			fail_msg("%s after: %s", #cond, trail); \
	} while (0)

static void
note(const char *text)
{
	size_t len = strlen(trail);

	snprintf(trail + len, sizeof(trail) - len, "%s ", text);
}

/* --- what the conversation does --- */

static bool
on_send(const void *bytes, size_t len, void *ctx)
{
	struct world *w = ctx;
	struct msg *m = msg_parse(bytes, len - 1, NULL);

	CHECK(m != NULL && ((const char *)bytes)[len - 1] == '\n');
	if (msg_kind(m) == MSG_PONG) {
		CHECK(w->pong == msg_int(m, "n"));
		w->pong = -1;
	} else {
		CHECK(msg_kind(m) == MSG_PING);
		CHECK(msg_int(m, "n") > w->asked);
		w->asked = msg_int(m, "n");
		w->asked_ms = w->now_ms;
	}
	msg_free(m);
	return !w->mute;
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	struct world *w = ctx;

	CHECK(!w->bad && msg_kind(m) == w->fed);
	CHECK(msg_kind(m) != MSG_PING);
	w->got++;
	if (msg_kind(m) != MSG_PONG)
		return true;
	CHECK(w->conv.rtt_ms == w->now_ms - w->asked_ms);
	measured++;
	return true;
}

static const struct conv_events events = {
    .send = on_send, .message = on_message};

/* --- what the other side says --- */

static bool
feed(struct world *w, const char *line)
{
	size_t len = strlen(line), at = 0, n;
	struct err err = {0};

	note(line);
	while (at < len) {
		n = 1 + (size_t)pick((int)MIN_OF(len - at, (size_t)400));
		if (!conv_feed(&w->conv, line + at, n, w->now_ms, &err)) {
			CHECK(err.text[0] != '\0');
			return false;
		}
		at += n;
	}
	return true;
}

static bool
say_ping(struct world *w)
{
	char line[100];

	w->pong = pick(1000);
	snprintf(
	    line, sizeof(line), "{\"t\":\"ping\",\"n\":%d}\n", (int)w->pong);
	CHECK(feed(w, line));
	CHECK(w->pong == -1);
	return true;
}

static bool
say_pong(struct world *w)
{
	bool right = pick(2) && w->asked > 0;
	bool counts = right && w->asked_ms >= 0;
	char line[100];

	w->fed = MSG_PONG;
	w->got = 0;
	snprintf(line, sizeof(line), "{\"t\":\"pong\",\"n\":%d}\n",
	    right ? (int)w->asked : 1000 + pick(9));
	CHECK(feed(w, line));
	CHECK(w->got == counts);
	if (counts)
		w->asked_ms = -1;
	return true;
}

static bool
say_permitted(struct world *w)
{
	bool ready = w->conv.peer.stage != MSG_NEW;

	w->fed = ready ? MSG_LISTED : MSG_WELCOME;
	w->got = 0;
	CHECK(feed(w,
	    ready ? "{\"t\":\"listed\"}\n"
		  : "{\"t\":\"welcome\",\"v\":1,\"program\":\"x\"}\n"));
	CHECK(w->got == 1);
	w->conv.peer.stage = MSG_READY;
	return true;
}

/* Ends the conversation, with nothing heard. */
static bool
say_forbidden(struct world *w)
{
	static const char *const lines[] = {
	    "{\"t\":\"hello\",\"v\":1,\"program\":\"x\",\"lang\":\"en\"}\n",
	    "{\"t\":\"typing\",\"who\":\"user\"}\n",
	    "{\"t\":\"ping\"}\n",
	    "{\"t\":\"ping\",\"n\":-1}\n",
	    "{\"t\":\"pong\",\"n\":\"1\"}\n",
	    "{\"t\":\"no such\"}\n",
	    "{}\n",
	    "\n",
	    "ping\n",
	};
	char long_line[MSG_MAX + 2];

	w->bad = true;
	refused++;
	if (pick(8) != 0) {
		CHECK(!feed(w, lines[pick((int)ARRAY_LEN(lines))]));
		return false;
	}
	memset(long_line, 'x', sizeof(long_line) - 1);
	long_line[sizeof(long_line) - 1] = '\0';
	CHECK(!feed(w, long_line));
	return false;
}

static bool
says(struct world *w)
{
	int what = pick(8);
	bool ok;

	if (what < 3)
		ok = say_ping(w);
	else if (what < 5)
		ok = say_pong(w);
	else if (what < 7)
		ok = say_permitted(w);
	else if (pick(4) != 0)
		return true; /* nothing */
	else
		ok = say_forbidden(w);
	w->heard_ms = w->now_ms;
	w->asks = 0;
	return ok;
}

/* --- time --- */

/* True unless it is given up. */
static bool
time_passes(struct world *w, bool soon)
{
	int64_t before, next_ms;
	enum alive_step step;

	w->now_ms += soon ? pick(100) : pick(2 * LIMIT_ping_s * 1000);
	note(soon ? "[soon]" : "[later]");
	if (pick(8) == 0)
		conv_ping(&w->conv, w->now_ms);
	before = w->asked;
	step = conv_look(&w->conv, w->now_ms, &next_ms);
	CHECK(next_ms > 0 && next_ms <= LIMIT_dead_s * 1000);
	CHECK((w->asked > before) == (step == ALIVE_ASK));
	w->asks += w->asked > before;
	if (step != ALIVE_DEAD)
		return true;
	given_up++;
	CHECK(w->asks >= 2);
	CHECK(w->now_ms - w->heard_ms >= LIMIT_dead_s * 1000);
	return false;
}

static void
begin(struct world *w)
{
	conv_begin(&w->conv, w->now_ms);
	CHECK(w->conv.rtt_ms == -1 && w->conv.peer.stage == MSG_NEW);
	w->heard_ms = w->now_ms;
	w->asks = 0;
	w->asked = 0;
	w->asked_ms = -1;
	w->bad = false;
	w->mute = pick(8) == 0;
}

static void
tell(uint32_t number)
{
	struct world w = {.now_ms = 1000, .pong = -1};
	bool chatty = number & 1, on = true;

	seed = number;
	snprintf(trail, sizeof(trail), "%u: ", number);
	conv_init(&w.conv, MSG_DESK_AGENT, 0, 0, &events, &w);
	begin(&w);
	for (int i = 0; i < STEPS; i++) {
		if (!on) {
			note("[anew]");
			begin(&w);
			on = true;
		} else if (pick(10) < (chatty ? 6 : 1)) {
			on = says(&w);
		} else {
			on = time_passes(&w, pick(3) == 0);
		}
	}
	conv_fini(&w.conv);
}

static void
test_any_order(void **state)
{
	for (uint32_t i = 1; i <= STORIES; i++)
		tell(i * 2654435761u);
	/* else nothing would be tried */
	assert_true(given_up > 100 && measured > 100 && refused > 100);
}

/* --- greetings --- */

static void
test_greeting(void **state)
{
	struct msg *hello = conv_greeting(MSG_HELLO, "pomoc-agent");
	struct msg *welcome = conv_greeting(MSG_WELCOME, "pomoc");

	assert_true(conv_fits(hello) && conv_fits(welcome));
	assert_string_equal(
	    msg_str(hello, "program"), "pomoc-agent " POMOC_VERSION);
	assert_string_not_equal(msg_str(hello, "lang"), "");
	assert_string_equal(
	    msg_str(welcome, "program"), "pomoc " POMOC_VERSION);
	msg_put_int(hello, "v", MSG_VERSION + 1);
	assert_false(conv_fits(hello));
	msg_free(hello);
	msg_free(welcome);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_order),
	    cmocka_unit_test(test_greeting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
