#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/ui/dialog.h"
#include "shared/ui/form.h"
#include "shared/ui/help.h"
#include "shared/ui/menu.h"

#define T0 10000
#define LATER (T0 + DIALOG_GUARD_MS)

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
open_dialog(struct dialog *d, unsigned flags)
{
	dialog_init(d, "Title", "A question?", flags, T0);
	dialog_add(d, 'y', "yes", 1);
	dialog_add(d, 'n', "no", 2);
}

static void
no_default(void **state)
{
	struct dialog d;

	open_dialog(&d, 0);
	assert_int_equal(hit(&d, KEYS_ENTER, 0, LATER), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_CHAR, ' ', LATER), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_ESC, 0, LATER), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_CHAR, 'y', LATER), 1);
}

/* The letter behind & is shown and taken; the other one where nobody shows it.
 */
static void
keys_fit_the_language(void **state)
{
	struct dialog d;
	struct canvas c;
	char line[256];

	dialog_init(&d, "", "Pytanie", DIALOG_CONFIRM, T0);
	dialog_add(&d, 'y', "&tak", 1);
	dialog_add(&d, 'n', "tylko &podglad", 2);
	dialog_add(&d, 'p', "&nie", 3);
	assert_int_equal(hit(&d, KEYS_CHAR, 't', LATER), DIALOG_OPEN);
	assert_int_equal(d.chosen, 0);
	hit(&d, KEYS_CHAR, 'P', LATER);
	assert_int_equal(d.chosen, 1);
	hit(&d, KEYS_CHAR, 'n', LATER);
	assert_int_equal(d.chosen, 2);
	hit(&d, KEYS_CHAR, 'y', LATER);
	assert_int_equal(d.chosen, 0);
	canvas_init(&c, 80, 10);
	dialog_draw(&d, &c);
	for (int row = 0; row < 10; row++) {
		grid_text(&c.grid, row, line, sizeof(line));
		if (strstr(line, "[T] tak") != NULL)
			break;
	}
	assert_non_null(strstr(line, "[T] tak   [P] tylko podglad   [N] nie"));
	canvas_fini(&c);
}

static void
first_keys_are_dropped(void **state)
{
	struct dialog d;

	open_dialog(&d, DIALOG_ESC);
	assert_int_equal(hit(&d, KEYS_CHAR, 'y', LATER - 1), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_TAB, 0, LATER - 1), DIALOG_OPEN);
	assert_int_equal(d.chosen, -1);
	assert_int_equal(hit(&d, KEYS_ESC, 0, LATER - 1), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_ESC, 0, LATER), DIALOG_ESCAPED);
	open_dialog(&d, DIALOG_NO_GUARD);
	assert_int_equal(hit(&d, KEYS_CHAR, 'N', T0), 2);
}

static void
confirm(void **state)
{
	struct dialog d;

	open_dialog(&d, DIALOG_CONFIRM);
	assert_int_equal(hit(&d, KEYS_CHAR, 'y', LATER), DIALOG_OPEN);
	assert_int_equal(hit(&d, KEYS_ENTER, 0, LATER), 1);
	open_dialog(&d, DIALOG_CONFIRM);
	hit(&d, KEYS_LEFT, 0, LATER); /* the last one, safe by custom */
	assert_int_equal(hit(&d, KEYS_ENTER, 0, LATER), 2);
}

static void
mouse(void **state)
{
	struct keys_event ev = ev_of(KEYS_MOUSE, 0);
	struct canvas c;
	struct dialog d;

	canvas_init(&c, 80, 24);
	open_dialog(&d, 0);
	dialog_draw(&d, &c);
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
		dialog_draw(&d, &c);
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
	menu_add(&m, "away", NULL, true);
	menu_add(&m, "Anna", "free", false);
	menu_add(&m, "gone", NULL, true);
	menu_add(&m, "Piotr", "busy", false);
	assert_int_equal(menu_key(&m, &enter), 1); /* off is passed over */
	menu_key(&m, &down);
	assert_int_equal(menu_key(&m, &enter), 3);
	menu_key(&m, &down);
	menu_key(&m, &up);
	menu_key(&m, &up);
	assert_int_equal(menu_key(&m, &enter), 1);
	menu_key(&m, &down);
	menu_key(&m, &two);
	assert_int_equal(m.sel, 1);
}

static void
forms(void **state)
{
	struct keys_event enter = ev_of(KEYS_ENTER, 0);
	struct keys_event a = ev_of(KEYS_CHAR, 'a'), tab = ev_of(KEYS_TAB, 0);
	struct form f;

	form_init(&f);
	form_add(&f, "Name", "x", 5, 1, 0);
	form_add(&f, "Phone", NULL, 5, 1, 0);
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
	assert_int_equal(h.shown, 2);
	assert_true(help_key(&h, &end));
	assert_int_equal(h.top, 2);
	assert_false(help_key(&h, &esc));
	canvas_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(no_default),
	    cmocka_unit_test(keys_fit_the_language),
	    cmocka_unit_test(first_keys_are_dropped),
	    cmocka_unit_test(confirm),
	    cmocka_unit_test(mouse),
	    cmocka_unit_test(tiny_screen),
	    cmocka_unit_test(menus),
	    cmocka_unit_test(forms),
	    cmocka_unit_test(helps),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
