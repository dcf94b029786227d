/* Boxes that wait for the desk: whatever it says, and when the link goes before
 * it says anything, nothing that was typed is lost; a box goes when what it
 * sent is done, or when it is left. */
#include "tests/unit/console/fake_app.h"

#include "console/dlg/dlg_assign.h"
#include "console/dlg/dlg_chat.h"
#include "console/dlg/dlg_client.h"
#include "console/dlg/dlg_command.h"
#include "console/dlg/dlg_end.h"
#include "console/dlg/dlg_kind.h"
#include "console/dlg/dlg_log.h"
#include "console/dlg/dlg_note.h"
#include "console/dlg/dlg_quote.h"
#include "shared/base/util.h"
#include "shared/wire/parts.h"

#define CTRL_S "\x13"

/* --- the link, see Makefile --- */

static bool link_up;
static int sent; /* messages */
static char sent_last[32]; /* the name of the last */

bool __wrap_desk_link_send(struct desk_link *l, struct msg *m);

bool
__wrap_desk_link_send(struct desk_link *l, struct msg *m)
{
	if (link_up) {
		sent++;
		str_copy(sent_last, sizeof(sent_last), msg_name(m));
	}
	msg_free(m);
	return link_up;
}

/* --- the boxes --- */

static void
open_client(struct app *a)
{
	tell(a,
	    "{\"t\":\"contractor\",\"ticket\":1,\"how\":\"none\","
	    "\"code\":\"K1\",\"name\":\"Firma Lis\",\"nip\":\"\","
	    "\"address\":\"\",\"note\":\"\",\"version\":1,"
	    "\"history\":\"\"}");
}

static void
open_end(struct app *a)
{
	dlg_end(a, 1);
}

static void
open_quote(struct app *a)
{
	dlg_quote(a, 1);
}

static void
open_note(struct app *a)
{
	dlg_note(a, 1, "");
}

static void
open_command(struct app *a)
{
	dlg_command(a);
}

static const struct logrow row = {.ticket = 1, .invoice = "FV/1"};

static void
open_correct(struct app *a)
{
	dlg_log_correct(a, &row);
}

static void
open_invoice(struct app *a)
{
	dlg_log_invoice(a, &row);
}

static void
open_uninvoice(struct app *a)
{
	dlg_log_uninvoice(a, &row);
}

static void
open_assign(struct app *a)
{
	dlg_assign(a, 1);
}

static void
open_kind(struct app *a)
{
	dlg_kind(a, 1);
}

static const struct kind {
	void (*open)(struct app *a);
	const char *typed, *seen; /* what stays of it on the screen */
	const char *sends, *again; /* the keys */
	const char *message, *done;
} kinds[] = {
    {open_client, "\t\t\tKrotka 7", "Krotka 7", CTRL_S, CTRL_S, "client",
	"client"},
    {open_end, "sall is well", "all is well", CTRL_S, CTRL_S, "end", "end"},
    {open_quote, "250\t\tnew disk", "new disk", CTRL_S, CTRL_S, "offer",
	"offer"},
    {open_note, "call back", "call back", "\r", "\r", "note", "note"},
    {open_command, "note call back", "call back", "\r", "\r", "note", "note"},
    {open_correct, "10\ttoo much", "too much", CTRL_S, CTRL_S, "correct",
	"correct"},
    {open_invoice, "FV/7/2026", "FV/7/2026", CTRL_S, CTRL_S, "invoice",
	"invoice"},
    {open_uninvoice, "wrong firm", "wrong firm", CTRL_S, CTRL_S, "invoice",
	"invoice"},
    {open_assign, "", "For which technician?", "\r", "\r", "assign", "assign"},
    {open_kind, "", "Kind of work", "\r", "\r", "kind", "kind-asked"},
};

static void
keys(struct app *a, const char *text)
{
	for (; *text != '\0'; text++) {
		struct keys_event ev = {
		    .code = KEYS_CHAR, .cp = (uint8_t)*text};

		if (*text == '\t')
			ev.code = KEYS_TAB;
		else if (*text == '\r')
			ev.code = KEYS_ENTER;
		else if (*text == '\033')
			ev.code = KEYS_ESC;
		else if (*text < ' ') {
			ev.cp = (uint32_t)*text + 'a' - 1;
			ev.mods = KEYS_CTRL;
		}
		assert_true(stage_box_key(&a->stage, &ev));
	}
}

