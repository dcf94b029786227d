#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/ui/dialog.h"
#include "shared/ui/form.h"
#include "shared/ui/help.h"
#include "shared/ui/menu.h"

#define T0 10000
#define LATER (T0 + DIALOG_QUIET_MS)

static struct keys_event
ev_of(enum keys_code code, uint32_t cp)
{
	return (struct keys_event){.code = code, .cp = cp};
}

static int
hit(struct dialog *d, enum keys_code code, uint32_t cp, int64_t now)
{
	struct keys_event ev = ev_of(code, cp);

	return dialog_key(d, &ev, now);
}

static void
draw_in(struct dialog *d, int cols, int rows, int64_t now)
{
	struct canvas c;

	canvas_init(&c, cols, rows);
	dialog_draw(d, &c, now);
	canvas_fini(&c);
}

static void
open_dialog(struct dialog *d, unsigned flags)
{
	dialog_init(d, "Title", "A question?", flags, T0);
	dialog_add(d, 'y', "yes", 1);
	dialog_add_no(d, 'n', "no", 2);
	draw_in(d, 80, 24, T0);
}

static void
own_box(void **state)
{
	struct dialog d;

	open_dialog(&d, 0);
	assert_int_equal(hit(&d, KEYS_ENTER, 0, T0), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_CHAR, ' ', T0), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_ESC, 0, T0), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_CHAR, 'N', T0), 2);
	open_dialog(&d, DIALOG_ESC);
	assert_int_equal(hit(&d, KEYS_ESC, 0, T0), DIALOG_ESCAPED);
	open_dialog(&d, 0);
	hit(&d, KEYS_LEFT, 0, T0); /* the last one, safe by custom */
	assert_int_equal(hit(&d, KEYS_ENTER, 0, T0), 2);
}

static bool
shows(struct dialog *d, const char *text)
{
	struct canvas c;
	char line[256];
	bool found = false;

	canvas_init(&c, 80, 14);
	dialog_draw(d, &c, T0);
	for (int row = 0; row < 14; row++) {
		grid_text(&c.grid, row, line, sizeof(line));
		found = found || strstr(line, text) != NULL;
	}
	canvas_fini(&c);
	return found;
}

/* In one's own box the letter behind & is shown, and the other one is taken
 * where nobody shows it; in a box that opens by itself it is not. */
static void
keys_fit_the_language(void **state)
{
	struct dialog d;

	for (int unasked = 0; unasked < 2; unasked++) {
		dialog_init(
		    &d, "", "Pytanie", unasked ? DIALOG_UNASKED : 0, T0);
		dialog_add(&d, 'y', "&tak", 1);
		dialog_add(&d, 'n', "tylko &podglad", 2);
		dialog_add(&d, 'd', "&nie", 3);
		assert_true(shows(&d, "[T] tak   [P] tylko podglad   [N] nie"));
		assert_int_equal(
		    hit(&d, KEYS_CHAR, 'P', LATER), unasked ? 0 : 2);
		assert_int_equal(d.chosen, 1);
		assert_int_equal(hit(&d, KEYS_CHAR, 'y', LATER + 5000),
		    unasked ? DIALOG_OPEN : 1);
		assert_int_equal(d.chosen, unasked ? -1 : 0);
		assert_int_equal(hit(&d, KEYS_CHAR, 'n', LATER + 10000),
		    unasked ? DIALOG_OPEN : 3);
		assert_int_equal(d.chosen, 2);
	}
}

/* Choose, then Enter; each after a moment of quiet. */
static void
unasked_box(void **state)
{
	struct dialog d;
	int64_t now = T0;

	open_dialog(&d, DIALOG_UNASKED);
	assert_true(shows(&d, "Choose a letter"));
	/* half a second from the opening, and again from each key */
	for (int i = 0; i < 10; i++) {
		now += DIALOG_QUIET_MS - 1;
		assert_int_equal(hit(&d, KEYS_CHAR, 'y', now), DIALOG_OPEN);
		assert_int_equal(d.chosen, -1);
	}
	assert_true(shows(&d, "Too fast"));
	now += DIALOG_QUIET_MS;
	assert_int_equal(hit(&d, KEYS_CHAR, 'y', now), DIALOG_OPEN);
	assert_int_equal(d.chosen, 0);
	assert_true(shows(&d, "Enter confirms"));
	/* Enter too soon confirms nothing, and takes nothing back */
	assert_int_equal(hit(&d, KEYS_ENTER, 0, now + 1), DIALOG_OPEN);
	assert_int_equal(d.chosen, 0);
	now += 1 + DIALOG_QUIET_MS;
	assert_int_equal(hit(&d, KEYS_ENTER, 0, now), 1);
}

