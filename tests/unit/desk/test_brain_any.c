/* The brain alone against peers that say anything in any order; every limit is
 * at its usual value and at both its ends. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "console/desk/brain_door.h"
#include "console/store/db.h"
#include "console/store/sql.h"
#include "console/store/verify.h"
#include "shared/base/util.h"
#include "shared/core/limits.h"
#include "tests/unit/desk/mini_brain.h"

#define LINKS 9 /* numbers 1 and 2 are technicians' */

static int64_t began_ms;
/* How often a story came so far. */
static int working, quoted, most, agreed, lied, untended, holds, outlived;

/* Tickets that a technician has paused, and was told so: worked until then. */
static struct {
	int64_t ticket;
	int64_t worked_ms;
} held[64];

/* Since when somebody has been attached and not let in, as seen from here. */
static struct {
	int64_t ticket;
	int64_t since_ms;
} door[64];
static int late;
static bool overslept; /* nothing that is due was done yet */

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
	const struct farewell *none = mini.b->closed;

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

/* Of his own, or of another: right in three of four cases. */
static void
agent_answers(int link)
{
	const struct brain_link *l = brain_link_find(mini.b, link);
	const struct brain_ticket *bt = own(link);
	struct msg *m = msg_new(MSG_ANSWER);
	struct buf text = BUF_INIT;
	const char *hash;

	if (l != NULL && bt != NULL && bt->t.has_pending) {
		hash = bt->t.pending_hash;
		msg_put_int(m, "quote", bt->t.pending.number);
		msg_put_bool(m, "yes", any(2) == 0);
		msg_put_str(m, "hash", hash);
		quote_answer_text(hash, msg_bool(m, "yes"), &text);
		mini_sign(any(4) > 0 ? mini_key_of(l) : mini.key[0], &text, m);
		mini_say_msg(link, m);
	}
	buf_fini(&text);
	msg_free(m);
}

/* The same of a question about the price. */
static void
agent_agrees(int link)
{
	const struct brain_link *l = brain_link_find(mini.b, link);
	const struct brain_ticket *bt = own(link);
	struct msg *m = msg_new(MSG_AGREE);
	struct buf text = BUF_INIT;
	const char *hash;

	if (l != NULL && bt != NULL && bt->t.rate.number > 0) {
		hash = bt->t.rate_hash;
		msg_put_int(m, "question", bt->t.rate.number);
		msg_put_bool(m, "yes", any(2) == 0);
		msg_put_str(m, "hash", hash);
		rate_answer_text(hash, msg_bool(m, "yes"), &text);
		mini_sign(any(4) > 0 ? mini_key_of(l) : mini.key[0], &text, m);
		mini_say_msg(link, m);
		agreed++;
	}
	buf_fini(&text);
	msg_free(m);
}

/* Consents and rights of all kinds that are signed by nobody, by another, or
 * for another visit: nothing that is paid, seen or typed comes of them. */
static void
agent_lies(int link, const char *rights)
{
	const struct brain_link *l = brain_link_find(mini.b, link);
	const struct brain_ticket *bt = l != NULL ? l->ticket : NULL;
	struct msg *m = msg_new(any(2) == 0 ? MSG_CONSENT : MSG_RIGHTS);
	struct buf text = BUF_INIT;
	int how = any(3);
	struct ticket was;
	unsigned had;

	if (bt != NULL && bt->visit > 0 && strstr(rights, "view") != NULL) {
		was = bt->t;
		had = bt->rights;
		if (msg_kind(m) == MSG_CONSENT)
			msg_put_bool(m, "yes", true);
		msg_put_int(m, "visit", bt->visit + (how == 2));
		msg_put_str(m, "rights", rights);
		mini_consent_text(l, m, &text);
		if (how > 0)
			mini_sign(
			    how == 1 ? mini.key[0] : mini_key_of(l), &text, m);
		msg_put_int(m, "visit", bt->visit);
		lied += was.attached && was.code_ok && !was.consent;
		mini_say_msg(link, m);
		bt = mini_ticket(was.number);
		if (bt != NULL) {
			assert_false(bt->t.consent && !was.consent);
			assert_int_equal(bt->rights & ~had, 0);
		}
	}
	buf_fini(&text);
	msg_free(m);
}

/* Most of them come to be helped: true when there was this to do first. */
static bool
is_idle(int link)
{
	const struct brain_link *l = brain_link_find(mini.b, link);

	if (l == NULL)
		agent_up(link);
	else if (l->ticket == NULL && l->peer.stage == MSG_READY)
		mini_join(link);
	else
		return false;
	return true;
}