/* The lines without the frames, in one. */
static bool
sees(struct app *a, const char *text)
{
	struct canvas c;
	char line[1024], all[16384] = "";
	size_t len = 0;

	canvas_init(&c, 80, 24);
	if (a->stage.boxes > 0)
		stage_boxes_draw(&a->stage, &c);
	for (int i = 0; i < 24; i++) {
		grid_text(&c.grid, i, line, sizeof(line));
		for (const char *p = line; *p != '\0'; p++)
			if ((uint8_t)*p < 0x80 &&
			    (*p != ' ' || (len > 0 && all[len - 1] != ' ')))
				all[len++] = *p;
		if (len > 0 && all[len - 1] != ' ')
			all[len++] = ' ';
	}
	all[len] = '\0';
	canvas_fini(&c);
	return strstr(all, text) != NULL;
}

static void
must_see(struct app *a, const struct kind *k, const char *text)
{
	if (!sees(a, text))
		fail_msg("%s: not seen: %s", k->message, text);
}

#define DONE "done\",\"what"
#define REFUSED "refused\",\"code\":\"bad\",\"text\":\"the desk says no\",\"to"
#define TAKEN "taken\",\"by\":\"piotr\",\"to"

/* To the order of that name. */
static void
answer(struct app *a, const char *how, const char *order)
{
	char *line = str_fmt("{\"t\":\"%s\":\"%s\",\"ticket\":1}", how, order);

	tell(a, line);
	free(line);
	loop_turn(a->loop, false);
}

/* Open, typed and sent. */
static void
ask(struct app *a, const struct kind *k)
{
	int before = sent;

	k->open(a);
	keys(a, k->typed);
	keys(a, k->sends);
	assert_int_equal(a->stage.boxes, 1);
	assert_int_equal(sent, before + link_up);
	if (link_up)
		assert_string_equal(sent_last, k->message);
	must_see(a, k, k->seen);
}

static void
leave(struct app *a)
{
	while (a->stage.boxes > 0)
		stage_pop(&a->stage, a->stage.box[0].self);
	loop_turn(a->loop, false);
	assert_null(a->waits);
}

static void
world(struct app *a)
{
	link_up = true;
	canvas_resize(&a->stage.canvas, 80, 24);
	tell_own_row(a, 1, "Firma Lis");
	tell(a,
	    "{\"t\":\"price\",\"name\":\"database\",\"kind\":\"database\","
	    "\"products\":\"\",\"net_gr\":40000,\"minimum_s\":0,"
	    "\"quantum_s\":60,\"vat_bp\":2300,\"quoted\":false}");
	tell(a,
	    "{\"t\":\"clock\",\"ticket\":1,\"running\":true,\"why\":\"\","
	    "\"line\":\"support\",\"kind\":\"support\","
	    "\"net_hour_gr\":20000,\"minimum_s\":0,\"quantum_s\":60,"
	    "\"vat_bp\":2300,\"worked_ms\":1000,\"line_ms\":1000,"
	    "\"base_gr\":0,\"cap_gr\":0,\"fixed_gr\":0,\"quote\":"
	    "\"none\",\"net_gr\":0}");
}

/* --- what must hold --- */

static void
it_goes_when_it_is_done(void **state)
{
	struct app *a = *state;

	world(a);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		ask(a, &kinds[i]);
		must_see(a, &kinds[i], "Being written ...");
		answer(a, DONE, kinds[i].done);
		assert_int_equal(a->stage.boxes, 0);
		leave(a);
	}
}

static void
refused_it_says_why(void **state)
{
	struct app *a = *state;

	world(a);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct kind *k = &kinds[i];

		ask(a, k);
		answer(a, REFUSED, k->message);
		must_see(a, k, "the desk says no");
		must_see(a, k, k->seen);
		keys(a, k->again);
		must_see(a, k, "Being written ...");
		answer(a, TAKEN, k->message);
		must_see(a, k, "Firma Lis was taken by piotr.");
		must_see(a, k, k->seen);
		keys(a, k->again);
		answer(a, DONE, k->done);
		assert_int_equal(a->stage.boxes, 0);
		leave(a);
	}
}

/* Whatever else is asked about the same ticket meanwhile: its yes and its no
 * are for none but the box that asked. */
