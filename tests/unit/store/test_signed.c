/* A log whose chain is whole, but where a client did not sign what it says: the
 * first such row is named. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>

#include "console/store/db.h"
#include "console/store/verify.h"
#include "shared/core/consent.h"
#include "story.h"
#include "tests/support/signer.h"

enum trick {
	HONEST,
	NARROWER, /* rights that became fewer need no signature */
	LATE, /* nobody answered the quote */
	CONSENT_PRICE, /* from here on: rows that must be found */
	CONSENT_KEY,
	CONSENT_YES,
	CONSENT_RIGHTS,
	CONSENT_VISIT,
	CONSENT_NONE,
	RIGHTS_NONE,
	RIGHTS_KEY,
	ANSWER_KEY,
	ANSWER_YES,
	TRICKS
};

static struct signer client, other;

static void
open_signed(struct story *s)
{
	const struct store_card card = {.name = "Ewa", .secret = "x"};
	struct ticket_event ev;

	ticket_init(&s->t, store_next_number(s->store), "Subiekt", &s->prices);
	ev = story_event(s, TICKET_EV_OPENED, "client");
	ev.text2 = client.key;
	assert_true(ticket_step(&s->t, &ev, NULL, NULL));
	assert_int_equal(
	    store_new_ticket(s->store, &card, &s->t, &ev, NULL), STORE_DURABLE);
	assert_string_equal(s->t.client_key, client.key);
	story_simple(s, TICKET_EV_CLAIMED, "anna");
	story_simple(s, TICKET_EV_ATTACHED, "anna");
	story_simple(s, TICKET_EV_CODE_OK, "client");
}

/* One row with its signature; what is signed is c as the trick makes it. */
static void
put_row(struct story *s, enum ticket_event_kind kind, struct consent c,
    enum trick trick)
{
	char row[CONSENT_ROW_SIZE], sig[PROOF_SIG_SIZE], list[GRANT_LIST_SIZE];
	bool consent = kind == TICKET_EV_CONSENT;
	struct ticket_event ev = story_event(s, kind, "client");
	struct consent said = c;
	struct buf text = BUF_INIT;

	said.net_gr += consent && trick == CONSENT_PRICE;
	said.yes = said.yes && !(consent && trick == CONSENT_YES);
	if (consent && trick == CONSENT_RIGHTS)
		said.rights = c.rights ^ GRANT_TYPE;
	said.visit += consent && trick == CONSENT_VISIT;
	if (consent)
		consent_text(&said, &text);
	else
		consent_rights_text(&said, &text);
	signer_sign(
	    trick == (consent ? CONSENT_KEY : RIGHTS_KEY) ? &other : &client,
	    &text, sig);
	if (consent)
		consent_row_print(row, &c, sig);
	else
		consent_rights_row_print(row, &c, sig);
	if (trick == NARROWER && !consent)
		row[0] = '\0';
	if (trick == (consent ? CONSENT_NONE : RIGHTS_NONE))
		row[0] = '\0';
	ev.yes = consent && c.yes;
	ev.line = consent ? (int)c.kind : -1;
	ev.text = grant_print(list, c.rights);
	ev.text2 = row;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	buf_fini(&text);
}

static void
let_in(struct story *s, enum trick trick)
{
	const struct price *p = ticket_price(&s->t);
	struct consent c = {.ticket = s->t.number,
	    .visit = 9,
	    .technician = "SHA256:anna",
	    .yes = true,
	    .rights = GRANT_VIEW};

	if (trick == NARROWER)
		c.rights |= GRANT_TYPE;
	consent_set_price(&c, p, p->vat_bp);
	put_row(s, TICKET_EV_CONSENT, c, trick);
	if (trick == NARROWER)
		c.rights = GRANT_VIEW;
	else
		c.rights |= GRANT_TYPE;
	put_row(s, TICKET_EV_RIGHTS, c, trick);
}

