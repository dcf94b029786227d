/* One key over one row: see predict_play.h. */
#include "shared/term/predict_play.h"

#include <string.h>

#include "shared/base/utf8.h"
#include "shared/base/util.h"

static bool
is_gap(const struct predict_play *y, int col)
{
	return y->row[col].cp == ' ' &&
	    (col + 1 >= y->cols || y->row[col + 1].cp == ' ');
}

/* Where the text that begins at col ends: two blanks, or the row. */
static int
text_end(const struct predict_play *y, int col)
{
	while (col < y->cols && !is_gap(y, col))
		col++;
	return col;
}

static void
touch(struct predict_play *y, int from, int to)
{
	y->from = MIN_OF(y->from, from);
	y->to = MAX_OF(y->to, to);
}

/* In the style of what stands before it. */
static void
put(struct predict_play *y, uint32_t cp, int width)
{
	struct cell *at = &y->row[y->col];
	const struct cell *like = y->col > 0 && at[-1].cp != ' ' &&
		at[-1].width == 1
	    ? at - 1
	    : at;
	struct cell c = {.cp = cp & 0x1fffff,
	    .width = (unsigned)width & 3,
	    .attr = like->attr,
	    .fg = like->fg,
	    .bg = like->bg};

	at[0] = c;
	if (width == 2) {
		c.cp = 0;
		c.width = 0;
		at[1] = c;
	}
}

static bool
play_char(struct predict_play *y, uint32_t cp, bool tail)
{
	int width = utf8_width(cp), end;

	if (width < 1 || utf8_clean_char(cp) != cp ||
	    y->col + width >= y->cols || y->row[y->col].width == 0)
		return false;
	end = tail ? text_end(y, y->col) : y->col;
	if (end + width > y->cols ||
	    (!tail && (width > 1 || y->row[y->col].width > 1)))
		return false;
	memmove(&y->row[y->col + width], &y->row[y->col],
	    (size_t)(end - y->col) * sizeof(*y->row));
	put(y, cp, width);
	touch(y, y->col, end + width);
	y->col += width;
	return true;
}

/* Of the character before the cursor; 0 = there is none. */
static int
width_before(const struct predict_play *y)
{
	int width = y->col > 0 && y->row[y->col - 1].width == 0 ? 2 : 1;

	return width <= y->col ? width : 0;
}

static bool
play_backspace(struct predict_play *y, bool tail)
{
	int width = width_before(y), end = text_end(y, y->col);

	if (width == 0 || (!tail && end > y->col))
		return false;
	y->only_added = false;
	y->col -= width;
	memmove(&y->row[y->col], &y->row[y->col + width],
	    (size_t)(end - width - y->col) * sizeof(*y->row));
	for (int i = end - width; i < end; i++) {
		y->row[i] = CELL_BLANK;
		if (end < y->cols)
			y->row[i].bg = y->row[end].bg;
	}
	touch(y, y->col, end);
	return true;
}

static bool
play_move(struct predict_play *y, enum predict_key key)
{
	int by = key == PREDICT_LEFT ? -width_before(y) : y->row[y->col].width;

	if (by == 0 || (by > 0 && is_gap(y, y->col)) || y->col + by >= y->cols)
		return false;
	y->only_added = false;
	y->col += by;
	return true;
}

bool
predict_play(
    struct predict_play *y, enum predict_key key, uint32_t cp, bool tail)
{
	if (y->col + 1 >= y->cols) /* or it has just been passed */
		return false;
	switch (key) {
	case PREDICT_CHAR:
		return play_char(y, cp, tail);
	case PREDICT_BACKSPACE:
		return play_backspace(y, tail);
	case PREDICT_LEFT:
	case PREDICT_RIGHT:
		return play_move(y, key);
	default:
		return false;
	}
}
