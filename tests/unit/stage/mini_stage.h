/*
 * A stage without a program: views and boxes that draw their number and how
 * often they were changed, a clock moved by hand, a terminal that is a text.
 * Include it behind cmocka.h, in one file per program.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/str.h"
#include "shared/stage/stage.h"

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
static int made, freed; /* things */
static int drawn, shown; /* pictures */
static int parts; /* drawn alone, */
static bool more_changed; /* and what was asked was not enough */
static char picture[4096]; /* the last that was shown */
static int wake_ms; /* as the stage wants it */
static size_t queued;
static bool fits; /* the view folded, in a small window */
static char keys[64]; /* that came, in order */

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
	    : ev->code == KEYS_MOUSE	 ? 'm'
	    : ev->code == KEYS_COLUMN	 ? (char)('0' + ev->cp)
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
	canvas_spot(c, (struct rect){9, 30, 1, 4}, "c", 0);
	canvas_spot(c, (struct rect){9, 35, 1, 4}, NULL, 3);
}

static bool
view_live(void *self, struct canvas *c)
{
	if (more_changed)
		return false;
	parts++;
	thing_draw(self, c);
	return true;
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

#define VIEW(word)                                                       \
	{                                                                \
		.name = word, .draw = view_draw, .live = view_live,      \
		.key = view_key, .shown = view_shown, .left = view_left, \
		.free = thing_free                                       \
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

/* --- begin and end --- */

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
