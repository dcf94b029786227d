/*
 * How the log looks: the table, the bars, the events, the totals. Internal to
 * view_log.c.
 */
#pragma once

#include "console/link/log_rows.h"
#include "shared/ui/canvas.h"

struct log_screen {
	struct log_rows rows;
	int64_t sel; /* of all rows */
	int64_t top;
	struct rect area; /* of the rows, set by drawing */
	char search[128]; /* words, for n and N; "" = none */
	char about[256]; /* whose visits, work or events these are */
};

/* Rows 1 to the last but one of the canvas; keeps the selection visible. */
void view_log_draw(struct log_screen *s, struct canvas *c);
