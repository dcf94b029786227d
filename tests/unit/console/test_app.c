/* The console without a terminal and a desk: what its boxes do with keys, and
 * whom it takes for a client that was checked before. */
#include "shared/base/util.h"
#include "tests/unit/console/fake_app.h"

/* --- the box of the code --- */

static void
press(struct app *a, enum keys_code code)
{
	struct keys_event ev = {
	    .code = code, .cp = code == KEYS_CHAR ? '7' : 0};

	assert_int_equal(a->stage.boxes, 1);
	a->stage.box[0].ops->key(a->stage.box[0].self, &ev);
}

/* An Esc that was meant for the client's editor ends no visit; two do. */
static void
one_esc_leaves_no_visit(void **state)
{
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);

	for (int i = VISIT_CODE; i <= VISIT_BACK; i++) {
		visit_set_state(v, (enum visit_state)i);
		assert_int_equal(a->stage.boxes, 1);
		for (int j = 0; j < 5; j++) {
			press(a, KEYS_ESC);
			press(a, KEYS_CHAR);
			press(a, KEYS_ESC);
			press(a, KEYS_LEFT);
		}
		assert_int_equal(v->state, i);
	}
	press(a, KEYS_ESC);
	press(a, KEYS_ESC);
	assert_int_equal(v->state, VISIT_OVER);
	assert_int_equal(a->stage.boxes, 0);
}

/* --- keys that were meant for the client's shell --- */

static void
type(struct app *a, const char *keys)
{
	for (; *keys != '\0'; keys++) {
		struct keys_event ev = {.code = KEYS_CHAR,
		    .cp = (uint8_t)*keys,
		    .raw = keys,
		    .raw_len = 1};
		struct stage_view *view = &a->stage.view[1];

		if (*keys == '\r')
			ev.code = KEYS_ENTER;
		if (*keys == 0x1d) {
			ev.cp = ']';
			ev.mods = KEYS_CTRL;
		}
		view->ops->key(view->self, &ev);
	}
}

static void
half_a_second(struct app *a)
{
	int64_t end = clock_ms() + DIALOG_QUIET_MS;

	while (clock_ms() < end)
		loop_turn(a->loop, false);
}

/* The shell has gone under the technician's hands: what he types on ends, asks
 * and picks nothing, until he has stopped for a moment. */
static void
keys_of_a_shell_that_is_gone(void **state)
{
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);

	visit_set_state(v, VISIT_LIVE);
	type(a, "query user > ");
	visit_set_state(v, VISIT_OVER);
	type(a, "q\r:q\rX\r");
	assert_ptr_equal(app_visit(a, 1), v);
	assert_int_equal(v->state, VISIT_OVER);
	assert_int_equal(a->stage.boxes, 0);
	type(a,
	    "\x1d"
	    "?"); /* behind the prefix: for the console */
	assert_int_equal(a->stage.boxes, 1);
	stage_pop(&a->stage, a->stage.box[0].self);
	half_a_second(a);
	type(a, "X");
	assert_int_equal(a->stage.boxes, 1);
	stage_pop(&a->stage, a->stage.box[0].self);
	type(a, "q");
	assert_null(app_visit(a, 1));
}

/* --- known clients --- */

#define LIS "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
#define NOWAK "SHA256:ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs"

static bool
is_known(struct visit *v, const char *key)
{
	return v->events.known(v, key, v->ctx);
}

/* A key is known under the name that it was checked with; who comes with it
 * under another client's name, or with another key under his, is not. */
