/*
 * The inner conversation in any order: what a guest may send and what the user
 * may do, right and wrong, as often as they like. However it comes, there is no
 * question of consent unless the user typed the code that belongs to this
 * exchange, or the agent's own configuration needs none; no right, no word and
 * no second guess before; and after the end there is nothing.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent/talk.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/grant.h"
#include "tests/support/systems.h"

#define STORIES 30000
#define STEPS 20
#define TEXT_SIZE 160

struct world {
	struct talk talk;
	bool needed; /* no guest may do without a code */
	bool asked; /* the guest wanted one */
	bool greeted;
	bool nonced; /* theirs is the nonce of the exchange */
	uint8_t theirs[SAS_NONCE];
	bool claimed; /* "it fits", said the guest */
	bool typing; /* the right code is being typed just now */
	bool greeting; /* a hello is being fed */
	int wrong; /* typed by the user */
	bool ready;
	bool in;
	bool over; /* nothing may come any more */
	char sent[8192];
};

static const uint8_t ka[] = "agent", kt[] = "technician";
static uint32_t seed;
static int proven, freely, let_in, given_up; /* stories that came so far */
static char trail[2048]; /* the story so far, for a failure */

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

/* --- what the talk does --- */

static bool
on_send(const void *bytes, size_t len, void *ctx)
{
	struct world *w = ctx;

	CHECK(!w->over);
	CHECK(strlen(w->sent) + len < sizeof(w->sent));
	strncat(w->sent, bytes, len);
	if (memmem(bytes, len, "\"reveal\"", 8) != NULL)
		CHECK(w->nonced &&
		    strstr(w->sent, "\"reveal\"") ==
			memmem(w->sent, strlen(w->sent), "\"reveal\"", 8));
	if (memmem(bytes, len, "\"granted\"", 9) != NULL)
		CHECK(w->ready);
	if (memmem(bytes, len, "\"typing\"", 8) != NULL ||
	    memmem(bytes, len, "\"say\"", 5) != NULL)
		CHECK(w->in);
	if (memmem(bytes, len, "\"consent\"", 9) != NULL)
		CHECK(w->typing || (w->greeting && !w->needed && !w->asked));
	return true;
}

static void
on_code(const char text[SAS_TEXT_SIZE], void *ctx)
{
	struct world *w = ctx;
	const struct sas_keys keys = {ka, sizeof(ka), kt, sizeof(kt)};
	char own[SAS_TEXT_SIZE];

	CHECK(!w->over && w->nonced);
	sas_format(own, sas_code(&keys, w->talk.conf.nonce, w->theirs));
	CHECK(str_eq(own, text));
}

static void
on_fits(void *ctx)
{
	struct world *w = ctx;

	CHECK(!w->over && w->nonced && !w->ready);
	w->claimed = true;
}

static void
on_missed(int left, void *ctx)
{
	struct world *w = ctx;

	CHECK(!w->over && w->nonced && !w->claimed);
	CHECK(left >= 0 && left < SAS_MISSES);
}

static void
on_ready(void *ctx)
{
	struct world *w = ctx;

	CHECK(!w->over && !w->ready);
	CHECK(w->typing || (w->greeting && !w->needed && !w->asked));
	w->ready = true;
	if (w->typing)
		proven++;
	else
		freely++;
}

static void
on_heard(const struct msg *m, void *ctx)
{
	CHECK(((struct world *)ctx)->in);
}

static void
on_bye(const char *why, void *ctx)
{
	struct world *w = ctx;

	CHECK(!w->over);
	w->over = true;
}

static const struct talk_events events = {
    .code = on_code,
    .fits = on_fits,
    .missed = on_missed,
    .ready = on_ready,
    .heard = on_heard,
};

/* --- what the guest says --- */

static const char *
say_hello(struct world *w, char out[TEXT_SIZE])
{
	bool code = pick(2);

	if (!w->greeted)
		w->asked = code;
	w->greeted = w->greeting = true;
	snprintf(out, TEXT_SIZE,
	    "{\"t\":\"hello\",\"v\":%d,\"program\":\"x\",\"lang\":\"en\","
	    "\"code\":%s}\n",
	    MSG_VERSION + (pick(20) == 0), code ? "true" : "false");
	return "hello ";
}

static const char *
say_nonce(struct world *w, char out[TEXT_SIZE])
{
	char hex[2 * SAS_NONCE + 1];
	uint8_t nonce[SAS_NONCE];

	for (int i = 0; i < SAS_NONCE; i++)
		nonce[i] = (uint8_t)pick(256);
	if (!w->nonced)
		memcpy(w->theirs, nonce, sizeof(nonce));
	w->nonced = true;
	str_hex(hex, nonce, sizeof(nonce));
	snprintf(out, TEXT_SIZE, "{\"t\":\"nonce\",\"n\":\"%s\"}\n", hex);
	return "nonce ";
}

static const char *
say_other(struct world *w, char out[TEXT_SIZE])
{
	static const char *const lines[] = {
	    "{\"t\":\"code\",\"ok\":true,\"left\":3}",
	    "{\"t\":\"code\",\"ok\":true,\"left\":0}",
	    "{\"t\":\"code\",\"ok\":false,\"left\":3}",
	    "{\"t\":\"code\",\"ok\":\"true\",\"left\":3}",
	    "{\"t\":\"code\",\"left\":3}",
	    "{\"t\":\"nonce\",\"n\":\"00\"}",
	    "{\"t\":\"ask\",\"right\":\"type\"}",
	    "{\"t\":\"ask\",\"right\":\"everything\"}",
	    "{\"t\":\"say\",\"text\":\"hi\"}",
	    "{\"t\":\"ping\",\"n\":1}",
	    "{\"t\":\"bye\",\"why\":\"left\"}",
	    "{\"t\":\"error\",\"code\":\"x\",\"text\":\"y\"}",
	    "{\"t\":\"granted\",\"rights\":\"view type\",\"why\":\"\"}",
	    "{\"t\":\"waiting\",\"what\":\"consent\"}",
	    "{\"t\":\"reveal\",\"n\":\"\"}",
	    "nonsense",
	};
	const char *line = lines[pick(ARRAY_LEN(lines))];

	snprintf(out, TEXT_SIZE, "%s\n", line);
	return line;
}

