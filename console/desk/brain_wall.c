#include <inttypes.h>
#include <stdio.h>

#include "console/desk/brain_flush.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_wall.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"

/* Between the two clocks the process may have been stopped. */
#define TOGETHER_MS 1000

const char *
brain_wall_text(const struct brain *b)
{
	return b->wall_until_ms != 0 ? b->wall_text : "";
}

/* b->wall_text is new; row: the same in English, for the log. */
static void
tell(struct brain *b, const char *row, int64_t now_s)
{
	log_warn("%s", row);
	store_alarm(b->store, 0, now_s, row);
	b->wall_until_ms = clock_ms() + BRAIN_WALL_MS;
	b->banner = ""; /* it may be the text of before */
	brain_flush_soon(b);
}

void
brain_wall_begin(struct brain *b)
{
	int64_t now_s = clock_utc_s(), last_s = store_latest_s(b->store);
	char last[40], row[120];

	(void)wall_look(&b->wall, clock_utc_ms(), clock_ms());
	if (last_s <= now_s + WALL_STEP_S)
		return;
	snprintf(b->wall_text, sizeof(b->wall_text),
	    _("the log has rows of %s, but the system clock is before that: set it"),
	    clock_local_sure(last, sizeof(last), last_s));
	snprintf(row, sizeof(row), "the log has rows of %s, later than now",
	    clock_iso(last, sizeof(last), last_s));
	tell(b, row, now_s);
}

/* By so many seconds; it says now_s since. */
static void
was_set(struct brain *b, int64_t step_s, int64_t now_s)
{
	char now[40], by[40], row[120];
	int64_t size_s = step_s < 0 ? -step_s : step_s;

	snprintf(b->wall_text, sizeof(b->wall_text),
	    step_s < 0
		? _("the desk's system clock was set back by %s: check days "
		    "and months in the log")
		: _("the desk's system clock was set ahead by %s: check days "
		    "and months in the log"),
	    clock_hms(by, sizeof(by), size_s));
	snprintf(row, sizeof(row),
	    "the wall clock was set %s by %" PRId64 " s, to %s",
	    step_s < 0 ? "back" : "ahead", size_s,
	    clock_iso(now, sizeof(now), now_s));
	tell(b, row, now_s);
}

void
brain_wall_look(struct brain *b)
{
	int64_t before_ms = clock_ms(), utc_ms = clock_utc_ms();
	int64_t now_ms = clock_ms(), step_s;

	if (b->wall_until_ms != 0 && now_ms >= b->wall_until_ms) {
		b->wall_until_ms = 0;
		brain_tell_banner(b);
	}
	if (now_ms - before_ms > TOGETHER_MS)
		return;
	step_s = wall_look(&b->wall, utc_ms, now_ms);
	if (step_s != 0)
		was_set(b, step_s, utc_ms / 1000);
}
