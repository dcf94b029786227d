/* The words after `:` show the views, as their tabs do. */
#include "tests/unit/console/fake_app.h"

#include "console/dlg/dlg_command.h"
#include "shared/base/util.h"

static const struct stage_view_ops last_ops = {.name = "last"};

static void
type(struct app *a, const char *text)
{
	for (; *text != '\0'; text++) {
		struct keys_event ev = {
		    .code = KEYS_CHAR, .cp = (uint8_t)*text};
		const struct stage_box *b = stage_top_box(&a->stage);

		if (*text == '\t')
			ev.code = KEYS_TAB;
		if (*text == '\r')
			ev.code = KEYS_ENTER;
		assert_non_null(b);
		b->ops->key(b->self, &ev);
	}
}

static void
words_of_views(void **state)
{
	struct app *a = *state;
	static const struct {
		const char *typed;
		int shown;
	} lines[] = {{"last\r", 1}, {"queue\r", 0}, {"l\t\r", 1}, {"q\t\r", 0},
	    {"la\t\r", 1}};

	stage_add_view(
	    &a->stage, 1, (struct stage_view){&last_ops, NULL, NULL});
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		dlg_command(a);
		type(a, lines[i].typed);
		assert_int_equal(a->stage.shown, lines[i].shown);
		assert_int_equal(a->stage.boxes, 0);
	}
	dlg_command(a);
	type(a, "log\r"); /* no such view here */
	assert_int_equal(a->stage.shown, 1);
	assert_non_null(strstr(a->stage.notice,
	    "assign away busy called card end filter free help invite kind "
	    "last note pick queue quit quote sort visit"));
	dlg_command(a);
	type(a, "qu\t"); /* several: all of them are told, one by one */
	assert_string_equal(a->stage.notice, " queue quit quote");
	type(a, "\t\t\r");
	assert_string_equal(a->stage.notice, "Select a ticket first.");
	dlg_command(a);
	type(a, "pick\r"); /* there is none */
	assert_string_equal(a->stage.notice, "Select a ticket first.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(words_of_views, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