/* Mostly what comes next, else the stories would be short. */
static const char *
say(struct world *w, char out[TEXT_SIZE])
{
	int what = pick(16);

	if (what > 5 && w->nonced)
		what = 5;
	else if (what > 5)
		what = w->greeted ? 2 : 0;
	if (what < 2)
		return say_hello(w, out);
	if (what < 4)
		return say_nonce(w, out);
	if (what == 4 || w->claimed)
		return say_other(w, out);
	str_copy(out, TEXT_SIZE, "{\"t\":\"code\",\"ok\":true,\"left\":3}\n");
	return "right ";
}

/* False when the link is to be ended. */
static bool
guest(struct world *w)
{
	char text[TEXT_SIZE];
	const char *name = say(w, text);
	size_t len = strlen(text), cut = (size_t)pick((int)len);
	bool ok;

	strncat(trail, name, sizeof(trail) - strlen(trail) - 1);
	ok = talk_feed(&w->talk, text, cut, 0, NULL) &&
	    talk_feed(&w->talk, text + cut, len - cut, 0, NULL);
	w->greeting = false;
	return ok;
}

/* --- what the user does --- */

static void
type(struct world *w)
{
	const struct sas_keys keys = {ka, sizeof(ka), kt, sizeof(kt)};
	uint32_t right = w->nonced
	    ? sas_back(&keys, w->talk.conf.nonce, w->theirs)
	    : 1234;
	static const char *const odd[] = {"", "1", "12 3", "12345", "12a4"};
	int how = pick(3);
	enum talk_typed r;
	char text[16];

	snprintf(text, sizeof(text), "%04u",
	    how == 0 ? right : (right + 1 + (uint32_t)pick(9998)) % 10000);
	if (how == 2)
		str_copy(text, sizeof(text), odd[pick(ARRAY_LEN(odd))]);
	strncat(trail, how == 0 ? "typed-right " : "typed-wrong ",
	    sizeof(trail) - strlen(trail) - 1);
	w->typing = how == 0 && w->claimed && !w->ready;
	r = talk_typed(&w->talk, text);
	w->typing = false;
	if (r == TALK_TYPED_OK)
		CHECK(how == 0 && w->claimed);
	if (r == TALK_TYPED_WRONG || r == TALK_TYPED_LAST)
		w->wrong++;
	CHECK(w->wrong <= SAS_BACK_MISSES);
	CHECK((r == TALK_TYPED_LAST) ==
	    (w->wrong == SAS_BACK_MISSES && r != TALK_TYPED_FORM));
	if (r == TALK_TYPED_LAST) {
		w->over = true;
		given_up++;
	}
}

static void
user(struct world *w)
{
	int what = pick(6);

	if (what < 3) {
		type(w);
	} else if (what == 3) {
		unsigned mask = pick(2) ? GRANT_VIEW | GRANT_TYPE : 0;

		strncat(trail, mask != 0 ? "yes " : "no ",
		    sizeof(trail) - strlen(trail) - 1);
		w->in = w->in || (w->ready && mask != 0);
		talk_granted(&w->talk, mask, false, -1);
	} else if (what == 4) {
		talk_say(
		    &w->talk, msg_put_str(msg_new(MSG_SAY), "text", "hello"));
		talk_say(&w->talk,
		    msg_put_word(msg_new(MSG_TYPING), "who", TYPIST_USER));
	} else if (pick(8) == 0) {
		talk_bye(&w->talk, BYE_ENDED);
		w->over = true;
	}
}

static void
tell_once(uint32_t number)
{
	struct world w = {0};
	struct talk_conf conf = {
	    .keys = {ka, sizeof(ka), kt, sizeof(kt)},
	    .nonce = {(uint8_t)number, 7},
	    .send = on_send,
	    .left = on_bye,
	    .wire = &w,
	};
	bool up = true;

	seed = number;
	w.needed = conf.code = pick(4) != 0;
	w.wrong = conf.back_misses = pick(4) == 0;
	if (pick(20) == 0)
		conf.refuse = BYE_EXCHANGES;
	snprintf(
	    trail, sizeof(trail), "%u %s:", number, w.needed ? "code" : "free");
	talk_init(&w.talk, &conf, &events, &w);
	for (int i = 0; i < STEPS && up; i++) {
		if (pick(3) == 0)
			user(&w);
		else
			up = guest(&w);
		if (conf.refuse != BYE_NO)
			CHECK(!w.nonced || strstr(w.sent, "reveal") == NULL);
	}
	let_in += w.in;
	talk_fini(&w.talk);
}

static void
test_any_order(void **state)
{
	for (uint32_t i = 1; i <= STORIES; i++)
		tell_once(i * 2654435761u);
	/* else nothing would be tried */
	assert_in_range(proven, STORIES / 500, STORIES);
	assert_in_range(freely, STORIES / 500, STORIES);
	assert_in_range(let_in, STORIES / 500, STORIES);
	assert_in_range(given_up, STORIES / 500, STORIES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