static void
agent_says(int link)
{
	static const char *const rights[] = {"view", "view type", "", "type",
	    "nothing to pay", "view view", "view,type"};
	const struct brain_ticket *bt = own(link);
	long long visit = bt != NULL ? bt->visit : 1;
	long long ticket = bt != NULL ? bt->t.number : 1;
	const char *right = rights[any(ARRAY_LEN(rights))];

	if (any(2) == 0 && is_idle(link))
		return;
	switch (any(15)) {
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
	case 11:
		agent_agrees(link);
		break;
	case 12:
	case 13:
		agent_lies(link, right);
		break;
	default:
		agent_up(link);
	}
}

static void
tech_says(int link)
{
	static const char *const plain[] = {
	    "claim", "claim", "claim", "unclaim", "called", "withdraw"};
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
	if (any(8) == 0) { /* nobody at the keyboard */
		mini_pass(any(2) * 700000);
		return;
	}
	mini_sayf(bt->agent->number,
	    "{\"t\":\"checked\",\"ticket\":%lld,\"ok\":true,\"left\":3}",
	    number);
	bt = mini_ticket(number); /* it may have ended by that */
	if (bt == NULL || bt->agent == NULL)
		return;
	if (any(4) == 0)
		agent_lies((int)bt->agent->number, "view type");
	else
		mini_sayf(bt->agent->number,
		    "{\"t\":\"consent\",\"visit\":%lld,\"yes\":true,"
		    "\"rights\":\"view type\"}",
		    (long long)bt->visit);
}

/* Dearer work, and what the client says to it. */
static void
ask_for_more(int link)
{
	long long number = any_ticket();
	const struct brain_ticket *bt;

	mini_sayf(link,
	    "{\"t\":\"kind\",\"ticket\":%lld,\"kind\":\"database\"}", number);
	bt = mini_ticket(number);
	if (bt != NULL && bt->agent != NULL)
		agent_agrees((int)bt->agent->number);
}

/* Was that told to be done? */
static bool
is_done(int link, const char *what, long long ticket)
{
	char line[96];

	snprintf(line, sizeof(line),
	    "\"done\",\"what\":\"%s\",\"ticket\":%lld}", what, ticket);
	return mini_heard(link, line);
}

/* From one to the other the clock stands, whatever comes. */
static void
pause_or_resume(void)
{
	const char *what = any(3) > 0 ? "pause" : "resume";
	long long number = any_ticket();
	const struct brain_ticket *bt = mini_ticket(number);
	bool stood = bt != NULL && bt->t.state == TICKET_PAUSED;
	int link = bt != NULL && str_eq(bt->t.technician, "piotr") ? 2 : 1;

	if (brain_link_find(mini.b, link) == NULL)
		mini_up(link, link - 1, NULL);
	mini_forget();
	mini_sayf(link, "{\"t\":\"%s\",\"ticket\":%lld}", what, number);
	if (!is_done(link, what, number))
		return;
	held[number % 64].ticket = str_eq(what, "pause") ? number : 0;
	bt = mini_ticket(number);
	if (bt != NULL)
		held[number % 64].worked_ms = meter_total_ms(&bt->t.meter);
	holds += str_eq(what, "pause");
	outlived += str_eq(what, "pause") && stood;
}

/* The front ends a link that it was told to drop. */
static void
end_dropped(void)
{
	for (int link = 1; link <= LINKS; link++) {
		const struct brain_link *l = brain_link_find(mini.b, link);

		if (l != NULL && l->dropped && any(3) == 0)
			mini_down(link);
	}
}

static void
something(void)
{
	static const int64_t spans[] = {
	    1, 100, 2000, 6000, 16000, 70000, 700000, 4000000, 50000000};
	const struct brain_ticket *bt;
	int link = 3 + any(LINKS - 2), what = any(22);

	bool slept = overslept;

	overslept = false;
	if (what < 5)
		agent_says(link);
	else if (what < 8)
		tech_says(1 + any(2));
	else if (what < 11)
		let_somebody_in(1 + any(2));
	else if (what == 18 || what == 19)
		ask_for_more(1 + any(2));
	else if (what > 19)
		pause_or_resume();
	else if (what == 11) {
		bt = mini_ticket(any_ticket());
		mini_closed(bt != NULL ? brain_tunnel_id(bt) : 7);
	} else if (what == 12 && any(6) == 0)
		mini_down(1 + any(2));
	else if (what == 13) {
		clock_sleep_for(spans[any(any(9) + 1)]);
		overslept = true;
	} else
		mini_pass(spans[any(any(any(9) + 1) + 1)]);
	end_dropped();
	if (slept) /* what was said may have been nothing */
		mini_turn();
	if (any(8) == 0)
		mini_forget();
}

