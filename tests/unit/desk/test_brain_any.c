/* The brain alone against peers that say anything in any order, while the clock
 * runs and jumps, with every limit at its usual value and at both its ends. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/core/limits.h"
#include "tests/unit/desk/mini_brain.h"

#define LINKS 9 /* numbers 1 and 2 are technicians' */

static int64_t began_ms;
static int working, quoted, most; /* how often a story came so far */

/* --- what peers say --- */

static int
any(int n)
{
	return rand() % n;
}

static int64_t
any_ticket(void)
{
	const struct brain_ticket *bt = mini.b->tickets;

	for (int n = any(4); bt != NULL && n > 0; n--)
		bt = bt->next;
	return bt != NULL ? bt->t.number : 1 + any(3);
}

/* A client's own ticket, when he has one. */
static const struct brain_ticket *
own(int link)
{
	const struct brain_link *l = brain_link_find(mini.b, link);

	return l != NULL && l->ticket != NULL ? l->ticket
					      : mini_ticket(any_ticket());
}

static const char *
yes_no(void)
{
	return any(3) > 0 ? "true" : "false";
}

static void
agent_up(int link)
{
	int key = MINI_TECHS + any(MINI_KEYS - MINI_TECHS);
	const struct brain_ticket *bt = mini_ticket(any_ticket());
	const struct brain_closed *none = mini.b->closed;

	if (brain_link_find(mini.b, link) != NULL)
		return;
	if (any(2) == 0 || bt == NULL || none != NULL) {
		mini_up(link, key, NULL);
		return;
	}
	for (int i = MINI_TECHS; i < MINI_KEYS; i++)
		if (str_eq(key_fingerprint(mini.key[i]), bt->agent_key))
			key = i;
	mini_up(link, key, bt->secret);
}

static void
agent_answers(int link)
{
	const struct brain_ticket *bt = own(link);
	char hex[2 * KEY_SIG_SIZE + 1];
	struct buf text = BUF_INIT;
	uint8_t sig[KEY_SIG_SIZE];
	bool yes = any(2) == 0;

	if (bt == NULL || !bt->t.has_pending)
		return;
	quote_answer_text(bt->t.pending_hash, yes, &text);
	for (int i = MINI_TECHS; i < MINI_KEYS; i++)
		if (str_eq(key_fingerprint(mini.key[i]), bt->agent_key))
			key_sign(
			    mini.key[i], buf_data(&text), text.len, sig, NULL);
	buf_fini(&text);
	str_hex(hex, sig, sizeof(sig));
	if (any(4) == 0)
		hex[any(100)] = '0';
	mini_sayf(link,
	    "{\"t\":\"answer\",\"quote\":%d,\"yes\":%s,\"hash\":\"%s\","
	    "\"sig\":\"%s\"}",
	    bt->t.pending.number, yes ? "true" : "false", bt->t.pending_hash,
	    hex);
}

static void
agent_says(int link)
{
	static const char *const rights[] = {"view", "view type", "", "type",
	    "nothing to pay", "view view", "files-in port"};
	const struct brain_ticket *bt = own(link);
	long long visit = bt != NULL ? bt->visit : 1;
	long long ticket = bt != NULL ? bt->t.number : 1;
	const char *right = rights[any(ARRAY_LEN(rights))];

	switch (any(12)) {
	case 0:
	case 1:
		mini_join(link);
		break;
	case 2:
	case 3:
		mini_sayf(link,
		    "{\"t\":\"checked\",\"ticket\":%lld,\"ok\":%s,\"left\":1}",
		    ticket, yes_no());
		break;
	case 4:
	case 5:
		mini_sayf(link,
		    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":%s,"
		    "\"rights\":\"%s\"}",
		    visit, yes_no(), right);
		break;
	case 6:
		mini_sayf(link,
		    "{\"t\":\"rights\",\"visit\":%lld,\"rights\":\"%s\"}",
		    visit, right);
		break;
	case 7:
		mini_sayf(link, "{\"t\":\"active\",\"visit\":%lld}", visit);
		break;
	case 8:
		agent_answers(link);
		break;
	case 9:
		mini_say(link,
		    any(3) > 0	      ? "{\"t\":\"pong\",\"n\":1}"
			: any(2) == 0 ? "{\"t\":\"leave\",\"why\":\"x\"}"
				      : "{\"t\":\"cancel\"}");
		break;
	case 10:
		mini_down(link);
		break;
	default:
		agent_up(link);
	}
}

