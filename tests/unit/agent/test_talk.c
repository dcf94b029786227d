/* The inner conversation alone: every message out of turn ends it, and nothing
 * but the right order leads to the question of consent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "agent/talk.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/core/grant.h"

#define HELLO "{\"t\":\"hello\",\"v\":1,\"program\":\"x\",\"lang\":\"en\"}\n"
#define NONCE                                                        \
	"{\"t\":\"nonce\",\"n\":\""                                  \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789" \
	"abcdef\"}\n"
#define RIGHT "{\"t\":\"code\",\"ok\":true,\"left\":3}\n"
#define WRONG "{\"t\":\"code\",\"ok\":false,\"left\":3}\n"
#define ASK "{\"t\":\"ask\",\"right\":\"type\"}\n"
#define SAY "{\"t\":\"say\",\"text\":\"hi\"}\n"
#define BYE "{\"t\":\"bye\",\"why\":\"\"}\n"

struct seen {
	struct talk talk;
	char sent[8192];
	char code[SAS_TEXT_SIZE];
	int ready;
	int checked;
	int left;
	int asked;
	int said;
	int bye;
};

static const uint8_t ka[3] = {1, 2, 3}, kt[2] = {4, 5};

static void
on_send(const void *bytes, size_t len, void *ctx)
{
	struct seen *s = ctx;

	assert_true(strlen(s->sent) + len < sizeof(s->sent));
	strncat(s->sent, bytes, len);
}

static void
on_code(const char text[SAS_TEXT_SIZE], void *ctx)
{
	struct seen *s = ctx;

	memcpy(s->code, text, SAS_TEXT_SIZE);
}

static void
on_checked(bool ok, int left, void *ctx)
{
	struct seen *s = ctx;

	s->checked++;
	s->left = left;
}

static void
on_ready(void *ctx)
{
	((struct seen *)ctx)->ready++;
}

static void
on_say(const char *text, void *ctx)
{
	((struct seen *)ctx)->said++;
}

static void
on_ask(unsigned right, const char *text, void *ctx)
{
	assert_int_equal(right, GRANT_TYPE);
	((struct seen *)ctx)->asked++;
}

static void
on_bye(const char *why, void *ctx)
{
	((struct seen *)ctx)->bye++;
}

static const struct talk_events events = {
    .send = on_send,
    .code = on_code,
    .checked = on_checked,
    .ready = on_ready,
    .say = on_say,
    .ask = on_ask,
    .bye = on_bye,
};

static void
begin(struct seen *s, bool code)
{
	const struct sas_keys keys = {ka, sizeof(ka), kt, sizeof(kt)};
	const uint8_t nonce[SAS_NONCE] = {7};

	memset(s, 0, sizeof(*s));
	talk_init(&s->talk, &keys, nonce, code, 80, 22, &events, s);
}

static bool
feed(struct seen *s, const char *text)
{
	return talk_feed(&s->talk, text, strlen(text), 0, NULL);
}

static void
test_right_order(void **state)
{
	struct seen s;

	begin(&s, true);
	assert_true(feed(&s, HELLO));
	assert_non_null(strstr(s.sent, "\"commit\""));
	assert_null(strstr(s.sent, "\"reveal\""));
	assert_true(feed(&s, NONCE));
	assert_non_null(strstr(s.sent, "\"reveal\""));
	assert_int_equal(strlen(s.code), 7);
	assert_int_equal(s.ready, 0);
	assert_true(feed(&s, RIGHT));
	assert_int_equal(s.ready, 1);
	talk_granted(&s.talk, GRANT_VIEW, false, "");
	assert_true(feed(&s, SAY ASK));
	assert_int_equal(s.said, 1);
	assert_int_equal(s.asked, 1);
	assert_true(feed(&s, BYE));
	assert_int_equal(s.bye, 1);
	talk_fini(&s.talk);
}

static void
test_out_of_turn(void **state)
{
	static const char *const rows[] = {
	    NONCE,
	    RIGHT,
	    SAY,
	    ASK,
	    "nonsense\n",
	    HELLO HELLO,
	    HELLO RIGHT, /* before any code was shown */
	    HELLO WRONG,
	    HELLO SAY,
	    HELLO NONCE NONCE, /* a second nonce would be a second guess */
	    HELLO NONCE SAY,
	    HELLO NONCE RIGHT RIGHT,
	    HELLO NONCE RIGHT NONCE,
	    "{\"t\":\"hello\",\"v\":2,\"program\":\"x\",\"lang\":\"en\"}\n",
	    "{\"t\":\"granted\",\"rights\":\"type\",\"why\":\"\"}\n",
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct seen s;

		begin(&s, true);
		if (feed(&s, rows[i]))
			fail_msg("row %zu was taken", i);
		talk_fini(&s.talk);
	}
}

static void
test_three_misses(void **state)
{
	struct seen s;

	begin(&s, true);
	assert_true(feed(&s, HELLO NONCE WRONG));
	assert_int_equal(s.left, 2);
	assert_true(feed(&s, WRONG));
	assert_int_equal(s.left, 1);
	assert_false(feed(&s, WRONG));
	assert_int_equal(s.left, 0);
	assert_non_null(strstr(s.sent, "\"bye\""));
	assert_true(feed(&s, RIGHT)); /* over: nothing is heard any more */
	assert_int_equal(s.ready, 0);
	talk_fini(&s.talk);
}

static void
test_nothing_before_consent(void **state)
{
	struct seen s;

	begin(&s, true);
	talk_granted(&s.talk, GRANT_VIEW, false, ""); /* too early */
	assert_true(feed(&s, HELLO NONCE));
	talk_granted(&s.talk, GRANT_VIEW, false, "");
	assert_null(strstr(s.sent, "granted"));
	assert_true(feed(&s, RIGHT SAY ASK));
	assert_int_equal(s.said, 0);
	assert_int_equal(s.asked, 0);
	talk_fini(&s.talk);
}

static void
test_without_code(void **state)
{
	struct seen s;

	begin(&s, false);
	assert_true(feed(&s, HELLO));
	assert_int_equal(s.ready, 1);
	assert_null(strstr(s.sent, "\"commit\""));
	talk_fini(&s.talk);
}

static void
test_flood(void **state)
{
	struct seen s;
	bool ok = true;

	begin(&s, false);
	assert_true(feed(&s, HELLO));
	talk_granted(&s.talk, GRANT_VIEW, false, "");
	for (int i = 0; i < 200 && ok; i++)
		ok = feed(&s, SAY);
	assert_false(ok);
	assert_in_range(s.said, 30, 60);
	talk_fini(&s.talk);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_right_order),
	    cmocka_unit_test(test_out_of_turn),
	    cmocka_unit_test(test_three_misses),
	    cmocka_unit_test(test_nothing_before_consent),
	    cmocka_unit_test(test_without_code),
	    cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