static void
another_orders_answer_is_not_ours(void **state)
{
	struct app *a = *state;

	world(a);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct kind *k = &kinds[i];

		ask(a, k);
		for (size_t j = 0; j < ARRAY_LEN(kinds); j++) {
			if (str_eq(kinds[j].message, k->message))
				continue;
			answer(a, REFUSED, kinds[j].message);
			answer(a, TAKEN, kinds[j].message);
			answer(a, DONE, kinds[j].done);
		}
		answer(a, REFUSED, "claim");
		answer(a, DONE, "pause");
		assert_int_equal(a->stage.boxes, 1);
		must_see(a, k, "Being written ...");
		answer(a, DONE, k->done);
		assert_int_equal(a->stage.boxes, 0);
		leave(a);
	}
}

static void
nothing_goes_with_the_link(void **state)
{
	struct app *a = *state;

	world(a);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		const struct kind *k = &kinds[i];

		link_up = true;
		ask(a, k);
		run_visits_link(a, NULL);
		must_see(a, k, "The link was lost before");
		must_see(a, k, k->seen);
		link_up = false;
		keys(a, k->again);
		must_see(a, k, "There is no link to the desk");
		must_see(a, k, k->seen);
		link_up = true;
		/* none of its visits takes it up */
		run_visits_link(a, (struct link *)a);
		assert_false(sees(a, "There is no link to the desk"));
		must_see(a, k, k->seen);
		keys(a, k->again);
		answer(a, DONE, k->done);
		assert_int_equal(a->stage.boxes, 0);
		leave(a);
	}
}

static void
an_end_that_may_be_ours_says_so(void **state)
{
	struct app *a = *state;

	world(a);
	ask(a, &kinds[1]);
	run_visits_link(a, NULL);
	tell(a, "{\"t\":\"gone\",\"ticket\":1,\"why\":\"solved\"}");
	must_see(a, &kinds[1], "with what you typed or without it");
	must_see(a, &kinds[1], "all is well");
	assert_false(sees(a, "not on the receipt"));
	keys(a, CTRL_S);
	assert_string_equal(sent_last, "note");
	answer(a, DONE, "note");
	assert_int_equal(a->stage.boxes, 0);
}

/* Nobody said that it was done, but there it stands. */
static void
a_quote_that_stands_was_sent(void **state)
{
	struct quote q = {.ticket = 1,
	    .number = 1,
	    .form = QUOTE_FIRST,
	    .line = "support",
	    .net_gr = 25000,
	    .vat_gr = 5750,
	    .total_gr = 25000,
	    .total_vat_gr = 5750,
	    .text = "new disk"};
	char hash[QUOTE_HASH_SIZE];
	struct app *a = *state;
	struct msg *m;

	world(a);
	ask(a, &kinds[2]);
	run_visits_link(a, NULL);
	tell_own_row(a, 1, "Firma Lis");
	assert_int_equal(a->stage.boxes, 1);
	quote_hash(&q, hash);
	m = parts_quote(&q, hash);
	run_desk_message(a, m);
	msg_free(m);
	assert_int_equal(a->stage.boxes, 0);
}

/* The client's link goes, or the visit is over, or its tab is closed. */
static void
nothing_goes_with_the_visit(void **state)
{
	struct app *a = *state;

	world(a);
	for (size_t i = 0; i < 5; i++) {
		const struct kind *k = &kinds[i];
		struct visit *v = open_visit(a, 1);

		visit_set_state(v, VISIT_LIVE);
		k->open(a);
		keys(a, k->typed);
		visit_set_state(v, VISIT_LOST);
		must_see(a, k, k->seen);
		visit_set_state(v, VISIT_OVER);
		must_see(a, k, k->seen);
		if (k->open != open_quote) {
			app_close_visit(a, v);
			must_see(a, k, k->seen);
		}
		app_close_visits(a);
		leave(a);
	}
}

/* The end that was sent takes the ticket out of the queue, and its tab away,
 * before the desk says done. */
static void
its_own_end_is_not_late(void **state)
{
	struct app *a = *state;

	world(a);
	visit_set_state(open_visit(a, 1), VISIT_LIVE);
	ask(a, &kinds[1]);
	tell(a,
	    "{\"t\":\"ended\",\"ticket\":1,\"outcome\":\"solved\","
	    "\"net_gr\":20000,\"vat_gr\":4600,\"gross_gr\":24600,"
	    "\"worked_s\":100}");
	tell(a, "{\"t\":\"gone\",\"ticket\":1,\"why\":\"solved\"}");
	assert_false(app_has_visits(a));
	assert_int_equal(a->stage.boxes, 1);
	assert_false(sees(a, "has ended meanwhile"));
	answer(a, DONE, "end");
	assert_int_equal(a->stage.boxes, 0);
}

