#include "shared/ui/bar.h"

#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/utf8.h"

void
bar_draw(struct canvas *c, int row, enum ui_style style, const char *left,
    const char *right)
{
	int cols = c->grid.cols, used;

	canvas_fill(c, (struct rect){row, 0, 1, cols}, style);
	used = canvas_text_right(c, row, cols, cols, style, right);
	if (used > 0)
		used++;
	if (cols - used > 0)
		canvas_text(c, row, 0, cols - used, style, left);
}

static int
key_cols(const struct bar_key *k)
{
	return utf8_cols(k->key) + utf8_cols(k->label) + 3;
}

static int
key_draw(struct canvas *c, int row, int col, enum ui_style style,
    const struct bar_key *k)
{
	if (col >= c->grid.cols)
		return 0;
	col += canvas_text(c, row, col, 0, UI_BAR_ACTIVE, k->key);
	if (col < c->grid.cols)
		canvas_printf(c, row, col, 0, style, " %s", k->label);
	return key_cols(k);
}

void
bar_keys(struct canvas *c, int row, enum ui_style style,
    const struct bar_key *keys, int n)
{
	int cols = c->grid.cols, col = 0, last;

	canvas_fill(c, (struct rect){row, 0, 1, cols}, style);
	if (n == 0)
		return;
	last = key_cols(&keys[n - 1]);
	for (int i = 0; i < n - 1; i++) {
		if (col + key_cols(&keys[i]) + last - 2 > cols)
			break;
		col += key_draw(c, row, col, style, &keys[i]);
	}
	key_draw(c, row, col, style, &keys[n - 1]);
}
