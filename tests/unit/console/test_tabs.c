/* The list of views and the stack of boxes, in any order of events: what is
 * shown exists, a tab keeps its place, a box goes with its owner and is seen
 * only in his tab. */
#include "tests/unit/console/fake_app.h"

#include "console/dlg/dlg_command.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"

#define STORIES 200
#define STEPS 300
#define OWNERS 5

static uint32_t seed;
static int owner[OWNERS]; /* only their addresses matter */
static int freed, made; /* boxes */

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((uint64_t)(seed >> 8) * (uint32_t)n >> 24);
}

/* --- views and boxes that do nothing --- */

static bool
no_title(void *self, char *dst, size_t size)
{
	dst[0] = '\0';
	return false;
}

static void
no_draw(void *self, struct canvas *c)
{
}

static bool
no_key(void *self, const struct keys_event *ev)
{
	return false;
}

static int
never_due(void *self, int64_t now_ms)
{
	return -1;
}

static const struct view_ops owned_ops = {.title = no_title,
    .draw = no_draw,
    .key = no_key,
    .due_ms = never_due,
    .free = nothing};
static const struct view_ops last_ops = {.name = "last",
    .title = no_title,
    .draw = no_draw,
    .key = no_key,
    .due_ms = never_due,
    .free = nothing};

static void
no_box_key(void *self, const struct keys_event *ev)
{
}

static void
box_free(void *self)
{
	freed++;
	free(self);
}

static bool
stays(void *self)
{
	return true;
}

static const struct box_ops plain = {
    .draw = no_draw, .key = no_box_key, .free = box_free};
static const struct box_ops of_ticket = {
    .draw = no_draw, .key = no_box_key, .free = box_free, .of_ticket = true};
static const struct box_ops orphan = {
    .draw = no_draw, .key = no_box_key, .free = box_free, .orphan = stays};

/* --- one story --- */

static void
push(struct app *a)
{
	static const struct box_ops *const kinds[] = {
	    &plain, &of_ticket, &orphan};
	int who = pick(OWNERS + 1);
	const void *whose = who < OWNERS && app_find_view(a, &owner[who]) >= 0
	    ? &owner[who]
	    : NULL;

	made++;
	app_push(a, kinds[pick(3)], mem_alloc(1), whose);
}

static void
step(struct app *a)
{
	int *who = &owner[pick(OWNERS)];

	switch (pick(7)) {
	case 0:
	case 1:
		if (app_find_view(a, who) < 0)
			app_add_view(a, 1 + pick(a->views - 1),
			    (struct view){&owned_ops, NULL, who});
		break;
	case 2:
		app_remove_view(a, who);
		break;
	case 3:
		push(a);
		break;
	case 4:
		if (a->boxes > 0)
			app_pop(a, a->box[pick(a->boxes)].self);
		break;
	case 5:
		app_pop_of(a, who, false);
		break;
	default:
		app_show(a, pick(APP_VIEWS + 2) - 1);
		break;
	}
}

static int
boxes_of(const struct app *a, const void *who)
{
	int n = 0;

	for (int i = 0; i < a->boxes; i++)
		n += a->box[i].owner == who;
	return n;
}

static void
holds(struct app *a)
{
	const struct box *top = app_top_box(a);

	assert_in_range(a->shown, 0, a->views - 1);
	assert_string_equal(a->view[0].ops->name, "queue");
	assert_string_equal(a->view[a->views - 1].ops->name, "last");
	for (int i = 0; i < OWNERS; i++)
		if (app_find_view(a, &owner[i]) < 0)
			assert_int_equal(boxes_of(a, &owner[i]), 0);
	if (top != NULL && top->owner != NULL)
		assert_true(app_is_shown(a, top->owner));
	loop_turn(a->loop, false);
	assert_int_equal(made - freed, a->boxes);
}

/* What is shown stays so while others come and go. */
static void
step_keeps_shown(struct app *a)
{
	struct view before = *app_shown_view(a);
	int shown = a->shown;
	int *who = &owner[pick(OWNERS)];

	if (app_find_view(a, who) < 0)
		app_add_view(a, 1 + pick(a->views - 1),
		    (struct view){&owned_ops, NULL, who});
	else if (before.owner != who)
		app_remove_view(a, who);
	else
		return;
	assert_ptr_equal(app_shown_view(a)->ops, before.ops);
	assert_ptr_equal(app_shown_view(a)->owner, before.owner);
	assert_in_range(a->shown, shown > 0 ? shown - 1 : 0, shown + 1);
}

static void
in_any_order(void **state)
{
	struct app *a = *state;

	app_add_view(a, 1, (struct view){&last_ops, NULL, NULL});
	for (seed = 1; seed <= STORIES; seed++) {
		uint32_t story = seed;

		for (int i = 0; i < STEPS; i++) {
			step(a);
			holds(a);
			step_keeps_shown(a);
			holds(a);
		}
		for (int i = 0; i < OWNERS; i++)
			app_remove_view(a, &owner[i]);
		assert_int_equal(a->views, 2);
		while (a->boxes > 0)
			app_pop(a, a->box[0].self);
		holds(a);
		seed = story;
	}
}

/* --- the words after `:` --- */

static void
type(struct app *a, const char *text)
{
	for (; *text != '\0'; text++) {
		struct keys_event ev = {
		    .code = KEYS_CHAR, .cp = (uint8_t)*text};
		const struct box *b = app_top_box(a);

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

	app_add_view(a, 1, (struct view){&last_ops, NULL, NULL});
	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		dlg_command(a);
		type(a, lines[i].typed);
		assert_int_equal(a->shown, lines[i].shown);
		assert_int_equal(a->boxes, 0);
	}
	dlg_command(a);
	type(a, "log\r"); /* no such view here */
	assert_int_equal(a->shown, 1);
	assert_non_null(strstr(
	    a->notice, "away busy free invite last note queue quit visit"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(in_any_order, setup, teardown),
	    cmocka_unit_test_setup_teardown(words_of_views, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