static void
other_keys_take_back(void **state)
{
	static const struct keys_event others[] = {
	    {.code = KEYS_CHAR, .cp = 'x'},
	    {.code = KEYS_CHAR, .cp = 'y', .mods = KEYS_ALT},
	    {.code = KEYS_CHAR, .cp = 0x17c}, {.code = KEYS_TAB},
	    {.code = KEYS_DOWN}, {.code = KEYS_ESC}, {.code = KEYS_F1},
	    {.code = KEYS_NONE}, {.code = KEYS_PASTE_BEGIN},
	    {.code = KEYS_PASTE, .raw = "y", .raw_len = 1},
	    {.code = KEYS_PASTE_END}};
	struct dialog d;

	for (size_t i = 0; i < ARRAY_LEN(others); i++) {
		for (int soon = 0; soon < 2; soon++) {
			int64_t now = LATER;

			open_dialog(&d, DIALOG_UNASKED);
			hit(&d, KEYS_CHAR, 'y', now);
			assert_int_equal(d.chosen, 0);
			now += soon ? 1 : DIALOG_QUIET_MS;
			assert_int_equal(
			    dialog_key(&d, &others[i], now), DIALOG_OPEN);
			assert_int_equal(d.chosen, -1);
			now += DIALOG_QUIET_MS;
			assert_int_equal(
			    hit(&d, KEYS_ENTER, 0, now), DIALOG_OPEN);
		}
	}
}

/* The mouse does nothing at all there: no choice, no answer, no delay. */
static void
mouse_never_answers(void **state)
{
	struct keys_event ev = ev_of(KEYS_MOUSE, 0);
	struct dialog d;

	open_dialog(&d, DIALOG_UNASKED);
	assert_true(shows(&d, "[Y] yes"));
	ev.row = d.at[0].row;
	ev.col = d.at[0].col;
	ev.clicks = 2;
	assert_int_equal(dialog_key(&d, &ev, LATER), DIALOG_OPEN);
	assert_int_equal(d.chosen, -1);
	hit(&d, KEYS_CHAR, 'n', LATER);
	assert_int_equal(
	    dialog_key(&d, &ev, LATER + DIALOG_QUIET_MS), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_ENTER, 0, LATER + DIALOG_QUIET_MS), 2);
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static bool
two_wordings(void *ctx, int level, char *dst, size_t size)
{
	static const char *const words[] = {
	    "The question, in a row that needs more than twenty columns?",
	    "The same, shorter?"};

	(void)ctx;
	if (level > 1)
		return false;
	str_copy(dst, size, words[level]);
	return true;
}

/* The words that fit; where none do nothing but a no, until there is room. */
static void
unread_is_unasked(void **state)
{
	int64_t now = T0;
	struct dialog d;

	open_dialog(&d, DIALOG_UNASKED);
	dialog_words(&d, two_wordings, NULL);
	draw_in(&d, 80, 24, now);
	assert_non_null(strstr(d.text, "more than twenty"));
	draw_in(&d, 40, 5, now);
	assert_string_equal(d.text, "The same, shorter?");
	assert_true(d.whole);
	hit(&d, KEYS_CHAR, 'y', now += DIALOG_QUIET_MS);
	assert_int_equal(d.chosen, 0);
	/* the choice was for what could be read */
	draw_in(&d, 40, 4, now);
	assert_false(d.whole);
	assert_int_equal(d.chosen, -1);
	assert_int_equal(
	    hit(&d, KEYS_ENTER, 0, now += DIALOG_QUIET_MS), DIALOG_OPEN);
	hit(&d, KEYS_CHAR, 'y', now += DIALOG_QUIET_MS);
	assert_int_equal(
	    hit(&d, KEYS_ENTER, 0, now += DIALOG_QUIET_MS), DIALOG_OPEN);
	/* larger again; a key on its way was not for this */
	draw_in(&d, 80, 24, now += DIALOG_QUIET_MS);
	assert_true(shows(&d, "[Y] yes"));
	hit(&d, KEYS_CHAR, 'y', now + 1);
	assert_int_equal(d.chosen, -1);
	draw_in(&d, 20, 4, now);
	hit(&d, KEYS_CHAR, 'n', now += 2 * DIALOG_QUIET_MS);
	assert_int_equal(hit(&d, KEYS_ENTER, 0, now += DIALOG_QUIET_MS), 2);
}