/* --- what always holds --- */

static void
check_hold(const struct brain_ticket *bt)
{
	int i = (int)(bt->t.number % 64);

	if (held[i].ticket != bt->t.number)
		return;
	if (bt->t.state == TICKET_WAITING) /* it is given to another */
		held[i].ticket = 0;
	else if (bt->t.state == TICKET_WORKING ||
	    meter_total_ms(&bt->t.meter) != held[i].worked_ms)
		fail_msg("ticket %d is worked at while it is paused",
		    (int)bt->t.number);
}

/* Nobody keeps a client by a claim alone either: that has an end, and it is
 * never past. */
static void
check_claim(const struct brain_ticket *bt)
{
	if (bt->t.state != TICKET_CLAIMED || bt->t.attached ||
	    bt->agent == NULL || overslept)
		return;
	assert_int_equal(bt->door->kind, BRAIN_DOOR_CLAIM);
	assert_string_equal(bt->door->now->technician, bt->t.technician);
	if (clock_ms() >= brain_door_deadline(bt) + 1000)
		fail_msg(
		    "ticket %d: claimed, and nobody comes", (int)bt->t.number);
}

/* Whoever is not let in does not stay, how often he may come. */
static void
check_door(const struct brain_ticket *bt)
{
	int64_t limit_ms = mini.b->config.limits.let_in_s * 1000;
	int i = (int)(bt->t.number % 64);

	if (!bt->t.attached || bt->t.consent || door[i].ticket != bt->t.number)
		door[i].since_ms = clock_ms();
	door[i].ticket = bt->t.number;
	for (const struct brain_door_hand *h = bt->door->hands; h != NULL;
	     h = h->next)
		late += h->times > 0;
	if (!overslept && clock_ms() - door[i].since_ms >= limit_ms + 1000)
		fail_msg("ticket %d: nobody is let in, and stays",
		    (int)bt->t.number);
}

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
			/* ... that he gave to this visit */
			assert_int_equal(bt->door->visit, bt->visit);
			assert_non_null(bt->agent);
		}
		if (!bt->t.attached)
			assert_int_equal(brain_tunnel_id(bt), 0);
		assert_true(meter_total_ms(&bt->t.meter) <= wall);
		check_hold(bt);
		check_door(bt);
		check_claim(bt);
	}
	assert_true(n < 200);
	for (const struct brain_link *l = mini.b->links; l != NULL; l = l->next)
		if (l->ticket != NULL)
			assert_ptr_equal(l->ticket->agent, l);
}

#define UNTENDED                                       \
	" AND NOT EXISTS (SELECT 1 FROM event e WHERE" \
	" e.ticket = t.id AND e.kind IN ('claimed', 'called'))"
#define COUNT "SELECT count(*) FROM ticket t WHERE state "

/* Whom nobody picked or called is neither helped nor given up. */
static void
check_tended(sqlite3 *sql)
{
	assert_int_equal(
	    sql_int(sql, COUNT "IN ('solved', 'unsolved')" UNTENDED, -1), 0);
	untended += (int)sql_int(sql, COUNT "= 'cancelled'" UNTENDED, 0);
}

/* Also that every consent, right and answer of the journal was signed. */
static void
check_log(void)
{
	struct verify_result v;
	struct err err;
	struct db *db = db_open(mini.dir, DB_READ, &err);

	assert_non_null(db);
	assert_true(verify_log(db, &v, &err));
	if (v.bad_row != 0 || v.bad_ticket != 0)
		fail_msg("row %d, ticket %d: %s", (int)v.bad_row,
		    (int)v.bad_ticket, v.why);
	check_tended(db->sql);
	db_close(db);
}

static void
story(unsigned seed, int steps)
{
	srand(seed);
	memset(held, 0, sizeof(held));
	memset(door, 0, sizeof(door));
	began_ms = clock_ms();
	mini_up(1, 0, NULL);
	for (int i = 0; i < steps; i++) {
		something();
		check();
	}
	mini_turn();
	check();
	check_log();
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
	assert_true(agreed > 4 && lied > 10 && untended > 4);
	assert_true(holds > 20 && outlived > 2 && late > 20);
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
