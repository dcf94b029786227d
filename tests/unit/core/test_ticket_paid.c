/* Paid is what is on an invoice, and what is paid stays on it as it is: one by
 * one, and in any order with all that changes a closed ticket. */
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
correct(int64_t net_gr)
{
	struct ticket_event ev = next(TICKET_EV_CORRECTED);

	ev.actor = "anna";
	ev.text = "less work";
	ev.text2 = "user anna";
	ev.line = PRICE_SUPPORT;
	ev.net_gr = net_gr;
	return step(ev);
}

static bool
outcome(bool solved)
{
	struct ticket_event ev = next(TICKET_EV_OUTCOME);

	ev.actor = "anna";
	ev.text = "mis-keyed";
	ev.yes = solved;
	return step(ev);
}

static void
one_by_one(void **state)
{
	start("Subiekt");
	pass(MIN_MS);
	assert_false(say(TICKET_EV_PAID, "2026-11-30"));
	solved(20000, 4600, 24600);
	assert_false(say(TICKET_EV_PAID, "2026-11-30"));
	assert_non_null(strstr(d.err.text, "on no invoice"));
	assert_true(say(TICKET_EV_INVOICED, "FV 1"));
	assert_false(say(TICKET_EV_UNPAID, "nothing is"));
	assert_false(say(TICKET_EV_PAID, ""));
	assert_false(say(TICKET_EV_PAID, "2026-11-3"));
	assert_false(say(TICKET_EV_PAID, "2026-11-300"));
	assert_true(say(TICKET_EV_PAID, "2026-11-30"));
	assert_string_equal(d.t.paid, "2026-11-30");
	assert_false(say(TICKET_EV_PAID, "2026-12-01"));
	assert_non_null(strstr(d.err.text, "2026-11-30"));
	assert_false(say(TICKET_EV_UNINVOICED, "wrong number"));
	assert_non_null(strstr(d.err.text, "2026-11-30"));
	assert_false(correct(15000));
	assert_false(outcome(false));
	costs(20000, 4600, 24600);
	replays();
	assert_true(say(TICKET_EV_UNPAID, "the bank took it back"));
	assert_string_equal(d.t.paid, "");
	assert_true(say(TICKET_EV_PAID, "2026-12-02"));
	assert_true(say(TICKET_EV_UNPAID, "again"));
	assert_true(say(TICKET_EV_UNINVOICED, "wrong number"));
	assert_false(say(TICKET_EV_PAID, "2026-12-02"));
	assert_true(correct(15000));
	replays();
}

/* --- any order, counted beside the machine --- */

static const enum ticket_event_kind kinds[] = {TICKET_EV_INVOICED,
    TICKET_EV_UNINVOICED, TICKET_EV_PAID, TICKET_EV_UNPAID, TICKET_EV_CORRECTED,
    TICKET_EV_OUTCOME};

struct marks {
	bool solved, invoiced, paid;
};

/* What may be done is done, and nothing else. */
static bool
any_mark(struct marks *m, enum ticket_event_kind kind, unsigned dice)
{
	bool may = !m->invoiced;

	switch (kind) {
	case TICKET_EV_INVOICED:
		may = m->solved && !m->invoiced;
		assert_int_equal(say(kind, "FV 1"), may);
		m->invoiced = m->invoiced || may;
		break;
	case TICKET_EV_UNINVOICED:
		may = m->invoiced && !m->paid;
		assert_int_equal(say(kind, "why"), may);
		m->invoiced = m->invoiced && !may;
		break;
	case TICKET_EV_PAID:
		may = m->invoiced && !m->paid;
		assert_int_equal(say(kind, "2026-11-30"), may);
		m->paid = m->paid || may;
		break;
	case TICKET_EV_UNPAID:
		may = m->paid;
		assert_int_equal(say(kind, "why"), may);
		m->paid = false;
		break;
	case TICKET_EV_CORRECTED:
		may = m->solved && !m->invoiced;
		assert_int_equal(correct(dice % 20000), may);
		break;
	default:
		assert_int_equal(outcome(!m->solved), may);
		m->solved = m->solved != may;
		break;
	}
	return may;
}

static void
any_order(void **state)
{
	unsigned dice = 7, done[ARRAY_LEN(kinds)] = {0};

	for (int life = 0; life < 200; life++) {
		struct marks m = {.solved = true};

		start("Subiekt");
		pass(MIN_MS);
		solved(20000, 4600, 24600);
		for (int i = 0; i < 40; i++) {
			size_t k;

			dice = dice * 1664525u + 1013904223u;
			k = (dice >> 8) % ARRAY_LEN(kinds);
			done[k] += any_mark(&m, kinds[k], dice >> 16);
			assert_int_equal(d.t.state == TICKET_SOLVED, m.solved);
			assert_int_equal(d.t.invoice[0] != '\0', m.invoiced);
			assert_int_equal(d.t.paid[0] != '\0', m.paid);
			assert_true(!m.paid || m.invoiced);
			assert_true(!m.invoiced || m.solved);
		}
		replays();
	}
	for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
		assert_true(done[k] > 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_by_one),
	    cmocka_unit_test(any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