static void
answer(struct story *s, enum trick trick)
{
	struct ticket_event ev = story_event(s, TICKET_EV_QUOTED, "anna");
	char hash[QUOTE_HASH_SIZE], sig[PROOF_SIG_SIZE];
	struct buf text = BUF_INIT;
	struct quote q;

	assert_true(quote_fixed(
	    &q, s->t.number, 1, ticket_price(&s->t), 99999, "all", NULL));
	ticket_quote_event(&ev, &q, hash);
	ev.line = (int)s->t.kind;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	quote_answer_text(hash, trick != ANSWER_YES, &text);
	signer_sign(trick == ANSWER_KEY ? &other : &client, &text, sig);
	ev = story_event(s, TICKET_EV_ANSWERED, "client");
	ev.yes = trick != LATE;
	ev.text = hash;
	ev.text2 = trick == LATE ? "" : sig;
	assert_int_equal(story_put(s, &ev), STORE_DURABLE);
	buf_fini(&text);
}

static int64_t
row_of(struct story *s, const char *kind)
{
	char sql[100];

	snprintf(sql, sizeof(sql), "SELECT max(id) FROM event WHERE kind='%s'",
	    kind);
	return sql_int(store_db(s->store)->sql, sql, 0);
}

static const char *
bad_kind(enum trick trick)
{
	if (trick >= ANSWER_KEY)
		return "answered";
	return trick >= RIGHTS_NONE ? "rights" : "consent";
}

/* The trick stands in the second of three tickets. */
static void
each_row_is_checked(void **state)
{
	for (enum trick trick = HONEST; trick < TRICKS; trick++) {
		char *dir = story_dir();
		int64_t want = 0;
		struct verify_result v;
		struct story s;

		story_init(&s, dir);
		for (int i = 0; i < 3; i++) {
			enum trick now = i == 1 ? trick : HONEST;

			open_signed(&s);
			let_in(&s, now);
			answer(&s, now);
			if (i == 1 && trick >= CONSENT_PRICE)
				want = row_of(&s, bad_kind(trick));
		}
		assert_true(verify_log(store_db(s.store), &v, NULL));
		if (v.bad_row != want)
			fail_msg("trick %d: row %d, not %d (%s)", (int)trick,
			    (int)v.bad_row, (int)want, v.why);
		assert_int_equal(v.bad_ticket, 0);
		store_close(s.store);
		story_remove(dir);
	}
}

/* Also when somebody wrote the whole chain anew around a dearer price. */
static void
a_price_changed_with_its_chain_is_found(void **state)
{
	char *dir = story_dir();
	struct verify_result v;
	struct story s;

	story_init(&s, dir);
	s.prices.line[0].net_gr += 10000;
	open_signed(&s);
	s.t.line[PRICE_SUPPORT].net_gr -= 10000; /* what the client saw */
	let_in(&s, HONEST);
	assert_true(verify_log(store_db(s.store), &v, NULL));
	assert_int_equal(v.bad_row, row_of(&s, "consent"));
	store_close(s.store);
	story_remove(dir);
}

/* A log of before has no keys, and is as sound as it was. */
static void
logs_of_before_are_sound(void **state)
{
	char *dir = story_dir();
	struct verify_result v;
	struct story s;

	story_init(&s, dir);
	story_solved(&s, "Subiekt", "Firm", 60);
	open_signed(&s);
	let_in(&s, HONEST);
	assert_true(verify_log(store_db(s.store), &v, NULL));
	assert_int_equal(v.bad_row, 0);
	assert_int_equal(v.bad_ticket, 0);
	assert_int_equal(v.tickets, 2);
	store_close(s.store);
	story_remove(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_row_is_checked),
	    cmocka_unit_test(a_price_changed_with_its_chain_is_found),
	    cmocka_unit_test(logs_of_before_are_sound),
	};

	if (sodium_init() < 0)
		return 1;
	signer_make(&client, 1);
	signer_make(&other, 2);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
