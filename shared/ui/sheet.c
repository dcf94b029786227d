#include "shared/ui/sheet.h"

#include <stdio.h>

#include "shared/base/util.h"
#include "shared/ui/bar.h"

#define CARD_ROWS 20
#define CARD_INDENT 2

static struct rect
inside(int row, int rows, int cols)
{
	return (struct rect){
	    row, CARD_INDENT, rows, MAX_OF(cols - 2 * CARD_INDENT, 20)};
}

int
sheet_rows(const char *text, int cols)
{
	return 1 +
	    canvas_wrap(NULL, inside(0, CARD_ROWS, cols), UI_NORMAL, text);
}

int
sheet_draw(
    struct canvas *c, int row, int rows, const char *title, const char *text)
{
	char head[256];

	snprintf(head, sizeof(head), " %s", title);
	bar_draw(c, row, UI_BAR_ALERT, head, "");
	return row + 1 +
	    canvas_wrap(
		c, inside(row + 1, rows - 1, c->grid.cols), UI_STRONG, text);
}
