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

static bool
is_drawn(struct app *a, const char *text)
{
	const struct stage_box *b = stage_top_box(&a->stage);
	struct canvas c;
	char line[81];
	bool is = false;

	canvas_init(&c, 80, 6);
	b->ops->draw(b->self, &c);
	for (int y = 0; y < 6; y++) {
		for (int x = 0; x < 80; x++)
			line[x] = (char)grid_cell(&c.grid, y, x)->cp;
		line[80] = '\0';
		is = is || strstr(line, text) != NULL;
	}
	canvas_fini(&c);
	return is;
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
	type(a, "qu\t"); /* several: all of them are shown, one by one */
	assert_true(is_drawn(a, "queue quit quote"));
	type(a, "\t\t");
	assert_true(is_drawn(a, ":quote"));
	type(a, "\r");
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