/* For every size: what is offered is shown, with every word of some wording. */
static void
whole_in_every_size(void **state)
{
	char line[400], all[8000];

	for (int size = 0; size < 70 * 14; size++) {
		int cols = 1 + size % 70, rows = 1 + size / 70;
		struct canvas c;
		struct dialog d;

		canvas_init(&c, cols, rows);
		open_dialog(&d, DIALOG_UNASKED);
		dialog_words(&d, two_wordings, NULL);
		dialog_draw(&d, &c, T0);
		all[0] = '\0';
		for (int row = 0; row < rows; row++) {
			grid_text(&c.grid, row, line, sizeof(line));
			strcat(all, line);
		}
		assert_true(
		    d.whole == (strstr(all, "[Y] yes   [N] no") != NULL));
		if (d.whole)
			assert_non_null(strstr(all, "?"));
		canvas_fini(&c);
	}
}

/* Keys as they come, in any rhythm; boxes that open, change and go under them,
 * in windows that become small and large. An answer is only ever: quiet, a
 * letter that is shown, quiet, Enter, and nothing in between but Enters that
 * were too soon. */
static void
generated_keys(void **state)
{
	static const char letters[] = "yntwadoYNTWADO1q \r\r\r";
	static const enum keys_code codes[] = {
	    KEYS_ESC, KEYS_TAB, KEYS_F1 + 5, KEYS_NONE, KEYS_PASTE, KEYS_MOUSE};
	uint32_t seed = 1;
	int answers = 0;

	for (int round = 0; round < 3000; round++) {
		int64_t now = T0, last = T0, chosen_ms = -1;
		bool small = false;
		struct dialog d;
		int meant = 0;

		open_dialog(&d, DIALOG_UNASKED);
		for (int i = 0; i < 60; i++) {
			struct keys_event ev = {.code = KEYS_CHAR};
			uint32_t r = next_random(&seed);
			bool quiet;
			int got;

			now += r % 7 == 0 ? 700 : (int64_t)(r % 300);
			ev.cp = (uint32_t)
			    letters[(r >> 4) % (sizeof(letters) - 1)];
			if (ev.cp == '\r')
				ev = ev_of(KEYS_ENTER, 0);
			else if (r % 5 == 0)
				ev = ev_of(
				    codes[(r >> 4) % ARRAY_LEN(codes)], 0);
			if (r % 23 == 0) { /* another question in its place */
				dialog_again(&d, now);
				draw_in(&d, small ? 20 : 80, 4 + !small, now);
				last = now;
				meant = 0;
			}
			if (r % 29 == 0) {
				small = !small;
				draw_in(&d, small ? 20 : 80, 4 + !small, now);
				last = now;
				meant = 0;
			}
			quiet = now - last >= DIALOG_QUIET_MS;
			got = dialog_key(&d, &ev, now);
			if (ev.code == KEYS_MOUSE) {
				assert_int_equal(got, DIALOG_OPEN);
				continue;
			}
			last = now;
			if (got != DIALOG_OPEN) {
				assert_int_equal(ev.code, KEYS_ENTER);
				assert_true(quiet && meant == got);
				assert_true(got == 2 || !small);
				assert_true(now - chosen_ms >= DIALOG_QUIET_MS);
				answers++;
				break;
			}
			if (ev.code == KEYS_ENTER)
				continue;
			meant = !quiet || ev.code != KEYS_CHAR ? 0
			    : ev.cp == 'y' || ev.cp == 'Y'     ? !small
			    : ev.cp == 'n' || ev.cp == 'N'     ? 2
							       : 0;
			chosen_ms = now;
		}
	}
	assert_true(answers > 0); /* they were not all dropped */
}

static void
mouse(void **state)
{
	struct keys_event ev = ev_of(KEYS_MOUSE, 0);
	struct canvas c;
	struct dialog d;

	canvas_init(&c, 80, 24);
	open_dialog(&d, 0);
	dialog_draw(&d, &c, T0);
	ev.row = d.at[1].row;
	ev.col = d.at[1].col;
	ev.clicks = 1;
	assert_int_equal(dialog_key(&d, &ev, LATER), DIALOG_OPEN);
	assert_int_equal(d.chosen, 1);
	ev.clicks = 2;
	assert_int_equal(dialog_key(&d, &ev, LATER), 2);
	canvas_fini(&c);
}

