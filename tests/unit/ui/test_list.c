#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/ui/list.h"

static const struct rect area = {2, 0, 5, 80};

struct item {
	int64_t id;
	const char *text;
};

static struct item items[20];
static int n_items;

static int
count(void *ctx)
{
	return n_items;
}

static int64_t
id_of(int i, void *ctx)
{
	return items[i].id;
}

static const char *
text_of(int i, void *ctx)
{
	return items[i].text;
}

static int
compare(int a, int b, int column, void *ctx)
{
	return strcmp(items[a].text, items[b].text);
}

static const struct list_source source = {
    .count = count, .id = id_of, .text = text_of, .compare = compare};

static void
fill(const struct item *from, int n)
{
	memcpy(items, from, (size_t)n * sizeof(*from));
	n_items = n;
}

static const struct item three[] = {
    {10, "Nowak Rewizor"}, {20, "ABC Subiekt"}, {30, "Żeta Gratyfikant"}};

static void
setup(struct list *l)
{
	fill(three, 3);
	list_init(l, &source, 1);
	list_refresh(l, 0);
	list_set_rows(l, 5);
}

static enum list_result
press(struct list *l, enum keys_code code, uint32_t cp, int64_t now)
{
	struct keys_event ev = {.code = code, .cp = cp};

	return list_key(l, &ev, area, now);
}

static int64_t
selected_id(const struct list *l)
{
	int i = list_selected(l);

	return i < 0 ? 0 : items[i].id;
}

static void
selection_follows_item(void **state)
{
	static const struct item four[] = {
	    {5, "new"}, {20, "ABC Subiekt"}, {10, "Nowak"}, {30, "Zeta"}};
	struct list l;

	setup(&l);
	assert_int_equal(selected_id(&l), 10);
	press(&l, KEYS_DOWN, 0, 1000);
	assert_int_equal(selected_id(&l), 20);
	press(&l, KEYS_UP, 0, 1000);
	fill(four, 4);
	list_refresh(&l, 1000 + LIST_HOLD_MS);
	assert_int_equal(selected_id(&l), 10);
	assert_int_equal(list_selected_row(&l), 2);
	list_fini(&l);
}

/* A key, and 0.4 s later a caller comes who would sort before: the rows stand
 * until the half second is over. */
static void
no_row_moves_after_a_key(void **state)
{
	static const struct item changed[] = {
	    {5, "AAA"}, {20, "ABC"}, {30, "Zeta"}};
	struct list l;

	setup(&l);
	press(&l, KEYS_CHAR, 'o', 1000); /* by text: ABC Nowak Żeta */
	assert_int_equal(selected_id(&l), 10);
	fill(changed, 3);
	list_refresh(&l, 1400);
	assert_int_equal(items[list_at(&l, 0)].id, 20);
	assert_int_equal(list_at(&l, 1), -1); /* gone, its row stays */
	assert_int_equal(items[list_at(&l, 2)].id, 30);
	assert_int_equal(items[list_at(&l, 3)].id, 5); /* new ones below */
	assert_int_equal(list_selected(&l), -1);
	assert_int_equal(press(&l, KEYS_ENTER, 0, 1400), LIST_USED);
	assert_int_equal(list_due_ms(&l, 1400), LIST_HOLD_MS);
	list_refresh(&l, 1400 + LIST_HOLD_MS);
	assert_int_equal(items[list_at(&l, 0)].id, 5);
	assert_int_equal(list_due_ms(&l, 3000), -1);
	list_fini(&l);
}

static void
enter_is_deaf_after_a_jump(void **state)
{
	static const struct item two[] = {{20, "ABC"}, {30, "Zeta"}};
	struct list l;

	setup(&l);
	assert_int_equal(press(&l, KEYS_ENTER, 0, 1000), LIST_ENTER);
	fill(two, 2);
	list_refresh(&l, 5000);
	assert_int_equal(selected_id(&l), 20);
	assert_int_equal(press(&l, KEYS_ENTER, 0, 5100), LIST_USED);
	assert_int_equal(press(&l, KEYS_ENTER, 0, 5900), LIST_ENTER);
	list_fini(&l);
}

