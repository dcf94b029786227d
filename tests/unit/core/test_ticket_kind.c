/* The kind of work: what needs the client's yes, and what each course of that
 * question leaves in force. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/util.h"
#include "tests/unit/core/mini_desk.h"

static bool
at_once(enum price_kind kind)
{
	struct ticket_event ev = next(TICKET_EV_KIND);

	ev.line = kind;
	return step(ev);
}

static void
dearer_needs_a_yes(void **state)
{
	start("Subiekt");
	assert_true(ticket_kind_asks(&d.t, PRICE_DATABASE));
	assert_false(at_once(PRICE_DATABASE));
	assert_int_equal(d.t.kind, PRICE_SUPPORT);
	pass(40 * MIN_MS);
	assert_true(ask_kind(PRICE_DATABASE));
	assert_true(has_effect(TICKET_DO_RATE));
	/* until the yes the old line goes on */
	assert_int_equal(d.t.kind, PRICE_SUPPORT);
	assert_int_equal(d.t.state, TICKET_WORKING);
	assert_true(answer_kind(true));
	assert_true(has_effect(TICKET_DO_RATED));
	assert_int_equal(d.t.kind, PRICE_DATABASE);
	pass(7 * MIN_MS);
	/* what was agreed to once is agreed to */
	assert_true(at_once(PRICE_SUPPORT));
	assert_true(at_once(PRICE_DATABASE));
	solved(24667, 5673, 30340);
}

static void
a_no_leaves_it(void **state)
{
	start("Subiekt");
	assert_true(ask_kind(PRICE_DATABASE));
	assert_true(answer_kind(false));
	assert_int_equal(d.t.kind, PRICE_SUPPORT);
	assert_int_equal(d.t.state, TICKET_WORKING);
	assert_true(ticket_kind_asks(&d.t, PRICE_DATABASE));
	assert_false(at_once(PRICE_DATABASE));
	pass(40 * MIN_MS);
	solved(20000, 4600, 24600);
}

static void
no_answer_is_a_no(void **state)
{
	start("Subiekt");
	assert_true(ask_kind(PRICE_DATABASE));
	pass(9 * MIN_MS);
	assert_int_equal(d.t.rate.number, 1);
	pass(MIN_MS);
	assert_int_equal(d.t.rate.number, 0);
	assert_int_equal(d.t.kind, PRICE_SUPPORT);
	assert_int_equal(d.t.state, TICKET_WORKING);
	assert_int_equal(ticket_worked_ms(&d.t, d.now), 10 * MIN_MS);
	/* also while the clock stands */
	assert_true(say(TICKET_EV_PAUSED, "technician"));
	assert_true(ask_kind(PRICE_DATABASE));
	pass(10 * MIN_MS);
	assert_int_equal(d.t.rate.number, 0);
	replays();
}

/* Only the question that is shown, only signed, only once. */
static void
only_the_shown_question(void **state)
{
	struct ticket_event ev;
	char old[QUOTE_HASH_SIZE];

	start("Subiekt");
	assert_false(answer_kind(true));
	assert_false(say(TICKET_EV_KIND_WITHDRAWN, ""));
	assert_true(ask_kind(PRICE_DATABASE));
	strcpy(old, d.t.rate_hash);
	assert_true(ask_kind(PRICE_DATABASE)); /* replaces it */
	ev = next(TICKET_EV_KIND_ANSWERED);
	ev.yes = true;
	ev.text = old;
	ev.text2 = "signature";
	assert_false(step(ev));
	ev.text = d.t.rate_hash;
	ev.text2 = "";
	assert_false(step(ev));
	assert_true(say(TICKET_EV_KIND_WITHDRAWN, ""));
	assert_true(has_effect(TICKET_DO_RATED));
	assert_false(answer_kind(true));
	assert_int_equal(d.t.kind, PRICE_SUPPORT);
	assert_true(ask_kind(PRICE_DATABASE));
	assert_true(answer_kind(true));
	assert_false(answer_kind(true));
	replays();
}

static void
bad_questions(void **state)
{
	struct ticket_event ev;
	char hash[QUOTE_HASH_SIZE];
	struct rate r;

	start("Subiekt");
	ticket_rate(&d.t, PRICE_DATABASE, "anna", &r);
	ev = next(TICKET_EV_KIND_ASKED);
	ticket_rate_event(&ev, &r, hash);
	assert_false(step(ev)); /* no line */
	ev.line = PRICE_SUPPORT;
	assert_false(step(ev)); /* needs none */
	ev.line = PRICE_DATABASE;
	ev.actor = "piotr";
	assert_false(step(ev));
	ev.actor = "anna";
	ev.net_gr--;
	assert_false(step(ev));
	ev.net_gr++;
	ev.text = "cheap";
	assert_false(step(ev));
	ev.text = r.line;
	assert_true(step(ev));
	/* one question about money at a time */
	assert_false(offer(2, 0));
	assert_true(say(TICKET_EV_KIND_WITHDRAWN, ""));
	assert_true(offer(2, 0));
	assert_false(ask_kind(PRICE_DATABASE));
	replays();
}