static void
a_key_is_known_under_its_name(void **state)
{
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);

	tell_row(a, 1, "Firma Lis", LIS);
	assert_false(is_known(v, LIS));
	v->events.verified(v, LIS, v->ctx);
	assert_true(is_known(v, LIS));
	assert_true(is_known(v, NULL)); /* the one of the row */
	assert_false(is_known(v, NOWAK));
	tell_row(a, 1, "Firma Lis", NOWAK);
	assert_false(is_known(v, NULL));
	assert_true(is_known(v, LIS));
	tell_row(a, 1, "Biuro Nowak", LIS);
	assert_false(is_known(v, LIS));
	assert_false(is_known(v, NULL));
	/* checked there, too: known under both, also after a restart */
	v->events.verified(v, LIS, v->ctx);
	assert_true(is_known(v, LIS));
	tell_row(a, 1, "Firma Lis", LIS);
	assert_true(is_known(v, LIS));
}

/* Nor anybody when the list cannot be read. */
static void
nobody_is_known_without_the_list(void **state)
{
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);

	tell_row(a, 1, "Firma Lis", LIS);
	v->events.verified(v, LIS, v->ctx);
	known_free(a->clients);
	a->clients = NULL;
	assert_false(is_known(v, LIS));
	assert_false(is_known(v, NULL));
	v->events.verified(v, LIS, v->ctx);
}

/* --- a client that keeps silent --- */

static void
the_desk_ends_a_silent_visit(void **state)
{
	struct app *a = *state;
	struct visit *v = open_visit(a, 1), *other = open_visit(a, 2);

	visit_set_state(v, VISIT_LIVE);
	visit_set_state(other, VISIT_LIVE);
	tell(a, "{\"t\":\"warn\",\"ticket\":1,\"code\":\"idle\"}");
	assert_int_equal(v->state, VISIT_LIVE);
	tell(a, "{\"t\":\"warn\",\"ticket\":1,\"code\":\"silent\"}");
	assert_int_equal(v->state, VISIT_OVER);
	assert_int_equal(other->state, VISIT_LIVE);
	assert_non_null(strstr(v->why, "nothing would be billed"));
}

/* --- why the clock stands --- */

static void
tell_stands(struct app *a, const char *why)
{
	char line[1024];

	snprintf(line, sizeof(line),
	    "{\"t\":\"clock\",\"ticket\":1,\"running\":false,\"why\":"
	    "\"%s\",\"line\":\"support A\",\"kind\":\"support\","
	    "\"net_hour_gr\":20000,\"minimum_s\":3600,\"quantum_s\":3600,"
	    "\"vat_bp\":2300,\"worked_ms\":4000000,\"line_ms\":4000000,"
	    "\"base_gr\":0,\"cap_gr\":0,\"fixed_gr\":0,\"quote\":"
	    "\"none\",\"net_gr\":0}",
	    why);
	tell(a, line);
}

/* Whatever stops it has words of its own, on the smallest screen, too: who
 * works while it stands, works for nothing. */
static void
why_the_clock_stands_is_said(void **state)
{
	static const char *const words[TICKET_PAUSES] = {
	    [TICKET_PAUSE_TECH] = "paused ",
	    [TICKET_PAUSE_CLIENT] = "paused by the client",
	    [TICKET_PAUSE_HOUR] = "STOPPED at 60:00, quote needed",
	    [TICKET_PAUSE_QUOTE] = "STOPPED, quote needed first",
	    [TICKET_PAUSE_LINK] = "STOPPED: the client is silent",
	    [TICKET_PAUSE_IDLE] = "idle",
	};
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);
	char bar[BAR_PARTS_SIZE];

	tell_row(a, 1, "Firma Lis", LIS);
	visit_set_state(v, VISIT_LIVE);
	for (int i = TICKET_PAUSE_NONE + 1; i < TICKET_PAUSES; i++) {
		tell_stands(a, ticket_pause_name((enum ticket_pause)i));
		view_visit_bar_clock(a, v, 80, bar);
		if (strstr(bar, words[i]) == NULL)
			fail_msg("%s: %s", words[i], bar);
	}
	tell_stands(a, "");
	view_visit_bar_clock(a, v, 80, bar);
	assert_non_null(strstr(bar, "no word from the desk"));
	tell_stands(a, ticket_state_name(TICKET_QUOTED));
	view_visit_bar_clock(a, v, 80, bar);
	assert_non_null(strstr(bar, "waits for the answer to the quote"));
	/* ended by the client: he is not silent, he has gone */
	visit_set_state(v, VISIT_OVER);
	tell_stands(a, ticket_pause_name(TICKET_PAUSE_LINK));
	view_visit_bar_clock(a, v, 80, bar);
	assert_non_null(strstr(bar, "the visit is over"));
}