static void
tech_says(int link)
{
	static const char *const plain[] = {"claim", "claim", "claim",
	    "unclaim", "called", "pause", "resume", "withdraw"};
	long long ticket = any_ticket();
	int what = any(19);

	if (brain_link_find(mini.b, link) == NULL)
		mini_up(link, link - 1, NULL);
	if (what < (int)ARRAY_LEN(plain))
		mini_sayf(link, "{\"t\":\"%s\",\"ticket\":%lld}", plain[what],
		    ticket);
	else if (what < 12)
		mini_open(link, 1000 + any(1000), ticket);
	else if (what == 12)
		mini_sayf(link,
		    "{\"t\":\"assign\",\"ticket\":%lld,\"technician\":\"%s\"}",
		    ticket, any(2) == 0 ? "piotr" : "any");
	else if (what == 13 || what > 15)
		mini_sayf(link,
		    "{\"t\":\"offer\",\"ticket\":%lld,\"kind\":\"hours\","
		    "\"net_gr\":0,\"hours\":%d,\"text\":\"w\"}",
		    ticket, 1 + any(3));
	else if (what == 14)
		mini_sayf(link,
		    "{\"t\":\"kind\",\"ticket\":%lld,\"kind\":\"%s\"}", ticket,
		    any(2) == 0 ? "database" : "support");
	else
		mini_sayf(link,
		    "{\"t\":\"end\",\"ticket\":%lld,\"outcome\":\"%s\","
		    "\"note\":\"n\"}",
		    ticket, any(2) == 0 ? "solved" : "cancelled");
}

/* The whole way to a running clock: chance alone seldom finds it. */
static void
let_somebody_in(int link)
{
	struct brain_ticket *bt = mini_ticket(any_ticket());
	long long number;

	if (bt == NULL || bt->agent == NULL)
		return;
	number = bt->t.number;
	if (brain_link_find(mini.b, link) == NULL)
		mini_up(link, link - 1, NULL);
	mini_sayf(link, "{\"t\":\"claim\",\"ticket\":%lld}", number);
	mini_open(link, 1000 + any(1000), number);
	bt = mini_ticket(number);
	if (bt == NULL || bt->agent == NULL)
		return;
	mini_sayf(bt->agent->number,
	    "{\"t\":\"checked\",\"ticket\":%lld,\"ok\":true,\"left\":3}",
	    number);
	if (bt->agent != NULL)
		mini_sayf(bt->agent->number,
		    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":true,"
		    "\"rights\":\"view type\"}",
		    (long long)bt->visit);
}

static void
something(void)
{
	static const int64_t spans[] = {
	    1, 100, 2000, 6000, 16000, 70000, 700000, 4000000, 50000000};
	const struct brain_ticket *bt;
	int link = 3 + any(LINKS - 2), what = any(18);

	if (what < 5)
		agent_says(link);
	else if (what < 8)
		tech_says(1 + any(2));
	else if (what < 11)
		let_somebody_in(1 + any(2));
	else if (what == 11) {
		bt = mini_ticket(any_ticket());
		mini_closed(bt != NULL ? bt->tunnel : 7);
	} else if (what == 12 && any(6) == 0)
		mini_down(1 + any(2));
	else if (what == 13)
		clock_sleep_for(spans[any(any(9) + 1)]);
	else
		mini_pass(spans[any(any(any(9) + 1) + 1)]);
	if (any(8) == 0)
		mini_forget();
}

/* --- what always holds --- */

static void
check(void)
{
	const struct brain_ticket *bt = mini.b->tickets;
	int64_t wall = clock_ms() - began_ms;
	int n = 0;

	for (; bt != NULL; bt = bt->next, n++) {
		assert_false(ticket_is_closed(&bt->t));
		working += bt->t.state == TICKET_WORKING;
		quoted += bt->t.state == TICKET_QUOTED;
		most = MAX_OF(most, n + 1);
		if (bt->agent != NULL)
			assert_ptr_equal(bt->agent->ticket, bt);
		if (bt->t.state == TICKET_WORKING) {
			assert_true(bt->t.attached && bt->t.consent);
			assert_non_null(bt->agent);
		}
		if (!bt->t.attached)
			assert_int_equal(bt->tunnel, 0);
		assert_true(meter_total_ms(&bt->t.meter) <= wall);
	}
	assert_true(n < 200);
	for (const struct brain_link *l = mini.b->links; l != NULL; l = l->next)
		if (l->ticket != NULL)
			assert_ptr_equal(l->ticket->agent, l);
}

static void
story(unsigned seed, int steps)
{
	srand(seed);
	began_ms = clock_ms();
	mini_up(1, 0, NULL);
	for (int i = 0; i < steps; i++) {
		something();
		check();
	}
	mini_turn();
	check();
}

static void
any_order(void **state)
{
	for (unsigned seed = 1; seed <= 12; seed++) {
		mini_start();
		story(seed, 250);
		mini_end();
	}
	assert_true(working > 100 && quoted > 20 && most > 1);
}

static void
at(const struct limit_row *row, int64_t value, unsigned seed)
{
	struct limits *l;

	mini_start();
	l = &mini.b->config.limits;
	*(int64_t *)(void *)((char *)l + row->offset) = value;
	story(seed, 60);
	mini_end();
}

static void
every_limit_at_both_ends(void **state)
{
	size_t n;
	const struct limit_row *rows = limits_rows(&n);

	for (size_t i = 0; i < n; i++) {
		if (limit_is_fixed(&rows[i]))
			continue;
		at(&rows[i], rows[i].min, 100 + (unsigned)i);
		at(&rows[i], rows[i].max, 200 + (unsigned)i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_order),
	    cmocka_unit_test(every_limit_at_both_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
