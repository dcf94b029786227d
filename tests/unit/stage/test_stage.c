/* The stage in any order of events: what is shown exists and is what was drawn
 * last, a view keeps its place, a box goes with its owner and is seen only in
 * his view, and nothing is drawn where nothing has changed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/str.h"
#include "shared/stage/stage.h"
#include "shared/ui/form.h"

#define STORIES 150
#define STEPS 300
#define OWNERS 5

/* A view or a box: draws its number, and how often it was changed. */
struct thing {
	struct stage *stage;
	int number;
	int changes;
	bool entered;
};

static struct stage stage;
static int owner[OWNERS]; /* only their addresses matter */
static uint32_t seed;
static int made, freed; /* things */
static int drawn, shown; /* pictures */
static char picture[4096]; /* the last that was shown */
static int wake_ms; /* as the stage wants it */
static size_t queued;
static bool fits; /* the view folded, in a small window */
static char keys[64]; /* that came, in order */

static int
pick(int n)
{
	seed = seed * 1664525 + 1013904223;
	return (int)((uint64_t)(seed >> 8) * (uint32_t)n >> 24);
}

/* --- the program --- */

static void
wake(int ms, void *ctx)
{
	assert_ptr_equal(ctx, &owner);
	wake_ms = ms;
}

static void
read_canvas(char *dst, size_t size)
{
	char line[512];
	size_t len = 0;

	for (int i = 0; i < stage.canvas.grid.rows; i++) {
		grid_text(&stage.canvas.grid, i, line, sizeof(line));
		len += (size_t)snprintf(dst + len, size - len, "%s\n", line);
	}
}

static size_t
show(bool fresh, bool *more, void *ctx)
{
	char now[sizeof(picture)];

	shown++;
	read_canvas(now, sizeof(now));
	if (str_eq(now, picture))
		return 0;
	assert_true(fresh);
	strcpy(picture, now);
	return strlen(now);
}

static size_t
tell_queued(void *ctx)
{
	return queued;
}

static void
key(const struct keys_event *ev, void *ctx)
{
	size_t len = strlen(keys);

	assert_true(len + 1 < sizeof(keys));
	keys[len] = ev->code == KEYS_ESC ? 'E'
	    : ev->code == KEYS_UP	 ? 'U'
					 : (char)ev->cp;
	keys[len + 1] = '\0';
	if (!stage_box_key(&stage, ev) && stage_view_key(&stage, ev))
		stage_redraw(&stage);
}

static const struct stage_events events = {
    .wake = wake, .show = show, .queued = tell_queued, .key = key};

/* Time goes on to when the stage wants its turn; false = it wants none. */
static bool
turn(void)
{
	if (wake_ms < 0)
		return false;
	clock_sleep_for(wake_ms);
	wake_ms = -1;
	stage_turn(&stage);
	return true;
}

static void
settle(void)
{
	for (int i = 0; i < 10; i++)
		if (!turn())
			return;
	fail_msg("it never comes to rest");
}

/* --- views and boxes --- */

static void
thing_draw(void *self, struct canvas *c)
{
	struct thing *t = self;

	canvas_printf(c, t->number % 8, 2 * (t->number / 8 % 8), 20, UI_NORMAL,
	    "%d.%d", t->number, t->changes);
}

static void
view_draw(void *self, struct canvas *c)
{
	struct thing *t = self;

	drawn++;
	assert_true(t->entered || !stage.entered);
	thing_draw(self, c);
}

static bool
view_key(void *self, const struct keys_event *ev)
{
	struct thing *t = self;

	t->changes += ev->cp == 'c';
	return ev->cp == 'c';
}

static void
box_key(void *self, const struct keys_event *ev)
{
	struct thing *t = self;

	t->changes++;
	if (ev->code == KEYS_ESC)
		stage_pop(t->stage, t);
	stage_redraw(t->stage);
}

static void
view_shown(void *self)
{
	struct thing *t = self;

	assert_false(t->entered);
	t->entered = true;
}

static void
view_left(void *self)
{
	struct thing *t = self;

	assert_true(t->entered);
	t->entered = false;
}

static void
thing_free(void *self)
{
	freed++;
	free(self);
}

static bool
stays(void *self)
{
	return true;
}

#define VIEW(word)                                                         \
	{                                                                  \
		.name = word, .draw = view_draw, .key = view_key,          \
		.shown = view_shown, .left = view_left, .free = thing_free \
	}
static const struct stage_view_ops first = VIEW("first"), last = VIEW("last"),
				   owned = VIEW(NULL);

static bool
view_fits(const void *self)
{
	return fits;
}

