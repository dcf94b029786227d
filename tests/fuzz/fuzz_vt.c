/*
 * The emulator with and without the bypass: the same bytes give the same
 * screen, and every cell of it is safe to show. A piece of the input that
 * begins with 0xff is a resize first.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/utf8.h"
#include "shared/term/marks.h"
#include "shared/term/vt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The width of characters needs a UTF-8 locale. */
static void
init_once(void)
{
	static bool done;

	if (!done)
		i18n_init();
	done = true;
}

static void
check_marks(const struct cell *c)
{
	uint32_t mark[MARKS_MAX];
	char text[MARKS_TEXT];

	if (marks_text(c, text) > MARKS_BYTES)
		abort();
	for (int n = marks_of(c, mark); n > 0; n--)
		if (utf8_width(mark[n - 1]) != 0 ||
		    (utf8_clean_char(mark[n - 1]) == 0 &&
			!marks_are_style(mark[n - 1])))
			abort();
}

static void
check_cells(const struct grid *g)
{
	for (int r = 0; r < g->rows; r++) {
		const struct cell *c = g->row[r].cells;

		for (int i = 0; i < g->cols; i++) {
			bool right = i > 0 && c[i - 1].width == 2;

			check_marks(&c[i]);
			if (right != (c[i].width == 0))
				abort();
			if (!right && utf8_width(c[i].cp) != c[i].width)
				abort();
			if (!right && utf8_clean_char(c[i].cp) != c[i].cp)
				abort();
		}
		if (c[g->cols - 1].width == 2)
			abort();
	}
	if (g->cursor.row < 0 || g->cursor.row >= g->rows ||
	    g->cursor.col < 0 || g->cursor.col >= g->cols)
		abort();
}

static void
check_scrollback(struct vt *a, struct vt *b)
{
	struct cell ca[40], cb[40];

	if (vt_scrollback_lines(a) != vt_scrollback_lines(b))
		abort();
	for (int i = 0; i < vt_scrollback_lines(a); i++) {
		if (vt_scrollback_line(a, i, ca, 40) !=
		    vt_scrollback_line(b, i, cb, 40))
			abort();
		if (memcmp(ca, cb, sizeof(ca)) != 0)
			abort();
		if (vt_scrollback_wrapped(a, i) != vt_scrollback_wrapped(b, i))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt *fast, *slow;
	int cols, rows;

	init_once();
	if (size < 3)
		return 0;
	cols = 20 + data[0] % 30;
	rows = 5 + data[1] % 8;
	fast = vt_new(cols, rows, NULL);
	slow = vt_new(cols, rows, NULL);
	vt_set_bypass(slow, false);
	for (size_t at = 2; at < size;) {
		size_t n;

		if (data[at] == 0xff && size - at > 3) {
			cols = 20 + data[at + 1] % 50;
			rows = 5 + data[at + 2] % 20;
			vt_resize(fast, cols, rows);
			vt_resize(slow, cols, rows);
			check_cells(vt_grid(fast));
			at += 3;
		}
		n = 1 + data[at] % 61;
		n = n < size - at ? n : size - at;
		vt_write(fast, data + at, n);
		vt_write(slow, data + at, n);
		at += n;
	}
	if (!utf8_is_line(vt_title(fast)) ||
	    strcmp(vt_title(fast), vt_title(slow)) != 0)
		abort();
	check_cells(vt_grid(fast));
	if (!grid_looks_equal(vt_grid(fast), vt_grid(slow)) ||
	    vt_grid(fast)->cursor.row != vt_grid(slow)->cursor.row ||
	    vt_grid(fast)->cursor.col != vt_grid(slow)->cursor.col)
		abort();
	check_scrollback(fast, slow);
	vt_free(fast);
	vt_free(slow);
	return 0;
}
