/* What a desk has told, in any order: pushes, repeated ones, lists that come
 * anew after a reconnect, told again or not. Beside it stands the plainest list
 * of the same facts. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/know/model.h"
#include "shared/wire/parts.h"

#define TICKETS 6
#define PEOPLE 5
#define STEPS 400

/* What is true: of tickets 1 .. TICKETS and technicians t0 .. */
struct facts {
	bool row[TICKETS], row_told[TICKETS]; /* told since the last welcome */
	enum ticket_state state[TICKETS];
	bool clock[TICKETS];
	int64_t worked_ms[TICKETS];
	bool quote[TICKETS], rate[TICKETS];
	bool person[PEOPLE], person_told[PEOPLE];
	enum presence presence[PEOPLE];
	int prices;
	bool listed;
};

static uint32_t seed;

static int
any(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

/* Sometimes twice: what is said again changes nothing. m is freed. */
static void
push(struct model *m, struct msg *msg, int64_t now_ms)
{
	for (int times = 1 + (any(4) == 0); times > 0; times--)
		(void)model_apply(m, msg, now_ms);
	msg_free(msg);
}

static struct msg *
of_ticket(enum msg_kind kind, int i)
{
	return msg_put_int(msg_new(kind), "ticket", i + 1);
}

static void
tell_row(struct model *m, struct facts *f, int i, int64_t now_ms)
{
	char name[32];

	f->row[i] = f->row_told[i] = true;
	f->state[i] = (enum ticket_state)(TICKET_WAITING + any(5));
	snprintf(name, sizeof(name), "client %d", any(100));
	push(m,
	    parts_row(&(struct parts_row){.ticket = i + 1,
		.state = f->state[i],
		.name = name,
		.online = true,
		.rate = "support A"}),
	    now_ms);
	assert_string_equal(model_row(m, i + 1)->r.name, name);
}

static void
tell_clock(struct model *m, struct facts *f, int i, int64_t now_ms)
{
	f->clock[i] = true;
	f->worked_ms[i] = 1000 * any(10000);
	push(m,
	    parts_clock(&(struct parts_clock){.ticket = i + 1,
		.why = TICKET_PAUSE_TECH,
		.line = "support A",
		.live = {.worked_ms = f->worked_ms[i], .vat_bp = 2300}}),
	    now_ms);
}

static void
tell_quote(struct model *m, struct facts *f, int i)
{
	const struct price line = {.name = "support A",
	    .net_gr = 20000,
	    .quantum_s = 3600,
	    .vat_bp = 2300};
	char hash[QUOTE_HASH_SIZE];
	struct quote q;

	assert_true(quote_fixed(
	    &q, i + 1, 1 + any(3), &line, 100 + any(900), "", NULL));
	quote_hash(&q, hash);
	f->quote[i] = true;
	push(m, parts_quote(&q, hash), 0);
}

static void
tell_person(struct model *m, struct facts *f)
{
	int i = any(PEOPLE);
	char id[8];

	snprintf(id, sizeof(id), "t%d", i);
	f->presence[i] = (enum presence)any(PRESENCES);
	f->person[i] = f->person_told[i] = f->presence[i] != PRESENCE_GONE;
	push(m,
	    parts_technician(&(struct parts_technician){
		.id = id, .name = id, .state = f->presence[i]}),
	    0);
}

static void
tell_price(struct model *m, struct facts *f)
{
	struct price p = {.net_gr = any(1000)};
	bool anew = any(3) == 0, full = !anew && f->prices == PRICES_MAX;
	struct msg *msg = parts_price(&p);

	if (anew)
		msg_put_bool(msg, "anew", true);
	f->prices = anew ? 1 : f->prices + !full;
	(void)model_apply(m, msg, 0);
	msg_free(msg);
	if (!full)
		assert_int_equal(
		    m->firm.prices.line[f->prices - 1].net_gr, p.net_gr);
}

static void
welcome(struct model *m, struct facts *f)
{
	struct msg *msg = msg_new(MSG_WELCOME);

	msg_put_int(msg, "v", MSG_VERSION);
	msg_put_str(msg, "program", "pomoc");
	push(m, msg, 0);
	memset(f->row_told, 0, sizeof(f->row_told));
	memset(f->person_told, 0, sizeof(f->person_told));
	memset(f->quote, 0, sizeof(f->quote));
	memset(f->rate, 0, sizeof(f->rate));
	f->prices = 0;
	f->listed = false;
}

static void
listed(struct model *m, struct facts *f)
{
	push(m, msg_new(MSG_LISTED), 0);
	memcpy(f->row, f->row_told, sizeof(f->row));
	memcpy(f->person, f->person_told, sizeof(f->person));
	f->listed = true;
}

static void
gone(struct model *m, struct facts *f, int i)
{
	push(m,
	    msg_put_word(of_ticket(MSG_GONE, i), "why",
		TICKET_CANCELLED - TICKET_SOLVED),
	    0);
	f->row[i] = f->row_told[i] = f->clock[i] = f->quote[i] = false;
}

static void
step(struct model *m, struct facts *f, int64_t now_ms)
{
	int i = any(TICKETS);

	switch (any(9)) {
	case 0:
		gone(m, f, i);
		break;
	case 1:
		tell_clock(m, f, i, now_ms);
		break;
	case 2:
		tell_quote(m, f, i);
		break;
	case 3:
		push(m,
		    msg_put_word(
			msg_put_int(of_ticket(MSG_WITHDRAWN, i), "quote", 1),
			"why", UNASKED_WITHDRAWN),
		    0);
		f->quote[i] = false;
		break;
	case 4:
		tell_person(m, f);
		break;
	case 5:
		tell_price(m, f);
		break;
	case 6:
		if (any(4) == 0)
			welcome(m, f);
		else if (any(2) == 0)
			listed(m, f);
		break;
	default:
		tell_row(m, f, i, now_ms);
		break;
	}
}

static void
same_tickets(const struct model *m, const struct facts *f)
{
	int rows = 0, waiting = 0;

	for (int i = 0; i < TICKETS; i++) {
		const struct model_row *row = model_row(m, i + 1);
		const struct billclock *c = model_clock(m, i + 1);

		assert_int_equal(row != NULL, f->row[i]);
		assert_int_equal(c != NULL, f->clock[i]);
		assert_int_equal(model_quote(m, i + 1) != NULL, f->quote[i]);
		if (row != NULL)
			assert_int_equal(row->r.state, f->state[i]);
		if (c != NULL)
			assert_int_equal(c->live.worked_ms, f->worked_ms[i]);
		rows += f->row[i];
		waiting += f->row[i] && f->state[i] == TICKET_WAITING;
	}
	assert_int_equal(m->rows, rows);
	assert_int_equal(model_waiting(m), waiting);
}

static void
same_firm(const struct model *m, const struct facts *f)
{
	int people = 0;

	for (int i = 0; i < PEOPLE; i++) {
		const struct firm_technician *t;
		char id[8];

		snprintf(id, sizeof(id), "t%d", i);
		t = firm_technician(&m->firm, id);
		assert_int_equal(t != NULL, f->person[i]);
		if (t != NULL)
			assert_int_equal(t->state, f->presence[i]);
		people += f->person[i];
	}
	assert_int_equal(m->firm.technicians, people);
	assert_int_equal(m->firm.prices.n, f->prices);
	assert_int_equal(m->firm.listed, f->listed);
}

static void
any_order(void **state)
{
	for (uint32_t run = 1; run <= 200; run++) {
		struct facts f = {0};
		struct model m;

		seed = run;
		model_init(&m);
		for (int i = 0; i < STEPS; i++) {
			step(&m, &f, i);
			same_tickets(&m, &f);
			same_firm(&m, &f);
		}
		model_fini(&m);
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