/* As those, and knows whether a small window is enough. */
static const struct stage_view_ops folded = {.draw = view_draw,
    .key = view_key,
    .shown = view_shown,
    .left = view_left,
    .fits = view_fits,
    .free = thing_free};

static const struct stage_box_ops plain = {
    .draw = thing_draw, .key = box_key, .free = thing_free};
static const struct stage_box_ops lasting = {
    .draw = thing_draw, .key = box_key, .free = thing_free, .stays = true};
static const struct stage_box_ops orphan = {
    .draw = thing_draw, .key = box_key, .free = thing_free, .orphan = stays};

static struct thing *
thing_new(void)
{
	struct thing *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	t->stage = &stage;
	t->number = made++;
	return t;
}

static void
add_view(int at, const struct stage_view_ops *ops, const void *whose)
{
	stage_add_view(
	    &stage, at, (struct stage_view){ops, thing_new(), whose});
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

	switch (pick(11)) {
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

static int
begin(void **state)
{
	picture[0] = keys[0] = '\0';
	made = freed = shown = drawn = 0;
	queued = 0;
	wake_ms = -1;
	stage_init(&stage, &events, &owner);
	stage.notice_stays_ms = 6000;
	add_view(0, &first, NULL);
	add_view(1, &last, NULL);
	return 0;
}

static int
end(void **state)
{
	stage_fini(&stage);
	assert_int_equal(made, freed);
	return 0;
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

/* --- when it is drawn --- */

static void
nothing_without_a_size(void **state)
{
	stage.notice_stays_ms = 0;
	stage_redraw(&stage);
	stage_notice(&stage, UI_BAR, "x");
	stage_go_on(&stage, true);
	settle();
	assert_int_equal(shown, 0);
	stage_size(&stage, 80, 24);
	settle();
	assert_int_equal(shown, 1);
	stage_close(&stage);
	stage_redraw(&stage);
	stage_feed(&stage, "c", 1);
	settle();
	assert_int_equal(shown, 1);
}

static void
once_for_many_changes(void **state)
{
	stage_size(&stage, 80, 24);
	settle();
	drawn = shown = 0;
	for (int i = 0; i < 100; i++)
		stage_redraw(&stage);
	assert_int_equal(drawn, 0);
	settle();
	assert_int_equal(drawn, 1);
	stage_feed(&stage, "x", 1); /* changes nothing */
	settle();
	assert_int_equal(drawn, 1);
	stage_feed(&stage, "c", 1);
	settle();
	assert_int_equal(drawn, 2);
	/* what the program has beside it: the canvas is not drawn for that */
	stage_go_on(&stage, true);
	settle();
	assert_int_equal(drawn, 2);
	assert_int_equal(shown, 3);
}

/* A flood: at most one picture an interval, and the last is not lost. */
static void
not_too_often(void **state)
{
	struct thing *t = stage.view[0].self;
	int64_t end_ms;

	stage_size(&stage, 80, 24);
	settle();
	clock_sleep_for(1000);
	shown = 0;
	end_ms = clock_ms() + 1000;
	while (clock_ms() < end_ms) {
		t->changes++;
		stage_redraw(&stage);
		while (wake_ms == 0)
			(void)turn();
		clock_sleep_for(1);
		if (wake_ms > 0)
			wake_ms--;
	}
	settle();
	assert_in_range(shown, 30, 1000 / VIEWER_FRAME_MS + VIEWER_BURST + 2);
	assert_int_equal(atoi(strchr(picture, '.') + 1), t->changes);
}

static void
waits_for_the_terminal(void **state)
{
	stage_size(&stage, 80, 24);
	settle();
	shown = 0;
	queued = VIEWER_QUEUE_BYTES + 1;
	stage_redraw(&stage);
	settle();
	assert_int_equal(shown, 0);
	queued = 0;
	stage_go_on(&stage, false);
	settle();
	assert_int_equal(shown, 1);
}

/* --- time --- */

static void
a_notice_goes_by_itself(void **state)
{
	enum ui_style style;

	stage_size(&stage, 80, 24);
	settle();
	stage_notice(&stage, UI_BAR_ALERT, "%s", "told");
	assert_string_equal(stage_notice_text(&stage, &style), "told");
	assert_int_equal(style, UI_BAR_ALERT);
	drawn = 0;
	(void)turn();
	assert_int_equal(drawn, 1);
	assert_in_range(wake_ms, 5000, 6000);
	settle();
	assert_null(stage_notice_text(&stage, &style));
	assert_int_equal(drawn, 2);
	stage.notice_stays_ms = 0;
	stage_notice(&stage, UI_BAR, "%s", "told");
	settle();
	clock_sleep_for(INT32_MAX);
	assert_non_null(stage_notice_text(&stage, &style));
	stage_notice(&stage, UI_BAR, "%s", "");
	assert_null(stage_notice_text(&stage, &style));
}

/* An Esc is one when nothing follows it. */
static void
a_lone_escape(void **state)
{
	stage_size(&stage, 80, 24);
	settle();
	keys[0] = '\0';
	stage_feed(&stage, "\033", 1);
	assert_string_equal(keys, "");
	settle();
	assert_string_equal(keys, "E");
	stage_feed(&stage, "\033", 1);
	stage_feed(&stage, "[A", 2);
	settle();
	assert_string_equal(keys, "EU");
}

/* --- the rest --- */

static void
too_small_says_so(void **state)
{
	stage.cols_min = 40;
	stage.rows_min = 10;
	stage.too_small = "too small";
	stage_size(&stage, 39, 10);
	settle();
	assert_int_equal(drawn, 0);
	assert_non_null(strstr(picture, "too small"));
	stage_size(&stage, 40, 10);
	settle();
	assert_int_equal(drawn, 1);
	assert_null(strstr(picture, "too small"));
}

static void
changes_are(int of_view, int of_box, const struct thing *box)
{
	const struct thing *t = stage_shown_view(&stage)->self;

	assert_int_equal(t->changes, of_view);
	assert_int_equal(box->changes, of_box);
}

static void
what_is_hidden_takes_no_key(void **state)
{
	struct thing *box = thing_new();

	stage.cols_min = 40;
	stage.rows_min = 10;
	stage.too_small = "too small";
	stage_push(&stage, &plain, box, NULL);
	stage_size(&stage, 40, 10);
	settle();
	stage_feed(&stage, "c", 1);
	changes_are(0, 1, box);
	stage_size(&stage, 40, 9);
	settle();
	stage_feed(&stage, "c", 1);
	changes_are(0, 1, box);
	stage_pop(&stage, box);
	settle();
	stage_feed(&stage, "c", 1);
	assert_int_equal(
	    ((struct thing *)stage_shown_view(&stage)->self)->changes, 0);
	stage_size(&stage, 40, 10);
	settle();
	stage_feed(&stage, "c", 1);
	assert_int_equal(
	    ((struct thing *)stage_shown_view(&stage)->self)->changes, 1);
}

static void
a_view_knows_that_it_fits(void **state)
{
	struct thing *t;

	stage.cols_min = 40;
	stage.rows_min = 10;
	stage.too_small = "too small";
	add_view(2, &folded, NULL);
	stage_show(&stage, 2);
	t = stage_shown_view(&stage)->self;
	for (int i = 0; i < 4; i++) {
		fits = i % 2;
		stage_size(&stage, 30, 5 + i);
		settle();
		stage_feed(&stage, "c", 1);
		assert_int_equal(strstr(picture, "too small") == NULL, fits);
		assert_int_equal(t->changes, (i + 1) / 2);
	}
}

static void
boxes_have_an_end(void **state)
{
	for (int i = 0; i < STAGE_BOXES; i++) {
		assert_true(stage_has_room(&stage));
		stage_push(&stage, &plain, thing_new(), NULL);
	}
	assert_false(stage_has_room(&stage));
	stage_push(&stage, &plain, thing_new(), NULL);
	assert_int_equal(stage.boxes, STAGE_BOXES);
	settle();
	assert_int_equal(freed, 1);
}

static void
help_scrolls_and_closes(void **state)
{
	static const struct help_row rows[] = {
	    {NULL, "Heading"}, {"k", "does it"}, {NULL, NULL}};

	stage_size(&stage, 80, 24);
	stage_help(&stage, "Keys here", rows);
	settle();
	assert_non_null(strstr(picture, "Keys here"));
	assert_non_null(strstr(picture, "does it"));
	stage_feed(&stage, "q", 1);
	settle();
	assert_int_equal(stage.boxes, 0);
	assert_null(strstr(picture, "Keys here"));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
	    T(in_any_order),
	    T(nothing_without_a_size),
	    T(once_for_many_changes),
	    T(not_too_often),
	    T(waits_for_the_terminal),
	    T(a_notice_goes_by_itself),
	    T(a_lone_escape),
	    T(too_small_says_so),
	    T(what_is_hidden_takes_no_key),
	    T(a_view_knows_that_it_fits),
	    T(boxes_have_an_end),
	    T(help_scrolls_and_closes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
