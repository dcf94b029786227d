/* Rows of the queue that are marked. */
#include "tests/unit/console/fake_app.h"

static int sent; /* messages: see Makefile */
static char sent_last[32]; /* the name of the last */

bool __wrap_desk_link_send(struct desk_link *l, struct msg *m);

bool
__wrap_desk_link_send(struct desk_link *l, struct msg *m)
{
	sent++;
	str_copy(sent_last, sizeof(sent_last), msg_name(m));
	msg_free(m);
	return true;
}

/* c means all rows that are marked and wait; without marks the chosen one. */
static void
called_are_all_marked(void **state)
{
	static const struct keys_event space = {.code = KEYS_CHAR, .cp = ' '};
	static const struct keys_event c = {.code = KEYS_CHAR, .cp = 'c'};
	struct app *a = *state;
	const struct stage_view *v = &a->stage.view[0];
	struct canvas canvas;

	tell_row(a, 1, "Firma Lis", "");
	tell_row(a, 2, "Biuro Nowak", "");
	tell_row(a, 3, "Gamma", "");
	canvas_init(&canvas, 80, 24);
	v->ops->draw(v->self, &canvas);
	canvas_fini(&canvas);
	sent = 0;
	v->ops->key(v->self, &c);
	assert_int_equal(sent, 1);
	v->ops->key(v->self, &space);
	v->ops->key(v->self, &space);
	sent = 0;
	v->ops->key(v->self, &c);
	assert_int_equal(sent, 2);
	assert_string_equal(sent_last, "called");
}

/* What \ leaves of the rows. */
static int
left(struct view_queue *v, const char *words)
{
	list_filter(&v->list, words, clock_ms() + 1000);
	return v->list.len;
}

/* The filter finds the mark of the rows that are yours or for you, too. */
static void
mine_is_a_word(void **state)
{
	struct app *a = *state;
	struct view_queue *v = a->stage.view[0].self;

	tell_own_row(a, 1, "Firma Lis");
	tell_row(a, 2, "Biuro Nowak", "");
	tell_row_of(a, 3, "Gamma", "", "working", "bartek");
	assert_int_equal(left(v, ""), 3);
	assert_int_equal(left(v, "mine"), 1);
	assert_int_equal(v->list.order[0], 1);
	assert_int_equal(left(v, "* lis"), 1);
	assert_int_equal(left(v, "mine gamma"), 0);
	assert_int_equal(left(v, "bartek"), 1);
	i18n_speak("pl");
	assert_int_equal(left(v, "moje"), 1);
	i18n_speak("en");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
		called_are_all_marked, setup, teardown),
	    cmocka_unit_test_setup_teardown(mine_is_a_word, setup, teardown),
	};

	i18n_init();
	i18n_speak("en");
	log_init("test", LOG_ERROR);
	if (sodium_init() < 0)
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
