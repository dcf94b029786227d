#include "shared/ui/bar.h"

#include <stdio.h>
#include <string.h>

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

/* --- parts --- */

struct filling {
	char *dst;
	size_t len;
	int cols, rows; /* that there are */
	int col, row; /* that are used */
};

/* False where there is no room for it. */
static bool
add_part(struct filling *f, const char *text)
{
	int cols = utf8_cols(text), gap = f->col == 0 ? 1 : 2;

	if (cols == 0)
		return true;
	if (f->col > 0 && f->col + gap + cols > f->cols) {
		if (f->row == f->rows || f->len + 1 >= BAR_PARTS_SIZE)
			return false;
		f->dst[f->len++] = '\n';
		f->row++;
		f->col = 0;
		gap = 1;
	}
	if (f->col + gap + cols > f->cols ||
	    f->len + (size_t)gap + strlen(text) >= BAR_PARTS_SIZE)
		return false;
	f->len += (size_t)snprintf(
	    f->dst + f->len, BAR_PARTS_SIZE - f->len, "%*s%s", gap, "", text);
	f->col += gap + cols;
	return true;
}

/* Is it one of so many that are in brief: from the last to the first, the late
 * ones behind all others. */
static bool
is_brief(const struct bar_part *part, int n, int i, int brief)
{
	int before = 0;

	for (int k = 0; k < n; k++)
		if (part[k].late == part[i].late ? k > i : part[i].late)
			before++;
	return before < brief;
}

static bool
fill(struct filling *f, const struct bar_part *part, int n, int brief)
{
	bool ok = true;

	f->len = 0;
	f->col = 0;
	f->row = 1;
	f->dst[0] = '\0';
	for (int i = 0; i < n; i++)
		if (!add_part(f,
			is_brief(part, n, i, brief) ? part[i].brief
						    : part[i].full))
			ok = false;
	return ok;
}

bool
bar_parts(const struct bar_part *part, int n, int cols, int rows,
    char dst[BAR_PARTS_SIZE])
{
	struct filling f = {.dst = dst, .cols = cols, .rows = rows};

	for (int brief = 0; brief <= n; brief++)
		if (fill(&f, part, n, brief))
			return true;
	return false;
}

void
bar_draw_parts(
    struct canvas *c, int row, int rows, enum ui_style style, const char *text)
{
	char line[BAR_PARTS_SIZE];

	for (int i = 0; i < rows; i++) {
		size_t len = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		bar_draw(c, row + i, style, line, "");
		text += len + (text[len] == '\n');
	}
}

/* --- titles of columns --- */

const char *
bar_arrow(enum bar_sort sort)
{
	static const char *const arrows[] = {
	    [BAR_UNSORTED] = "", [BAR_UP] = "▲", [BAR_DOWN] = "▼"};

	return arrows[sort];
}

void
bar_title(struct canvas *c, struct rect at, bool right, const char *title,
    int column, enum bar_sort sort)
{
	const char *arrow = bar_arrow(sort);
	int used;

	if (column >= 0)
		canvas_spot(c, at, NULL, column);
	if (right) {
		used = canvas_text_right(
		    c, at.row, at.col + at.cols, at.cols, UI_HEAD, title);
		canvas_text(
		    c, at.row, at.col + at.cols - used - 1, 1, UI_HEAD, arrow);
		return;
	}
	used = canvas_text(c, at.row, at.col, at.cols, UI_HEAD, title);
	canvas_text(c, at.row, at.col + used, 1, UI_HEAD, arrow);
}

/* --- keys --- */

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
	canvas_spot(c, (struct rect){row, col, 1, key_cols(k) - 2}, k->key, 0);
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
