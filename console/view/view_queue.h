/*
 * The queue: how it looks is in view_queue_draw.c, what the keys do in
 * view_queue.c. But for view_queue_new() internal to these.
 */
#pragma once

#include "console/view/view_queue_day.h"
#include "shared/know/model.h"
#include "shared/stage/stage.h"
#include "shared/ui/list.h"

enum {
	COL_WAITS,
	COL_CLIENT,
	COL_PRODUCT,
	COL_FOR,
	COL_CALLED,
	COL_WHAT,
	COLS_NARROW, /* so many in every window, for o */
	COL_PHONE = COLS_NARROW,
	COL_RATE,
	COLS
};

struct view_queue {
	struct app *app;
	const struct model *model;
	struct list list;
	char *words; /* of the row that was looked at last */
	struct view_queue_day day;
	struct rect area; /* of the rows, set by drawing, */
	int cols[COLS]; /* and the width of each column, 0 = left out */
};

struct stage_view view_queue_new(struct app *a);

/* row: the selected ticket, NULL when there is none. */
void view_queue_draw(
    struct view_queue *v, struct canvas *c, const struct model_row *row);
/* The text of one column, as shown and sorted by. */
void view_queue_cell(const struct view_queue *v, const struct model_row *row,
    int column, char *dst, size_t size);