static void
tell_runs(struct app *a)
{
	tell(a,
	    "{\"t\":\"clock\",\"ticket\":1,\"running\":true,\"why\":\"\","
	    "\"line\":\"support A\",\"kind\":\"support\",\"net_hour_gr\":20000,"
	    "\"minimum_s\":3600,\"quantum_s\":3600,\"vat_bp\":2300,"
	    "\"worked_ms\":4000,\"line_ms\":4000,\"base_gr\":0,\"cap_gr\":0,"
	    "\"fixed_gr\":0,\"quote\":\"none\",\"net_gr\":0}");
}

/* Of what is another's, or of a desk that is gone, nothing is counted. */
static void
no_clock_runs_after_the_visit(void **state)
{
	static const struct {
		enum visit_state state;
		const char *words;
	} cases[] = {{VISIT_OVER, "the visit is over"},
	    {VISIT_LOST, "STOPPED: the link is lost"}};
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);
	char bar[BAR_PARTS_SIZE];

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		visit_set_state(v, VISIT_LIVE);
		tell_runs(a);
		assert_true(view_visit_bar_due_ms(a, v, clock_ms()) > 0);
		visit_set_state(v, cases[i].state);
		assert_int_equal(view_visit_bar_due_ms(a, v, clock_ms()), -1);
		view_visit_bar_clock(a, v, 80, bar);
		assert_non_null(strstr(bar, cases[i].words));
	}
	tell_runs(a); /* it speaks again */
	assert_true(view_visit_bar_due_ms(a, v, clock_ms()) > 0);
}

/* --- what the technician may --- */

static void
draw_visit(struct app *a, struct canvas *c)
{
	struct stage_view *view = &a->stage.view[1];

	canvas_init(c, 80, 24);
	view->ops->draw(view->self, c);
}

static bool
head_has(struct app *a, const char *text)
{
	struct canvas c;
	char row[512];

	draw_visit(a, &c);
	grid_text(&c.grid, 0, row, sizeof(row));
	canvas_fini(&c);
	return strstr(row, text) != NULL;
}

/* A line for him stands beside it, and goes when it is not true any more. */
static void
what_one_may_is_always_seen(void **state)
{
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);

	visit_set_state(v, VISIT_LIVE);
	v->rights = GRANT_VIEW;
	v->hidden = true;
	stage_show(&a->stage, 1);
	type(a, "x");
	assert_true(head_has(a, "You may only look"));
	assert_true(head_has(a, grant_word(GRANT_VIEW)));
	assert_true(head_has(a, "HIDDEN"));
	v->hidden = false;
	assert_false(head_has(a, "You may only look"));
	type(a, "x");
	assert_true(head_has(a, "You may only look"));
	v->rights = GRANT_VIEW | GRANT_TYPE;
	assert_false(head_has(a, "You may only look"));
	/* his keys are lost until the desk knows of the yes */
	assert_true(head_has(a, grant_word(GRANT_VIEW)));
	v->agreed = true;
	assert_true(head_has(a, grant_word(v->rights)));
	/* what is about something else stays */
	stage_notice(&a->stage, UI_BAR, "%s", "anna says: hello");
	v->rights = GRANT_VIEW;
	assert_true(head_has(a, "anna says: hello"));
	v->rights = GRANT_VIEW | GRANT_TYPE;
	v->hidden = true;
	type(a, "x");
	assert_true(head_has(a, "The screen is hidden"));
	assert_true(head_has(a, "HIDDEN"));
	assert_false(head_has(a, grant_word(v->rights))); /* not now */
	v->hidden = false;
	assert_false(head_has(a, "The screen is hidden"));
}

