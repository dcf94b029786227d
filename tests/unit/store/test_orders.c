/*
 * A log's life in any order: work, corrections, invoices, the client book,
 * forgetting, purging, copies, and older copies brought back. After each step
 * verify finds it sound and what was noted outside holds; and one cell changed
 * behind the program's back is found, whichever it is and whenever.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cells.h"
#include "console/store/amend.h"
#include "console/store/backup.h"
#include "console/store/book.h"
#include "console/store/db.h"
#include "console/store/head.h"
#include "console/store/privacy.h"
#include "console/store/verify.h"
#include "shared/base/clock.h"
#include "shared/base/util.h"
#include "tests/unit/store/link.h"

#define LIVES 8
#define FIRST 30 /* in so few every step comes */
#define STEPS 40
#define COPIES 6
#define HEADS 64
#define CODES 3

static struct {
	struct story s;
	char *dir, *copies;
	unsigned seed;
	int step;
	bool live; /* story.t is an open ticket */
	int n_copies, n_heads, restored;
	struct head head[HEADS];
	int head_at[HEADS]; /* how often it had been restored then */
} w;

static int done[32], cells, gone_heads, cuts;

static struct db *
db(void)
{
	return store_db(w.s.store);
}

static int64_t
any_ticket(void)
{
	int64_t most = sql_int(db()->sql, "SELECT max(id) FROM ticket", 0);

	return most > 0 ? 1 + any((int)most) : 1;
}

/* --- steps; false: it could not be done now --- */

static bool
open_one(void)
{
	static const char *const firms[] = {"Alfa", "Beta", "alfa ", "Żuk", ""};
	static const char *const products[] = {"Subiekt", "Rewizor", "Gestor"};

	if (w.live)
		return false;
	assert_int_equal(
	    story_open(&w.s, products[any(3)], firms[any(5)]), STORE_DURABLE);
	w.live = true;
	return true;
}

static bool
work(void)
{
	if (!w.live)
		return false;
	if (w.s.t.state == TICKET_WAITING)
		story_let_in(&w.s, any(2) ? "anna" : "piotr");
	if (w.s.t.state != TICKET_WORKING)
		return false;
	story_work(&w.s, 1 + any(90));
	return true;
}

static bool
note(void)
{
	struct ticket_event ev;

	if (!w.live)
		return false;
	ev = story_event(&w.s, TICKET_EV_NOTED, "anna");
	ev.text = any(2) ? "a note" : "zażółć";
	assert_int_equal(story_put(&w.s, &ev), STORE_DURABLE);
	return true;
}

static bool
end(void)
{
	if (!w.live)
		return false;
	assert_int_equal(
	    story_end(&w.s, any(4) > 0, any(2) ? "done" : ""), STORE_DURABLE);
	w.live = false;
	return true;
}

static bool
whole(void)
{
	return open_one() && work() && end();
}

static bool
change(enum ticket_event_kind kind, int64_t net_gr, const char *text)
{
	return amend_ticket(
	    db(), any_ticket(), kind, "ewa", net_gr, text, NULL);
}

static bool
correct(void)
{
	return change(TICKET_EV_CORRECTED, any(20000), "typed wrong");
}

static bool
turn(void)
{
	const struct amend c = {.kind = TICKET_EV_OUTCOME,
	    .author = "ewa",
	    .by = "user ewa",
	    .text = "the wrong key",
	    .yes = any(2)};

	return amend_make(db(), any_ticket(), &c, NULL);
}

static bool
invoice(void)
{
	char number[32];
	int64_t ticket;

	snprintf(number, sizeof(number), "FV %d", any(1000));
	ticket = any_ticket();
	return amend_ticket(
		   db(), ticket, TICKET_EV_INVOICED, "ewa", 0, number, NULL) ||
	    amend_ticket(
		db(), ticket, TICKET_EV_PAID, "ewa", 0, "2020-01-31", NULL);
}

