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

/* A link that was lost for weeks keeps its ticket. */
static void
a_long_wait_is_not_cut(void **state)
{
	struct app *a = *state;

	tell(a,
	    "{\"t\":\"row\",\"ticket\":12,\"state\":\"waiting\",\"name\":"
	    "\"Jan\",\"company\":\"\",\"phone\":\"600 100 200\","
	    "\"product\":\"Subiekt\",\"wanted\":\"any\",\"problem\":\"x\","
	    "\"since_s\":1,\"waited_s\":1533780,\"called\":false,"
	    "\"online\":false,\"by\":\"\",\"visit\":0,\"key\":\"k\","
	    "\"known_s\":0,\"earlier\":0,\"rate\":\"support A\","
	    "\"from\":\"192.0.2.7\",\"history\":\"\"}");
	draw(a, 80);
	assert_non_null(strstr(rows[2], "! 426 h "));
	assert_null(strstr(rows[2], "…"));
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

/* Two have come at 8:10 and 9:40, the first goes at 9:50; then it is midnight.
 */
static void
a_day_of_waiting(void **state)
{
	struct model_row row[2] = {{.ticket = 1}, {.ticket = 2}};
	struct model m = {.row = row, .rows = 2};
	struct view_queue_day d = {0};
	int64_t day_s = clock_add_days(INT64_C(1795335300), 0);

	row[0].r.state = row[1].r.state = TICKET_WAITING;
	row[0].r.since_s = day_s + 8 * 3600 + 600;
	row[1].r.since_s = day_s + 9 * 3600 + 2400;
	view_queue_day_look(&d, &m, day_s + 9 * 3600 + 2700);
	row[0].r.state = TICKET_WORKING;
	view_queue_day_look(&d, &m, day_s + 10 * 3600 + 60);
	assert_int_equal(d.now, 20);
	for (int i = 0; i < VIEW_QUEUE_DAY_SLOTS; i++)
		assert_int_equal(d.most[i],
		    i == 19				 ? 2
			: (i >= 16 && i < 19) || i == 20 ? 1
							 : 0);
	view_queue_day_look(&d, &m, clock_add_days(day_s, 1));
	assert_int_equal(d.now, 0);
	assert_int_equal(d.most[0], 1);
	assert_int_equal(d.most[19], 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(room_is_used, setup, teardown),
	    cmocka_unit_test_setup_teardown(
		a_long_wait_is_not_cut, setup, teardown),
	    cmocka_unit_test(a_day_of_waiting),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