/* Arrows go on after the first one; any other key is the client's again. */
static void
arrows_go_on(void **state)
{
	static const struct keys_event down = {
	    .code = KEYS_DOWN, .raw = "\033[B", .raw_len = 3};
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);
	const struct stage_view *view = &a->stage.view[1];
	const struct view_visit *self = view->self;
	struct canvas c;

	visit_set_state(v, VISIT_LIVE);
	v->rights = GRANT_VIEW | GRANT_TYPE;
	draw_visit(a, &c);
	canvas_fini(&c);
	type(a, "\x1d");
	for (int i = 1; i <= 3; i++) {
		int was = self->pan_row;

		view->ops->key(view->self, &down);
		assert_true(self->pan_row > was);
	}
	type(a, "x");
	assert_false(self->panned);
}

/* --- a ticket that is another's --- */

/* Nothing is begun there that the desk would refuse. */
static void
no_box_on_a_colleagues_ticket(void **state)
{
	static const char *const letters[] = {"\x1d"
					      "$",
	    "\x1d"
	    "k",
	    "\x1d"
	    "h",
	    "\x1d"
	    "X",
	    "\x1d"
	    "p"};
	struct app *a = *state;
	enum ui_style style;

	tell(a,
	    "{\"t\":\"technician\",\"id\":\"piotr\",\"name\":\"Piotr\","
	    "\"state\":\"busy\"}");
	tell_own_row(a, 1, "Lis");
	(void)open_visit(a, 1);
	tell_row_of(a, 1, "Lis", "", "working", "piotr");
	for (size_t i = 0; i < ARRAY_LEN(letters); i++) {
		stage_notice(&a->stage, UI_BAR, "%s", "");
		type(a, letters[i]);
		assert_int_equal(a->stage.boxes, 0);
		assert_string_equal(stage_notice_text(&a->stage, &style),
		    letters[i][1] == 'p' ? "That ticket is not yours."
					 : "Lis is with piotr already.");
	}
}

/* The technician sees what the client sees, in the narrowest console. */
static void
the_price_is_always_seen(void **state)
{
	static const int cols[] = {132, 80, 60, 40};
	struct app *a = *state;
	struct visit *v = open_visit(a, 1);
	char bar[BAR_PARTS_SIZE];

	tell_row(a, 1, "Firma Lis", LIS);
	visit_set_state(v, VISIT_LIVE);
	tell_stands(a, ticket_pause_name(TICKET_PAUSE_HOUR));
	for (int i = 0; i < (int)ARRAY_LEN(cols); i++) {
		int rows = view_visit_bar_clock(a, v, cols[i], bar);

		assert_true(rows <= (cols[i] >= 132 ? 1 : 3));
		assert_non_null(strstr(bar, "200,00 zł/h"));
		assert_non_null(strstr(bar, "1:06:40"));
		assert_non_null(strstr(bar, " net, "));
		assert_non_null(strstr(bar, " gross"));
		assert_non_null(strstr(bar, "quote: none"));
	}
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(one_esc_leaves_no_visit),
	    T(keys_of_a_shell_that_is_gone),
	    T(a_key_is_known_under_its_name),
	    T(nobody_is_known_without_the_list),
	    T(the_desk_ends_a_silent_visit),
	    T(why_the_clock_stands_is_said),
	    T(no_clock_runs_after_the_visit),
	    T(what_one_may_is_always_seen),
	    T(arrows_go_on),
	    T(no_box_on_a_colleagues_ticket),
	    T(the_price_is_always_seen),
	};

	i18n_init();
	log_init("test", LOG_ERROR);
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