/* What is paid is no more before it is on no invoice; by the same dice. */
static bool
take_back(void)
{
	int64_t ticket = any_ticket();

	return amend_ticket(
		   db(), ticket, TICKET_EV_UNPAID, "ewa", 0, "not his", NULL) ||
	    amend_ticket(
		db(), ticket, TICKET_EV_UNINVOICED, "ewa", 0, "not his", NULL);
}

/* --- the client book --- */

static const struct book_author me = {"anna", "key SHA256:a"};

static const char *
any_code(char dst[BOOK_CODE_SIZE])
{
	snprintf(dst, BOOK_CODE_SIZE, "K%d", 1 + any(CODES));
	return dst;
}

static bool
add_client(void)
{
	static const char *const nips[] = {"", "1234563218", "5260001246"};
	struct book_client c = {.name = "Alfa"};

	str_copy(c.nip, sizeof(c.nip), nips[any(3)]);
	snprintf(c.name, sizeof(c.name), "Firma %d", any(4));
	return book_add(db(), &c, &me, NULL);
}

static bool
edit_client(void)
{
	char code[BOOK_CODE_SIZE];
	struct book_client c;

	if (!book_get(db(), any_code(code), &c, NULL))
		return false;
	snprintf(c.note, sizeof(c.note), "note %d", any(100));
	return book_edit(db(), &c, &me, NULL);
}

static bool
link_client(void)
{
	char code[BOOK_CODE_SIZE];

	return book_link(
	    db(), any_ticket(), any(5) ? any_code(code) : "", NULL, &me, NULL);
}

static bool
merge_clients(void)
{
	char from[BOOK_CODE_SIZE], into[BOOK_CODE_SIZE];

	return book_merge(
	    db(), any_code(from), any_code(into), &me, NULL, NULL);
}

/* --- the log itself --- */

static bool
alarm_row(void)
{
	store_alarm(w.s.store, any(3), STORY_UTC, "wrong check codes");
	return true;
}

static bool
empty_people(const struct privacy_pick *pick, const char *kind)
{
	const struct forget how = {.kind = kind,
	    .actor = "test",
	    .now_s = clock_utc_s(),
	    .really = pick->really};
	struct privacy_plan plan;
	struct forget_result gone;
	struct err err = {0};

	if (!privacy_plan(db(), pick, NULL, NULL, &plan, &err))
		return false;
	if (!forget_listed(db(), &how, &gone, &err))
		fail_msg("%s", err.text);
	return gone.tickets > 0;
}

static bool
forget(void)
{
	static const char *const whom[] = {"alfa", "Beta", "żuk", "Ewa Nowak"};
	char code[BOOK_CODE_SIZE];
	struct privacy_pick pick = {
	    .client = whom[any(4)], .really = any(2) > 0};

	if (any(3) == 0) {
		pick.client = NULL;
		pick.contractor = any_code(code);
	} else if (any(2)) {
		pick.client = "SHA256:abc";
		pick.ticket = any_ticket();
	}
	return empty_people(&pick, "forget");
}

static bool
purge(void)
{
	const struct privacy_pick pick = {
	    .before_s = STORY_UTC + w.s.now_ms / 1000 - any(400),
	    .really = any(2) == 0};

	return empty_people(&pick, "purge");
}

static char *
copy_name(int i)
{
	return str_fmt("%s/%d", w.copies, i);
}

static bool
make_copy(void)
{
	char *file = copy_name(w.n_copies);
	struct err err = {0};

	if (w.n_copies == COPIES) {
		free(file);
		return false;
	}
	if (!backup_make(db(), file, &err))
		fail_msg("%s", err.text);
	w.n_copies++;
	free(file);
	return true;
}

static void
resume(const struct ticket *t, const struct store_card *card, void *ctx)
{
	w.s.t = *t;
	w.live = true;
}

