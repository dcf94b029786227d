/* A running clock as a console counts it on, through anything in any order: the
 * desk tells it early, late or not at all, in time or with other figures after
 * a quote; links are lost, what was done waits to be written. It never counts
 * further than the desk may bill without a word, it stands from the moment that
 * a link is known to be lost, and it goes back only where the desk has told
 * less, never by more than was counted without the desk. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "shared/base/util.h"
#include "shared/know/model.h"
#include "shared/wire/parts.h"

#define STORIES 400
#define STEPS 200
#define TICKET 7

static uint32_t seed;

static int
any(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

/* The desk, and what was heard of it. */
struct story {
	struct model m;
	int64_t now_ms;
	int64_t desk_ms; /* worked */
	int64_t told_ms; /* of it, in the last message */
	int64_t heard_ms; /* when that came */
	int64_t shown_s;
	bool runs; /* at the desk */
	bool stands; /* no link, or it waits to be written */
};

static const struct billclock *
clock_of(const struct story *s)
{
	return model_clock(&s->m, TICKET);
}

static int64_t
shown_s(const struct story *s)
{
	struct bill_now now;

	billclock_now(clock_of(s), s->now_ms, &now);
	return now.worked_s;
}

/* On its way for so long. */
static void
tell(struct story *s, int way_ms)
{
	struct msg *m = parts_clock(&(struct parts_clock){.ticket = TICKET,
	    .running = s->runs,
	    .why = s->runs ? -1 : TICKET_PAUSE_TECH,
	    .line = "support A",
	    .quote = any(2) == 0 ? STANDS_ACCEPTED : STANDS_NONE,
	    .live = {.worked_ms = s->desk_ms,
		.line_ms = s->desk_ms,
		.net_hour_gr = 20000,
		.minimum_s = 3600,
		.quantum_s = 3600,
		.vat_bp = 2300,
		.quoted = true}});

	s->now_ms += way_ms;
	s->desk_ms += s->runs ? way_ms : 0;
	(void)model_apply(&s->m, m, s->now_ms);
	msg_free(m);
	s->told_ms = clock_of(s)->live.worked_ms;
	s->heard_ms = s->now_ms;
	s->stands = !s->runs;
}

/* The desk bills a link that was lost until it was heard last, and a quote, a
 * pause, a late mark of idleness end what it counts in the past: never before
 * what it has told. */
static void
desk_turns(struct story *s)
{
	if (s->runs && any(2) == 0)
		s->desk_ms = s->told_ms +
		    any((int)(s->desk_ms - s->told_ms) + 1);
	s->runs = !s->runs;
}

static void
never_too_far(const struct story *s)
{
	int64_t most_ms = s->told_ms +
	    MIN_OF(s->now_ms - s->heard_ms, BILL_TRUST_MS);

	assert_true(shown_s(s) <= most_ms / 1000);
	assert_true(shown_s(s) >= s->told_ms / 1000);
	if (s->now_ms - s->heard_ms >= BILL_TRUST_MS)
		assert_false(billclock_runs(clock_of(s), s->now_ms));
}

static void
pass(struct story *s)
{
	int64_t before_s = shown_s(s);
	int ms = any(5) == 0 ? any(90000) : any(3000);

	s->now_ms += ms;
	s->desk_ms += s->runs ? ms : 0;
	assert_true(shown_s(s) >= before_s);
	if (s->stands) {
		assert_int_equal(shown_s(s), before_s);
		assert_false(billclock_runs(clock_of(s), s->now_ms));
		assert_int_equal(
		    billclock_wait_ms(clock_of(s), s->now_ms, 0), -1);
	}
}

static void
step(struct story *s)
{
	int64_t before_s = shown_s(s), counted_ms;

	switch (any(8)) {
	case 0: /* the visit's state says that it is lost, or over */
		model_clock_stop(&s->m, TICKET, s->now_ms);
		s->stands = true;
		assert_int_equal(shown_s(s), before_s);
		break;
	case 1:
		model_clock_hold(&s->m, TICKET, true, s->now_ms);
		s->stands = true;
		assert_int_equal(shown_s(s), before_s);
		break;
	case 2: /* written: what passed meanwhile counts */
		model_clock_hold(&s->m, TICKET, false, s->now_ms);
		s->stands = !clock_of(s)->tick.running;
		assert_true(shown_s(s) >= before_s);
		break;
	case 3:
		desk_turns(s);
		break;
	case 4:
	case 5:
		counted_ms = MIN_OF(s->now_ms - s->heard_ms, BILL_TRUST_MS);
		tell(s, any(2000));
		assert_int_equal(shown_s(s), s->told_ms / 1000);
		assert_true(before_s - shown_s(s) <= counted_ms / 1000 + 1);
		break;
	default:
		pass(s);
		break;
	}
	never_too_far(s);
}

static void
any_order(void **state)
{
	for (uint32_t run = 1; run <= STORIES; run++) {
		struct story s = {.now_ms = 1000, .runs = true};

		seed = run;
		model_init(&s.m);
		tell(&s, 0);
		for (int i = 0; i < STEPS; i++)
			step(&s);
		model_fini(&s.m);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
