#include "shared/core/wall.h"

#include <stdlib.h>

int64_t
wall_look(struct wall *w, int64_t utc_ms, int64_t now_ms)
{
	int64_t ahead_ms = utc_ms - now_ms;
	int64_t by_ms = w->known ? ahead_ms - w->ahead_ms : 0;

	w->known = true;
	w->ahead_ms = ahead_ms;
	if (llabs(by_ms) <= WALL_STEP_S * 1000)
		return 0;
	return (by_ms + (by_ms < 0 ? -500 : 500)) / 1000;
}