/* Somebody else's: what was typed can be kept as a note, and that waits, too.
 */
static void
anothers_end_keeps_the_note(void **state)
{
	struct app *a = *state;

	world(a);
	ask(a, &kinds[1]);
	tell(a, "{\"t\":\"gone\",\"ticket\":1,\"why\":\"solved\"}");
	answer(a, REFUSED, "end");
	must_see(a, &kinds[1], "has ended meanwhile");
	must_see(a, &kinds[1], "the desk says no");
	must_see(a, &kinds[1], "all is well");
	keys(a, CTRL_S);
	assert_string_equal(sent_last, "note");
	answer(a, DONE, "note");
	assert_int_equal(a->stage.boxes, 0);
}

static void
esc_leaves_it(void **state)
{
	struct app *a = *state;

	world(a);
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		int before;

		ask(a, &kinds[i]);
		before = sent;
		keys(a, kinds[i].again); /* not twice */
		keys(a, "x");
		assert_int_equal(sent, before);
		must_see(a, &kinds[i], kinds[i].seen);
		keys(a, "\033");
		loop_turn(a->loop, false);
		assert_int_equal(a->stage.boxes, 0);
		answer(a, REFUSED,
		    kinds[i].message); /* then the last row says it */
		assert_non_null(strstr(a->stage.notice, "the desk says no"));
		a->stage.notice[0] = '\0';
	}
}

static void
chat_is_not_sent_to_nobody(void **state)
{
	struct app *a = *state;
	struct visit *v;

	world(a);
	v = open_visit(a, 1);
	visit_set_state(v, VISIT_LIVE);
	dlg_chat(a, v);
	keys(a, "are you there");
	visit_set_state(v, VISIT_LOST);
	assert_true(sees(a, "are you there"));
	keys(a, "\r");
	assert_true(sees(a, "are you there"));
	assert_non_null(strstr(a->stage.notice, "was not sent"));
}

/* --- any order --- */

static uint32_t seed;

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((uint64_t)(seed >> 8) * (uint32_t)n >> 24);
}

static bool
is_open(const struct app *a, const void *box)
{
	int i = 0;

	while (i < a->stage.boxes && a->stage.box[i].self != box)
		i++;
	return i < a->stage.boxes;
}

/* Boxes of several kinds about one ticket: each stays until what it sent is
 * done, and goes for no other's. */
static void
in_any_order(void **state)
{
	static const int which[] = {0, 2, 5, 6}; /* differ in what they send */
	struct app *a = *state;

	world(a);
	for (seed = 1; seed <= 300; seed++) {
		const void *open[4] = {0}; /* their boxes */
		uint32_t story = seed;
		int n = 0;

		for (int i = 0; i < 30; i++) {
			int w = pick(4);
			const struct kind *k = &kinds[which[w]];

			if (!open[w] && n < 4) {
				link_up = pick(5) > 0;
				k->open(a);
				open[w] = stage_top_box(&a->stage)->self;
				keys(a, k->typed);
				keys(a, k->sends);
				n++;
			} else if (pick(3) == 0) {
				answer(a, REFUSED, k->message);
			} else if (pick(4) == 0) {
				run_visits_link(a, NULL);
			} else if (pick(2) == 0) {
				link_up = true;
				keys(a, kinds[0].again);
			} else if (link_up && open[w]) {
				int before = a->stage.boxes;

				answer(a, DONE, k->done);
				if (a->stage.boxes < before)
					open[w] = NULL;
				n -= open[w] == NULL;
			}
			assert_int_equal(a->stage.boxes, n);
			for (int j = 0; j < 4; j++)
				if (open[j] != NULL)
					assert_true(is_open(a, open[j]));
		}
		leave(a);
		seed = story;
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(it_goes_when_it_is_done),
	    T(refused_it_says_why),
	    T(another_orders_answer_is_not_ours),
	    T(nothing_goes_with_the_link),
	    T(an_end_that_may_be_ours_says_so),
	    T(a_quote_that_stands_was_sent),
	    T(nothing_goes_with_the_visit),
	    T(its_own_end_is_not_late),
	    T(anothers_end_keeps_the_note),
	    T(esc_leaves_it),
	    T(chat_is_not_sent_to_nobody),
	    T(in_any_order),
	};

	i18n_init();
	i18n_speak("en");
	log_init("test", LOG_ERROR);
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
