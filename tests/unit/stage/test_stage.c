/* The stage in any order of events: what is shown exists and is what was drawn
 * last, a view keeps its place, a box goes with its owner and is seen only in
 * his view, and nothing is drawn where nothing has changed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/stage/mini_stage.h"

#define STORIES 150
#define STEPS 300

static uint32_t seed;

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((uint64_t)(seed >> 8) * (uint32_t)n >> 24);
}

/* --- one story --- */

static void
push(void)
{
	static const struct stage_box_ops *const kinds[] = {
	    &plain, &lasting, &orphan};
	const int *who = &owner[pick(OWNERS)];
	bool his = pick(2) == 0 && stage_find_view(&stage, who) >= 0;

	stage_push(&stage, kinds[pick(3)], thing_new(), his ? who : NULL);
}

static void
step(void)
{
	static const char *const typed[] = {"x", "c", "\033", "\033[", "A"};
	const int *who = &owner[pick(OWNERS)];
	const char *bytes = typed[pick(5)];

	switch (pick(12)) {
	case 0:
		if (stage_find_view(&stage, who) < 0)
			add_view(1 + pick(stage.views - 1), &owned, who);
		break;
	case 1:
		stage_remove_view(&stage, who);
		break;
	case 2:
		push();
		break;
	case 3:
		if (stage.boxes > 0)
			stage_pop(&stage, stage.box[pick(stage.boxes)].self);
		break;
	case 4:
		stage_pop_of(&stage, who, false);
		break;
	case 5:
		stage_show(&stage, pick(STAGE_VIEWS + 2) - 1);
		break;
	case 6:
		keys[0] = '\0';
		stage_feed(&stage, bytes, strlen(bytes));
		break;
	case 7:
		stage_notice(&stage, UI_BAR, "%s", pick(2) == 0 ? "x" : "");
		break;
	case 8:
		stage_size(&stage, 40 + pick(40), 10 + pick(14));
		break;
	case 9:
		queued = pick(3) == 0 ? VIEWER_QUEUE_BYTES + 1 : 0;
		stage_go_on(&stage, pick(2) == 0);
		break;
	case 10:
		stage_live(&stage);
		break;
	default:
		(void)turn();
		break;
	}
}

static int
boxes_of(const void *who)
{
	int n = 0;

	for (int i = 0; i < stage.boxes; i++)
		n += stage.box[i].owner == who;
	return n;
}

static void
holds(void)
{
	const struct stage_box *top = stage_top_box(&stage);

	assert_in_range(stage.shown, 0, stage.views - 1);
	assert_ptr_equal(stage.view[0].ops, &first);
	assert_ptr_equal(stage.view[stage.views - 1].ops, &last);
	for (int i = 0; i < OWNERS; i++)
		if (stage_find_view(&stage, &owner[i]) < 0)
			assert_int_equal(boxes_of(&owner[i]), 0);
	if (top != NULL && top->owner != NULL)
		assert_true(stage_is_shown(&stage, top->owner));
}

/* All that was to go has gone, and what there is is on the screen. */
static void
rests(void)
{
	char now[sizeof(picture)];
	int before;

	queued = 0;
	stage_go_on(&stage, false);
	settle();
	assert_int_equal(made - freed, stage.boxes + stage.views);
	before = shown;
	read_canvas(now, sizeof(now));
	assert_string_equal(now, picture);
	stage.stale = true;
	stage_go_on(&stage, true);
	settle();
	assert_string_equal(now, picture);
	before = shown;
	stage_go_on(&stage, false);
	stage_turn(&stage);
	assert_int_equal(shown, before);
}

/* What is shown stays so while others come and go. */
static void
step_keeps_shown(void)
{
	const struct stage_view before = *stage_shown_view(&stage);
	const int *who = &owner[pick(OWNERS)];

	if (stage_find_view(&stage, who) < 0)
		add_view(1 + pick(stage.views - 1), &owned, who);
	else if (before.owner != who)
		stage_remove_view(&stage, who);
	assert_ptr_equal(stage_shown_view(&stage)->self, before.self);
}

static void
in_any_order(void **state)
{
	for (uint32_t story = 1; story <= STORIES; story++) {
		seed = story;
		stage_size(&stage, 80, 24);
		for (int i = 0; i < STEPS; i++) {
			step();
			holds();
			step_keeps_shown();
			holds();
			if (pick(8) == 0)
				rests();
		}
		rests();
		end(NULL);
		begin(NULL);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(in_any_order, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