/* A box larger than the screen draws what it can. */
static void
tiny_screen(void **state)
{
	struct canvas c;
	struct dialog d;

	for (int cols = 1; cols < 30; cols++) {
		canvas_init(&c, cols, 1 + cols % 7);
		open_dialog(&d, DIALOG_ALERT);
		dialog_draw(&d, &c, T0);
		canvas_fini(&c);
	}
}

static void
menus(void **state)
{
	struct keys_event up = ev_of(KEYS_UP, 0), down = ev_of(KEYS_DOWN, 0);
	struct keys_event enter = ev_of(KEYS_ENTER, 0);
	struct keys_event two = ev_of(KEYS_CHAR, '2');
	struct menu m;

	menu_init(&m);
	assert_int_equal(menu_key(&m, &enter), MENU_IGNORED);
	menu_add(&m, "Anna", "free");
	menu_add(&m, "Piotr", "busy");
	assert_int_equal(menu_key(&m, &enter), 0);
	menu_key(&m, &down);
	assert_int_equal(menu_key(&m, &enter), 1);
	menu_key(&m, &down);
	menu_key(&m, &up);
	menu_key(&m, &up);
	assert_int_equal(menu_key(&m, &enter), 0);
	menu_key(&m, &two);
	assert_int_equal(m.sel, 1);
}

static void
forms(void **state)
{
	struct keys_event enter = ev_of(KEYS_ENTER, 0);
	struct keys_event a = ev_of(KEYS_CHAR, 'a'), tab = ev_of(KEYS_TAB, 0);
	struct form f = {0};

	form_add(&f, "Name", "x", 5, 0);
	form_add(&f, "Phone", NULL, 5, 0);
	assert_int_equal(form_key(&f, &a), FORM_USED);
	assert_string_equal(form_text(&f, 0), "xa");
	assert_int_equal(form_key(&f, &enter), FORM_USED);
	form_key(&f, &a);
	assert_string_equal(form_text(&f, 1), "a");
	assert_int_equal(form_key(&f, &enter), FORM_DONE);
	form_key(&f, &tab);
	assert_int_equal(f.active, 0);
	form_fini(&f);
}

static void
helps(void **state)
{
	static const struct help_row rows[] = {{NULL, "Head"}, {"a", "one"},
	    {"b", "two"}, {"c", "three"}, {NULL, NULL}};
	struct keys_event end = ev_of(KEYS_END, 0), esc = ev_of(KEYS_ESC, 0);
	struct canvas c;
	struct help h;

	canvas_init(&c, 40, 6);
	help_init(&h, "Keys", rows);
	help_draw(&h, &c);
	assert_int_equal(h.shown, 3);
	assert_true(help_key(&h, &end));
	assert_int_equal(h.top, 1);
	assert_false(help_key(&h, &esc));
	canvas_fini(&c);
}

/* Every row is shown on some page, in a window of any height. */
static void
help_pages(void **state)
{
	static const struct help_row rows[] = {{"1", "one"}, {"2", "two"},
	    {"3", "three"},
	    {"4", "four, and some words that have to be folded"}, {"5", "five"},
	    {"6", "six"}, {"7", "seven"}, {"8", "eight"}, {"9", "nine"},
	    {NULL, NULL}};
	struct keys_event down = ev_of(KEYS_PGDN, 0);

	for (int height = 6; height <= 18; height++) {
		struct canvas c;
		struct help h;
		bool seen[10] = {false};

		help_init(&h, "Keys", rows);
		h.paged = true;
		for (int page = 0; page < 9; page++) {
			canvas_init(&c, 40, height);
			help_draw(&h, &c);
			for (int y = 0; y < height; y++)
				for (int x = 0; x < 8; x++) {
					uint32_t cp = grid_cell(&c.grid, y, x)
							  ->cp;

					if (cp >= '1' && cp <= '9')
						seen[cp - '0'] = true;
				}
			canvas_fini(&c);
			assert_true(help_key(&h, &down));
		}
		for (int i = 1; i <= 9; i++)
			assert_true(seen[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(own_box),
	    cmocka_unit_test(keys_fit_the_language),
	    cmocka_unit_test(unasked_box),
	    cmocka_unit_test(other_keys_take_back),
	    cmocka_unit_test(mouse_never_answers),
	    cmocka_unit_test(unread_is_unasked),
	    cmocka_unit_test(whole_in_every_size),
	    cmocka_unit_test(generated_keys),
	    cmocka_unit_test(mouse),
	    cmocka_unit_test(tiny_screen),
	    cmocka_unit_test(menus),
	    cmocka_unit_test(forms),
	    cmocka_unit_test(helps),
	    cmocka_unit_test(help_pages),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
