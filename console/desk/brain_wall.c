#include "console/desk/brain_wall.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "console/desk/brain_flush.h"
#include "console/desk/brain_tell.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/core/wall.h"

/* Between the two clocks the process may have been stopped. */
#define TOGETHER_MS 1000

struct brain_wall {
	struct wall wall;
	int64_t until_ms; /* text is told; 0 = it is not */
	char text[200];
};

static struct brain_wall *
wall_of(struct brain *b)
{
	if (b->wall == NULL)
		b->wall = mem_alloc(sizeof(*b->wall));
	return b->wall;
}

/* Its text is new; row: the same in English, for the log. */
static void
tell(struct brain *b, const char *row, int64_t now_s)
{
	log_warn("%s", row);
	store_alarm(b->store, 0, now_s, row);
	b->wall->until_ms = clock_ms() + BRAIN_WALL_MS;
	b->trouble = b->wall->text;
	b->banner = -1; /* it may be the text of before */
	brain_flush_soon(b);
}

void
brain_wall_begin(struct brain *b)
{
	int64_t now_s = clock_utc_s(), last_s = store_latest_s(b->store);
	struct brain_wall *w = wall_of(b);
	char row[120];

	(void)wall_look(&w->wall, clock_utc_ms(), clock_ms());
	if (last_s <= now_s + WALL_STEP_S)
		return;
	snprintf(w->text, sizeof(w->text),
	    _("the log has rows of %s, but the system clock is before that: set it"),
	    clock_local_sure(CLOCK_TEXT, last_s));
	snprintf(row, sizeof(row), "the log has rows of %s, later than now",
	    clock_iso(CLOCK_TEXT, last_s));
	tell(b, row, now_s);
}

/* By so many seconds; it says now_s since. */
static void
was_set(struct brain *b, int64_t step_s, int64_t now_s)
{
	char row[120];
	int64_t size_s = step_s < 0 ? -step_s : step_s;
	struct brain_wall *w = b->wall;

	snprintf(w->text, sizeof(w->text),
	    step_s < 0
		? _("the desk's system clock was set back by %s: check days "
		    "and months in the log")
		: _("the desk's system clock was set ahead by %s: check days "
		    "and months in the log"),
	    CLOCK_HMS(size_s));
	snprintf(row, sizeof(row),
	    "the wall clock was set %s by %" PRId64 " s, to %s",
	    step_s < 0 ? "back" : "ahead", size_s,
	    clock_iso(CLOCK_TEXT, now_s));
	tell(b, row, now_s);
}

void
brain_wall_look(struct brain *b)
{
	int64_t before_ms = clock_ms(), utc_ms = clock_utc_ms();
	int64_t now_ms = clock_ms(), step_s;
	struct brain_wall *w = wall_of(b);

	if (w->until_ms != 0 && now_ms >= w->until_ms) {
		w->until_ms = 0;
		b->trouble = "";
		brain_tell_banner(b);
	}
	if (now_ms - before_ms > TOGETHER_MS)
		return;
	step_s = wall_look(&w->wall, utc_ms, now_ms);
	if (step_s != 0)
		was_set(b, step_s, utc_ms / 1000);
}

void
brain_wall_free(struct brain *b)
{
	free(b->wall);
	b->wall = NULL;
}