/* It ends with the visit, however that ends. */
static void
ends_with_the_visit(void **state)
{
	static const enum ticket_event_kind ends[] = {TICKET_EV_DETACHED,
	    TICKET_EV_RELEASED, TICKET_EV_ENDED, TICKET_EV_CANCELLED,
	    TICKET_EV_ABANDONED, TICKET_EV_RECOVERED};

	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		start("Subiekt");
		assert_true(ask_kind(PRICE_DATABASE));
		assert_true(say(ends[i], ""));
		assert_true(has_effect(TICKET_DO_RATED));
		assert_int_equal(d.t.rate.number, 0);
		assert_false(answer_kind(true));
		assert_int_equal(d.t.kind, PRICE_SUPPORT);
		replays();
	}
	/* and nobody who is not there can be asked */
	start("Subiekt");
	assert_true(say(TICKET_EV_DETACHED, ""));
	assert_false(ask_kind(PRICE_DATABASE));
	assert_false(at_once(PRICE_DATABASE));
}

static void
what_was_told_before(void **state)
{
	fresh("Subiekt");
	assert_true(say(TICKET_EV_OPENED, "anna"));
	/* nobody was told a price yet: consent will */
	assert_true(at_once(PRICE_DATABASE));
	assert_true(say(TICKET_EV_CLAIMED, ""));
	assert_true(say(TICKET_EV_ATTACHED, ""));
	assert_true(say(TICKET_EV_CODE_OK, "code"));
	/* he reads it now: it stands, also a lower one */
	assert_false(at_once(PRICE_SUPPORT));
	assert_true(say(TICKET_EV_CONSENT, ""));
	assert_false(ticket_kind_asks(&d.t, PRICE_DATABASE));
	/* cheaper by the hour, but a started hour is more than minutes */
	assert_true(ticket_kind_asks(&d.t, PRICE_SUPPORT));
	replays();
}

static void
quotes_agree_too(void **state)
{
	start("Subiekt");
	/* billed by nothing but a quote: the quote asks */
	assert_false(ticket_kind_asks(&d.t, PRICE_PROGRAMMING));
	assert_true(at_once(PRICE_PROGRAMMING));
	assert_int_equal(d.t.pause, TICKET_PAUSE_QUOTE);
	assert_true(offer(2, 0));
	assert_true(answer(true));
	assert_false(ticket_kind_asks(&d.t, PRICE_PROGRAMMING));
	/* a dearer hour inside an estimate is asked for, too */
	assert_true(ticket_kind_asks(&d.t, PRICE_DATABASE));
	replays();
	/* a fixed sum covers any work */
	start("Subiekt");
	assert_true(offer(0, 100000));
	assert_true(answer(true));
	assert_true(at_once(PRICE_DATABASE));
	pass(30 * MIN_MS);
	solved(100000, 23000, 123000);
}

/* Journals from before the rule are what they were. */
static void
old_journals(void **state)
{
	struct ticket_event ev;

	fresh("Subiekt");
	ev = next(TICKET_EV_OPENED);
	assert_true(step(ev));
	let_in();
	assert_true(at_once(PRICE_DATABASE));
	replays();
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* In any order of events time is worked only on lines that were agreed to, or
 * that are no dearer than one of these. */
static void
generated_lives(void **state)
{
	uint32_t seed = 3;
	unsigned agreed = 0;
	int yeses = 0;

	for (int round = 0; round < 400; round++) {
		start(round % 2 ? "Subiekt" : "Rewizor");
		agreed = 1u << PRICE_SUPPORT;
		for (int i = 0; i < 60; i++) {
			enum price_kind kind = (enum price_kind)(
			    next_random(&seed) % PRICE_KINDS);
			bool asked = d.t.rate.number != 0;
			enum price_kind about = d.t.rate_kind;

			switch (next_random(&seed) % 10) {
			case 0:
				(void)ask_kind(kind);
				break;
			case 1:
				if (answer_kind(true)) {
					assert_true(asked);
					agreed |= 1u << about;
					yeses++;
				}
				break;
			case 2:
				(void)answer_kind(false);
				break;
			case 3:
				(void)at_once(kind);
				break;
			case 4:
				if (d.t.state == TICKET_WORKING)
					(void)offer(2, 0);
				break;
			case 5:
				if (d.t.has_pending && answer(true))
					agreed |= 1u << d.t.kind;
				break;
			case 6:
				(void)say(TICKET_EV_DETACHED, "");
				break;
			case 7:
				(void)say(TICKET_EV_ATTACHED, "");
				(void)say(TICKET_EV_CONSENT, "");
				break;
			case 8:
				(void)say(TICKET_EV_KIND_WITHDRAWN, "");
				break;
			default:
				pass(
				    (int64_t)(next_random(&seed) % 240) * 1000);
				break;
			}
			if (d.t.state == TICKET_WORKING)
				assert_false(ticket_kind_asks(&d.t, d.t.kind));
			assert_true(d.t.state != TICKET_WORKING ||
			    d.t.kind != PRICE_DATABASE ||
			    (agreed & 1u << PRICE_DATABASE) != 0);
			assert_int_equal(d.t.agreed, agreed);
		}
		replays();
	}
	assert_true(yeses > 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(dearer_needs_a_yes),
	    cmocka_unit_test(a_no_leaves_it),
	    cmocka_unit_test(no_answer_is_a_no),
	    cmocka_unit_test(only_the_shown_question),
	    cmocka_unit_test(bad_questions),
	    cmocka_unit_test(ends_with_the_visit),
	    cmocka_unit_test(what_was_told_before),
	    cmocka_unit_test(quotes_agree_too),
	    cmocka_unit_test(old_journals),
	    cmocka_unit_test(generated_lives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
