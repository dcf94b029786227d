/* The queue in windows of any width: what room there is, is used. */
#include "tests/unit/console/fake_app.h"

#include <locale.h>

#define CLIENT "Przedsiebiorstwo Handlowe Brzeczyszczykiewicz"

static char rows[43][1024];

static void
draw(struct app *a, int cols)
{
	struct stage_view *v = &a->stage.view[0];

	canvas_resize(&a->stage.canvas, cols, 43);
	canvas_clear(&a->stage.canvas);
	v->ops->draw(v->self, &a->stage.canvas);
	for (int i = 0; i < 43; i++)
		grid_text(&a->stage.canvas.grid, i, rows[i], sizeof(rows[i]));
}

static bool
shows(const char *text)
{
	for (int i = 0; i < 43; i++)
		if (strstr(rows[i], text) != NULL)
			return true;
	return false;
}

static void
room_is_used(void **state)
{
	struct app *a = *state;

	tell(a,
	    "{\"t\":\"row\",\"ticket\":12,\"state\":\"waiting\",\"name\":"
	    "\"Jan\",\"company\":\"" CLIENT "\",\"phone\":\"600 100 200\","
	    "\"product\":\"Subiekt\",\"wanted\":\"any\",\"problem\":\"it does "
	    "not print receipts since yesterday noon\",\"since_s\":1,"
	    "\"waited_s\":1,\"called\":false,\"online\":true,\"by\":\"\","
	    "\"visit\":0,\"key\":\"k\",\"known_s\":0,\"earlier\":1,"
	    "\"rate\":\"support A\",\"from\":\"192.0.2.7\",\"history\":"
	    "\"1790755200 9 solved\\nnew driver\\n\\n\"}");
	draw(a, 109);
	assert_false(shows("│"));
	for (int cols = 110; cols <= 240; cols++) {
		draw(a, cols);
		assert_true(shows("│ Phone: 600 100 200"));
		assert_true(shows("new driver"));
		assert_non_null(strstr(rows[1], "what"));
		/* the list ends before the card begins */
		assert_non_null(strstr(rows[2], " │ "));
	}
	draw(a, 160);
	assert_non_null(strstr(rows[2], CLIENT " "));
	assert_null(strstr(rows[1], "phone"));
	draw(a, 200);
	assert_non_null(strstr(rows[1], "phone"));
	assert_non_null(strstr(rows[1], "rate"));
	assert_non_null(strstr(rows[2], "600 100 200  support A"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(room_is_used, setup, teardown),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
