/*
 * How many waited at the same time in each half hour of today, as this console
 * has seen it, as a line of small bars. Internal to the queue.
 */
#pragma once

#include <stdint.h>

#include "shared/know/model.h"
#include "shared/ui/canvas.h"

#define VIEW_QUEUE_DAY_SLOTS 48

/* All zero: nothing was seen yet. */
struct view_queue_day {
	int64_t begin_s; /* of the day */
	int now; /* the slot of the last look */
	int most[VIEW_QUEUE_DAY_SLOTS];
};

/* Who waits now has waited since he came. Another day begins anew. */
void view_queue_day_look(
    struct view_queue_day *d, const struct model *m, int64_t now_s);
/* In one row, the newest half hour at the right; nothing where nobody waited,
 * and where there is no room. */
void view_queue_day_draw(
    const struct view_queue_day *d, struct canvas *c, struct rect r);
