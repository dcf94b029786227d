/*
 * The wall clock, watched. No length of time and no amount comes from it, but
 * the day and the month of every ticket do: when it was set, or the log has
 * rows from after now, that is said in the log, in a row of the alarms, and for
 * BRAIN_WALL_MS to every console.
 */
#pragma once

#include "console/desk/brain.h"

#define BRAIN_WALL_MS INT64_C(3600000)

/* Once, at the start, before the first row is written. */
void brain_wall_begin(struct brain *b);
/* Now and then, and at each line that is heard. */
void brain_wall_look(struct brain *b);
void brain_wall_free(struct brain *b);