/* No power is cut here. */
static void
in_a_hurry(void)
{
	assert_true(sql_exec(db()->sql, "PRAGMA synchronous=OFF", NULL));
}

static void
start_again(void)
{
	struct err err = {0};

	w.s.store = store_open(w.dir, &err);
	w.live = false;
	if (w.s.store != NULL)
		in_a_hurry();
	if (w.s.store == NULL ||
	    !store_load_open(w.s.store, w.s.now_ms,
		STORY_UTC + w.s.now_ms / 1000, resume, NULL, &err))
		fail_msg("%s", err.text);
}

static bool
bring_back(void)
{
	char *file, *cmd;
	struct err err = {0};

	if (w.n_copies == 0)
		return false;
	/* also one of what was left for an older one */
	file = copy_name(any(w.n_copies));
	cmd = str_fmt("rm -f %s/desk.db*", w.dir);
	store_close(w.s.store);
	assert_int_equal(system(cmd), 0);
	if (!backup_restore(file, w.dir, "test", &err))
		fail_msg("%s", err.text);
	w.restored++;
	start_again();
	free(cmd);
	free(file);
	return true;
}

static bool
desk_again(void)
{
	store_close(w.s.store);
	start_again();
	return true;
}

static bool (*const steps[])(void) = {whole, open_one, open_one, work, work,
    note, end, correct, turn, invoice, invoice, take_back, add_client,
    edit_client, link_client, merge_clients, alarm_row, forget, purge,
    make_copy, bring_back, desk_again};

#define ALL_STEPS ARRAY_LEN(steps)

/* --- what must hold --- */

static void
must_be_sound(void)
{
	struct verify_result v;
	struct err err = {0};
	struct db *own = db_open(w.dir, DB_READ, &err);

	if (own == NULL || !verify_log(own, &v, &err))
		fail_msg("life %u, step %d: %s", w.seed, w.step, err.text);
	if (!v.sound)
		fail_msg("life %u, step %d: row %d ticket %d: %s", w.seed,
		    w.step, (int)v.bad_row, (int)v.bad_ticket, v.why);
	db_close(own);
}

/* As it is written and read. */
static struct head
noted(int64_t at_utc_s)
{
	struct buf line = BUF_INIT;
	struct head h, again;

	assert_true(head_now(db(), at_utc_s, &h, NULL));
	head_print(&h, &line);
	buf_adds(&line, " c2lnbmF0dXJl");
	assert_true(head_parse(buf_str(&line), &again));
	assert_memory_equal(&h, &again, sizeof(h));
	buf_fini(&line);
	return again;
}

static bool
is_same(struct db *other, const struct head *h)
{
	struct head is;

	assert_true(head_now(other, 0, &is, NULL));
	return is.rows >= h->rows && is.desk_rows >= h->desk_rows &&
	    head_find(other, h->hash, NULL) == h->rows &&
	    str_eq(is.desk_hash, h->desk_hash);
}

/* As the desk does, in its file; then somebody sets its clock. */
static void
note_head(void)
{
	static const int64_t by_s[] = {0, 0, 90, 90000, 4000000};
	struct buf line = BUF_INIT;
	struct err err = {0};
	unsigned turn;

	w.head[w.n_heads] = noted(clock_utc_s());
	head_print(&w.head[w.n_heads], &line);
	buf_adds(&line, " c2lnbmF0dXJl\n");
	if (!head_append(w.dir, &line, &err))
		fail_msg("%s", err.text);
	buf_fini(&line);
	w.head_at[w.n_heads++] = w.restored;
	/* not by the dice: the lives stay what they were */
	turn = w.seed * 31 + (unsigned)w.step * 7;
	clock_set_by(by_s[turn % ARRAY_LEN(by_s)] * (turn / 8 % 2 ? 1 : -1));
}

