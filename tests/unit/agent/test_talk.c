/* The inner conversation alone: every message out of turn ends it, and nothing
 * but the right order leads to the question of consent. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "agent/talk.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/grant.h"
#include "shared/wire/msg.h"

#define TEXT(x) #x
#define TEXT_OF(x) TEXT(x)
#define VERSION TEXT_OF(MSG_VERSION)
#define HELLO                                                            \
	"{\"t\":\"hello\",\"v\":" VERSION ",\"program\":\"x\",\"lang\":" \
	"\"en\"}\n"
#define NONCE_HEX                          \
	"0123456789abcdef0123456789abcdef" \
	"0123456789abcdef0123456789abcdef"
#define NONCE "{\"t\":\"nonce\",\"n\":\"" NONCE_HEX "\"}\n"
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
	int fits;
	int left;
	char back[SAS_BACK_SIZE];
	int asked;
	int said;
	int bye;
};

static const uint8_t ka[3] = {1, 2, 3}, kt[2] = {4, 5};

static bool
on_send(const void *bytes, size_t len, void *ctx)
{
	struct seen *s = ctx;

	assert_true(strlen(s->sent) + len < sizeof(s->sent));
	strncat(s->sent, bytes, len);
	return true;
}

static void
on_code(const char text[SAS_TEXT_SIZE], void *ctx)
{
	struct seen *s = ctx;

	memcpy(s->code, text, SAS_TEXT_SIZE);
}

static void
on_fits(void *ctx)
{
	((struct seen *)ctx)->fits++;
}

static void
on_missed(int left, void *ctx)
{
	((struct seen *)ctx)->left = left;
}

static void
on_ready(void *ctx)
{
	((struct seen *)ctx)->ready++;
}

static void
on_heard(const struct msg *m, void *ctx)
{
	struct seen *s = ctx;

	if (msg_kind(m) == MSG_ASK)
		assert_int_equal(msg_word(m, "right"), GRANT_TYPE_BIT);
	s->said += msg_kind(m) == MSG_SAY;
	s->asked += msg_kind(m) == MSG_ASK;
}

static void
on_bye(const char *why, void *ctx)
{
	((struct seen *)ctx)->bye++;
}

static const struct talk_events events = {
    .code = on_code,
    .fits = on_fits,
    .missed = on_missed,
    .ready = on_ready,
    .heard = on_heard,
};

static void
begin(struct seen *s, bool code)
{
	struct talk_conf conf = {.keys = {ka, sizeof(ka), kt, sizeof(kt)},
	    .nonce = {7},
	    .code = code,
	    .send = on_send,
	    .left = on_bye,
	    .wire = s};
	uint8_t theirs[SAS_NONCE];

	memset(s, 0, sizeof(*s));
	talk_init(&s->talk, &conf, &events, s);
	assert_true(str_unhex(theirs, sizeof(theirs), NONCE_HEX));
	sas_format_back(s->back, sas_back(&conf.keys, conf.nonce, theirs));
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
	assert_int_equal(s.fits, 1);
	assert_int_equal(s.ready, 0);
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_OK);
	assert_int_equal(s.ready, 1);
	talk_granted(&s.talk, GRANT_VIEW, false, -1);
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
	    HELLO NONCE RIGHT WRONG,
	    HELLO NONCE RIGHT SAY, /* "it fits" proves nothing */
	    HELLO NONCE RIGHT ASK,
	    "{\"t\":\"hello\",\"v\":99,\"program\":\"x\",\"lang\":\"en\"}\n",
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
	talk_granted(&s.talk, GRANT_VIEW, false, -1); /* too early */
	assert_true(feed(&s, HELLO NONCE));
	talk_granted(&s.talk, GRANT_VIEW, false, -1);
	assert_null(strstr(s.sent, "granted"));
	assert_true(feed(&s, RIGHT));
	talk_granted(&s.talk, GRANT_VIEW, false, -1);
	assert_null(strstr(s.sent, "granted"));
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_OK);
	assert_true(feed(&s, SAY ASK));
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

/* A console that does not know this agent gets the code that it wants. */
static void
test_code_on_demand(void **state)
{
	struct seen s;

	begin(&s, false);
	assert_true(feed(&s,
	    "{\"t\":\"hello\",\"v\":" VERSION ",\"program\":\"x\","
	    "\"lang\":\"en\",\"code\":true}\n" NONCE RIGHT));
	assert_int_equal(s.ready, 0);
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_OK);
	assert_int_equal(s.ready, 1);
	talk_fini(&s.talk);
}

static void
test_two_misses_back(void **state)
{
	struct seen s;

	begin(&s, true);
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_FORM);
	assert_true(feed(&s, HELLO NONCE));
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_FORM);
	assert_true(feed(&s, RIGHT));
	assert_int_equal(talk_typed(&s.talk, ""), TALK_TYPED_FORM);
	assert_int_equal(talk_typed(&s.talk, "123"), TALK_TYPED_FORM);
	assert_int_equal(talk_typed(&s.talk, "12 345"), TALK_TYPED_FORM);
	s.back[0] ^= 1;
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_WRONG);
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_LAST);
	assert_non_null(strstr(s.sent, "\"why\":\"back\""));
	s.back[0] ^= 1;
	assert_int_equal(talk_typed(&s.talk, s.back), TALK_TYPED_FORM);
	assert_int_equal(s.ready, 0);
	talk_fini(&s.talk);
}

static void
test_nobody_is_let_in(void **state)
{
	struct seen s;

	begin(&s, true);
	s.talk.conf.refuse = BYE_EXCHANGES;
	assert_false(feed(&s, HELLO));
	assert_non_null(strstr(s.sent, "\"why\":\"exchanges\""));
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
	talk_granted(&s.talk, GRANT_VIEW, false, -1);
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
	    cmocka_unit_test(test_code_on_demand),
	    cmocka_unit_test(test_two_misses_back),
	    cmocka_unit_test(test_nobody_is_let_in),
	    cmocka_unit_test(test_flood),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