static void
frozen(void **state)
{
	struct list l;

	setup(&l);
	press(&l, KEYS_CHAR, 'Z', 0);
	n_items = 1;
	list_refresh(&l, 100000);
	assert_int_equal(l.len, 3);
	assert_int_equal(list_due_ms(&l, 100000), -1);
	press(&l, KEYS_CHAR, 'Z', 100001);
	assert_int_equal(l.len, 1);
	list_fini(&l);
}

static void
filter_and_search(void **state)
{
	struct list l;

	setup(&l);
	list_filter(&l, "żETA grat", 0);
	assert_int_equal(l.len, 1);
	assert_int_equal(selected_id(&l), 30);
	list_filter(&l, "grat nowak", 0);
	assert_int_equal(l.len, 0);
	assert_int_equal(press(&l, KEYS_ENTER, 0, 9000), LIST_USED);
	list_filter(&l, "", 0);
	assert_int_equal(l.len, 3);
	assert_true(list_search(&l, "subiekt", 1));
	assert_int_equal(selected_id(&l), 20);
	assert_false(list_search(&l, "nobody", 1));
	assert_true(list_words_match("abc", ""));
	assert_false(list_words_match("", "a"));
	list_fini(&l);
}

static void
double_click_enters(void **state)
{
	struct keys_event ev = {
	    .code = KEYS_MOUSE, .row = 3, .col = 4, .clicks = 1};
	struct list l;

	setup(&l);
	assert_int_equal(list_key(&l, &ev, area, 1000), LIST_USED);
	assert_int_equal(selected_id(&l), 20);
	ev.clicks = 2;
	assert_int_equal(list_key(&l, &ev, area, 1200), LIST_ENTER);
	ev.row = 6; /* below the last */
	assert_int_equal(list_key(&l, &ev, area, 1300), LIST_IGNORED);
	list_fini(&l);
}

static void
sorted_by_a_chosen_column(void **state)
{
	struct list l;

	setup(&l);
	assert_int_equal(list_sorted(&l, 0), BAR_UNSORTED);
	press(&l, KEYS_COLUMN, 0, 1000);
	assert_int_equal(list_sorted(&l, 0), BAR_UP);
	assert_int_equal(items[list_at(&l, 0)].id, 20);
	press(&l, KEYS_COLUMN, 0, 2000);
	assert_int_equal(list_sorted(&l, 0), BAR_DOWN);
	assert_int_equal(items[list_at(&l, 2)].id, 20);
	assert_int_equal(selected_id(&l), 10); /* it follows the item */
	press(&l, KEYS_COLUMN, 1, 3000);
	assert_int_equal(list_sorted(&l, 0), BAR_UNSORTED);
	assert_int_equal(list_sorted(&l, 1), BAR_DOWN);
	list_fini(&l);
}

static void
scrolling(void **state)
{
	struct list l;

	setup(&l);
	n_items = 20;
	for (int i = 0; i < 20; i++)
		items[i] = (struct item){i + 1, "x"};
	list_refresh(&l, 9000);
	press(&l, KEYS_END, 0, 9000);
	assert_int_equal(selected_id(&l), 20);
	assert_int_equal(l.top, 15);
	press(&l, KEYS_PGUP, 0, 9000);
	assert_int_equal(selected_id(&l), 16);
	press(&l, KEYS_HOME, 0, 9000);
	assert_int_equal(l.top, 0);
	press(&l, KEYS_CHAR, ' ', 9000);
	assert_true(list_tagged(&l, 1));
	assert_int_equal(selected_id(&l), 2);
	list_fini(&l);
}

static void
empty(void **state)
{
	struct list l;

	setup(&l);
	n_items = 0;
	list_refresh(&l, 9000);
	assert_int_equal(list_selected(&l), -1);
	for (enum keys_code c = KEYS_UP; c <= KEYS_PGDN; c++)
		press(&l, c, 0, 9000);
	assert_int_equal(press(&l, KEYS_ENTER, 0, 20000), LIST_USED);
	assert_int_equal(list_selected_row(&l), -1);
	list_fini(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(selection_follows_item),
	    cmocka_unit_test(no_row_moves_after_a_key),
	    cmocka_unit_test(enter_is_deaf_after_a_jump),
	    cmocka_unit_test(frozen),
	    cmocka_unit_test(filter_and_search),
	    cmocka_unit_test(double_click_enters),
	    cmocka_unit_test(sorted_by_a_chosen_column),
	    cmocka_unit_test(scrolling),
	    cmocka_unit_test(empty),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