static void
heads_hold(void)
{
	char why[200];

	for (int i = 0; i < w.n_heads; i++) {
		bool gone = false;
		struct err err = {0};

		if (!head_check(
			db(), &w.head[i], why, sizeof(why), &gone, &err))
			fail_msg("%s", err.text);
		if (why[0] != '\0' || (gone && w.head_at[i] == w.restored))
			fail_msg("life %u, step %d: %s", w.seed, w.step, why);
		gone_heads += gone;
	}
	if (w.n_heads < HEADS)
		note_head();
}

/* A copy put in its place by hand: what it lacks is not missing rightly,
 * whatever was brought back before. */
static void
cut_off(void)
{
	char *dir = story_dir(), why[200], *cmd;
	struct head h = noted(clock_utc_s() + 1);
	struct err err = {0};
	struct db *cut;
	bool gone = false;

	cmd = str_fmt("cp %s/%d %s/desk.db", w.copies, any(w.n_copies), dir);
	assert_int_equal(system(cmd), 0);
	cut = db_open(dir, DB_READ, &err);
	if (cut == NULL || !head_check(cut, &h, why, sizeof(why), &gone, &err))
		fail_msg("%s", err.text);
	if (gone || (why[0] == '\0') != is_same(cut, &h))
		fail_msg(
		    "life %u, step %d: a cut-off is not found", w.seed, w.step);
	cuts += why[0] != '\0';
	db_close(cut);
	free(cmd);
	story_remove(dir);
}

/* --- one cell, whichever --- */

static void
must_be_found(const char *dir, const char *what)
{
	struct verify_result v;
	struct err err = {0};
	struct db *own = db_open(dir, DB_READ, &err);

	if (own == NULL) /* not even opened */
		return;
	if (!verify_log(own, &v, &err))
		fail_msg("%s: %s", what, err.text);
	if (v.sound || v.why[0] == '\0')
		fail_msg(
		    "life %u, step %d: not found: %s", w.seed, w.step, what);
	db_close(own);
}

static void
tamper(void)
{
	struct copy c = copy_log(w.dir);
	char *triggers, *what = NULL;

	run(c.sql, "PRAGMA foreign_keys=OFF");
	triggers = take_triggers(c.sql);
	for (int i = 0; i < 20 && what == NULL; i++)
		what = change_cell(c.sql);
	run(c.sql, triggers);
	sqlite3_close(c.sql);
	if (what != NULL) {
		cells++;
		must_be_found(c.dir, what);
	}
	free(what);
	free(triggers);
	story_remove(c.dir);
}

/* --- the lives --- */

static void
live(unsigned seed)
{
	srand(seed);
	memset(&w, 0, sizeof(w));
	w.seed = seed;
	w.dir = story_dir();
	w.copies = story_dir();
	story_init(&w.s, w.dir);
	in_a_hurry();
	assert_true(add_client());
	for (w.step = 0; w.step < STEPS; w.step++) {
		int i = any(ALL_STEPS);

		w.s.now_ms += 1000;
		if (!steps[i]())
			continue;
		done[i]++;
		must_be_sound();
		heads_hold();
		if (w.n_copies > 0)
			cut_off();
		tamper();
	}
	store_close(w.s.store);
	story_remove(w.dir);
	story_remove(w.copies);
}

static void
any_order(void **state)
{
	const char *more = getenv("ORDERS_LIVES");
	int64_t lives = LIVES;
	int never = 0;

	if (more != NULL)
		assert_true(str_int(more, 1, 100000, &lives));
	for (unsigned seed = 1; seed <= (unsigned)lives; seed++)
		live(FIRST + seed);
	print_message(
	    "%d cells, %d heads gone, %d cuts\n", cells, gone_heads, cuts);
	for (size_t i = 0; i < ALL_STEPS; i++)
		never += done[i] == 0;
	/* chance leaves one out now and then, not the life of a log */
	assert_true(never <= 2);
	assert_true(cells > 50 && gone_heads > 0 && cuts > 50);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
