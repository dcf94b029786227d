/* Fields below each other: how far each goes is seen, and what is wrong with
 * one stands below it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "shared/ui/form.h"

#define COLS 60
#define ROWS 12
#define LABEL_COLS 10

static const struct keys_event tab = {.code = KEYS_TAB};
static const struct keys_event letter = {.code = KEYS_CHAR, .cp = 'x'};

static void
fill(struct form *f)
{
	*f = (struct form){0};
	form_add(f, "Name", "Jan", 12, 0);
	form_add(f, "Number", "", 5, 0);
	form_add(f, "Trouble", "", 500, 0);
}

/* How many cells behind the label differ from those of an empty screen. */
static int
extent(const struct canvas *c, int row)
{
	int n = 0;

	for (int col = LABEL_COLS; col < COLS; col++) {
		const struct cell *cell = grid_cell(&c->grid, row, col);

		n += cell->attr != 0 || cell->bg != 0;
	}
	return n;
}

static int
draw(struct form *f, struct canvas *c, int rows)
{
	canvas_clear(c);
	return form_draw(f, c, (struct rect){0, 0, rows, COLS}, LABEL_COLS);
}

/* In every kind of terminal, active or not. */
static void
extent_is_seen(void **state)
{
	struct canvas c;
	struct form f;

	fill(&f);
	canvas_init(&c, COLS, ROWS);
	for (int colours = 0; colours <= FRAME_COLOURS_NONE; colours++) {
		c.colours = (enum frame_colours)colours;
		for (int active = 0; active < 3; active++) {
			f.active = active;
			assert_int_equal(draw(&f, &c, ROWS), 3);
			assert_int_equal(extent(&c, 0), 13);
			assert_int_equal(extent(&c, 1), 6);
			assert_int_equal(extent(&c, 2), COLS - LABEL_COLS);
		}
	}
	canvas_fini(&c);
	form_fini(&f);
}

static void
has(const struct canvas *c, int row, const char *text)
{
	char line[512];

	grid_text(&c->grid, row, line, sizeof(line));
	if (strstr(line, text) == NULL)
		fail_msg("no '%s' in row %d: %s", text, row, line);
}

/* Below its field, until that is changed; the others move down. */
static void
error_stands_there(void **state)
{
	struct canvas c;
	struct form f;

	fill(&f);
	canvas_init(&c, COLS, ROWS);
	form_blame(&f, 1, "five digits are needed");
	assert_int_equal(f.active, 1);
	assert_int_equal(draw(&f, &c, ROWS), 4);
	has(&c, 2, "          five digits");
	has(&c, 3, "Trouble");
	form_key(&f, &tab);
	form_key(&f, &letter);
	assert_int_equal(draw(&f, &c, ROWS), 4);
	f.active = 1;
	form_key(&f, &letter);
	assert_int_equal(draw(&f, &c, ROWS), 3);
	assert_string_equal(form_text(&f, 0), "Jan");
	canvas_fini(&c);
	form_fini(&f);
}

/* With too few rows the active field is among those that are shown, and what is
 * wrong with it. */
static void
few_rows(void **state)
{
	struct canvas c;
	struct form f;

	fill(&f);
	canvas_init(&c, COLS, ROWS);
	form_blame(&f, 2, "what is it?");
	assert_int_equal(draw(&f, &c, 3), 3);
	has(&c, 0, "Number");
	has(&c, 1, "Trouble");
	has(&c, 2, "what is it?");
	f.active = 0;
	assert_int_equal(draw(&f, &c, 2), 2);
	has(&c, 0, "Name");
	canvas_fini(&c);
	form_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(extent_is_seen),
	    cmocka_unit_test(error_stands_there),
	    cmocka_unit_test(few_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
