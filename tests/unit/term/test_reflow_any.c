/*
 * Wrapping anew: what printing it all at that width shows, and after any
 * sequences no character is lost or comes twice.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/term/vt.h"

#define STORIES 300
#define STEPS 12
#define LINES_MAX (VT_SCROLLBACK + GRID_ROWS_MAX)

static uint64_t state_of_rng;

static int
below(int n)
{
	state_of_rng = state_of_rng * UINT64_C(6364136223846793005) + 1;
	return (int)((state_of_rng >> 33) % (uint64_t)n);
}

static void
write_str(struct vt *vt, const char *s)
{
	vt_write(vt, s, strlen(s));
}

/* --- as printed at once --- */

static const char *const words[] = {"a", "zażółć", "\xe4\xb8\xad\xe6\x96\x87",
    "e\xcc\x81", " ", "    ", "\033[31m", "\033[m", "\033[4mx\033[m",
    "\xe6\x97\xa5"};

/* Lines of words: the same whatever the width. */
static void
some_text(struct buf *b)
{
	for (int n = below(12); n > 0; n--) {
		for (int i = below(below(3) > 0 ? 10 : 70); i > 0; i--)
			buf_adds(b, words[below(10)]);
		if (below(4) > 0)
			buf_adds(b, "\r\n");
	}
}

static void
resize_any(struct vt *vt)
{
	int rows = vt_grid(vt)->rows;

	vt_resize(vt, 20 + below(80), below(2) > 0 ? 5 + below(30) : rows);
}

struct all {
	int lines;
	int cursor; /* line of it */
	int cols;
	struct grid_row row[LINES_MAX];
};

/* Every line, the oldest first, without the blank ones at the end. */
static void
take_all(struct all *a, struct vt *vt)
{
	const struct grid *g = vt_grid(vt);
	int old = vt_scrollback_lines(vt);

	a->cols = g->cols;
	a->lines = old + g->rows;
	a->cursor = old + g->cursor.row;
	for (int i = 0; i < a->lines; i++) {
		struct grid_row *r = &a->row[i];

		r->cells = calloc((size_t)g->cols, sizeof(*r->cells));
		if (i >= old) {
			memcpy(r->cells, g->row[i - old].cells,
			    (size_t)g->cols * sizeof(*r->cells));
			r->wrapped = g->row[i - old].wrapped;
			continue;
		}
		vt_scrollback_line(vt, old - 1 - i, r->cells, g->cols);
		r->wrapped = vt_scrollback_wrapped(vt, old - 1 - i);
	}
}

static void
drop_all(struct all *a)
{
	for (int i = 0; i < a->lines; i++)
		free(a->row[i].cells);
}

static bool
is_blank(const struct all *a, int line)
{
	int c = 0;

	while (c < a->cols && cell_is_blank(&a->row[line].cells[c]))
		c++;
	return c == a->cols;
}

static int
text_lines(const struct all *a)
{
	int n = a->lines;

	while (n > a->cursor + 1 && is_blank(a, n - 1))
		n--;
	return n;
}

static void
check_same(int story, struct vt *is, struct vt *want)
{
	static struct all a, b;
	const struct grid_cursor *c = &vt_grid(is)->cursor;

	take_all(&a, is);
	take_all(&b, want);
	if (text_lines(&a) != text_lines(&b) || a.cursor != b.cursor ||
	    c->col != vt_grid(want)->cursor.col)
		fail_msg("story %d: %d lines, cursor %d,%d, not %d, %d,%d",
		    story, text_lines(&a), a.cursor, c->col, text_lines(&b),
		    b.cursor, vt_grid(want)->cursor.col);
	for (int i = 0; i < text_lines(&a); i++) {
		if (a.row[i].wrapped != b.row[i].wrapped)
			fail_msg("story %d: line %d goes on", story, i);
		for (int x = 0; x < a.cols; x++)
			if (!cell_looks_equal(
				&a.row[i].cells[x], &b.row[i].cells[x]))
				fail_msg("story %d: line %d, %d", story, i, x);
	}
	drop_all(&a);
	drop_all(&b);
}

/* Printed while the size changes, also behind an alternate screen: as printed
 * at once in the last size. Nothing stands below the cursor. */
static void
test_as_printed_at_once(void **state)
{
	for (int story = 0; story < STORIES; story++) {
		struct vt *vt, *once;
		struct buf b = BUF_INIT;
		size_t told = 0;

		state_of_rng = (uint64_t)story * 7919 + 3;
		vt = vt_new(20 + below(80), 5 + below(30), NULL);
		for (int i = 0; i < STEPS; i++) {
			some_text(&b);
			vt_write(vt, (const char *)buf_data(&b) + told,
			    b.len - told);
			told = b.len;
			if (vt_grid(vt)->cursor.col < 2 && below(2) == 0) {
				write_str(vt, "\033[?1049h\033[2Jx");
				resize_any(vt);
				write_str(vt, "y\r\n\n\n\n\n\nz");
				resize_any(vt);
				write_str(vt, "\033[?1049l");
			} else {
				resize_any(vt);
			}
		}
		once = vt_new(vt_grid(vt)->cols, vt_grid(vt)->rows, NULL);
		vt_write(once, buf_data(&b), b.len);
		check_same(story, vt, once);
		vt_free(vt);
		vt_free(once);
		buf_fini(&b);
	}
}

/* --- any sequences --- */

static void
any_bytes(struct vt *vt)
{
	static const char *const finals = "ABCDHJKLMPXSTr@dG";
	char s[64];

	for (int i = below(30); i > 0; i--) {
		switch (below(5)) {
		case 0:
			snprintf(s, sizeof(s), "\033[%d;%d%c", below(40),
			    below(100), finals[below(17)]);
			break;
		case 1:
			snprintf(s, sizeof(s), "\033[%dm", 40 + below(10));
			break;
		case 2:
			snprintf(
			    s, sizeof(s), "%s", below(2) ? "\0337" : "\0338");
			break;
		case 3:
			snprintf(
			    s, sizeof(s), "%.*s", below(3) * 2, "\r\n\r\n");
			break;
		default:
			for (int n = below(below(4) ? 8 : 60); n > 0; n--)
				write_str(vt, words[below(10)]);
			s[0] = '\0';
			break;
		}
		write_str(vt, s);
	}
}

static void
check_cells(const struct grid *g)
{
	for (int r = 0; r < g->rows; r++) {
		const struct cell *c = g->row[r].cells;

		for (int i = 0; i < g->cols; i++)
			assert_int_equal(
			    i > 0 && c[i - 1].width == 2, c[i].width == 0);
		assert_int_not_equal(c[g->cols - 1].width, 2);
	}
	assert_in_range(g->cursor.row, 0, g->rows - 1);
	assert_in_range(g->cursor.col, 0, g->cols - 1);
}

/* What stands there but blanks, in its order, cell for cell. */
static size_t
characters(struct vt *vt, struct cell **out)
{
	static struct all a;
	size_t n = 0;

	take_all(&a, vt);
	*out = calloc((size_t)a.lines * (size_t)a.cols, sizeof(**out));
	for (int i = 0; i < a.lines; i++)
		for (int c = 0; c < a.cols; c++)
			if (a.row[i].cells[c].cp != ' ')
				(*out)[n++] = a.row[i].cells[c];
	drop_all(&a);
	return n;
}

/* No row goes, and the scrollback has room: all is there. The cursor is on what
 * it was on, or that has left the screen. */
static void
check_resize(int story, struct vt *vt, int cols, int rows)
{
	const struct grid *g = vt_grid(vt);
	const struct cell was = *grid_cell(g, g->cursor.row, g->cursor.col);
	struct cell *before, *after, is;
	/* the next character may be wrapped from there */
	bool at_edge = g->cursor.col >= g->cols - 2;
	size_t n = characters(vt, &before);

	vt_resize(vt, cols, rows);
	g = vt_grid(vt);
	is = *grid_cell(g, g->cursor.row, g->cursor.col);
	check_cells(g);
	if (characters(vt, &after) != n ||
	    memcmp(before, after, n * sizeof(*after)) != 0)
		fail_msg("story %d: lost at %dx%d", story, cols, rows);
	if (!at_edge && was.cp != ' ' && !cell_equal(&was, &is) &&
	    g->cursor.row + g->cursor.col > 0)
		fail_msg("story %d: the cursor at %dx%d", story, cols, rows);
	free(before);
	free(after);
}

static void
test_nothing_is_lost(void **state)
{
	for (int story = 0; story < STORIES; story++) {
		struct vt *vt;

		state_of_rng = (uint64_t)story * 104729 + 5;
		vt = vt_new(20 + below(80), 5 + below(30), NULL);
		for (int i = 0; i < STEPS; i++) {
			int cols = 20 + below(80);

			any_bytes(vt);
			check_resize(story, vt, cols,
			    vt_grid(vt)->rows + below(2) * below(5));
			check_resize(story, vt, cols + 30, vt_grid(vt)->rows);
			vt_resize(vt, cols, 5 + below(30));
			check_cells(vt_grid(vt));
		}
		vt_free(vt);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_as_printed_at_once),
	    cmocka_unit_test(test_nothing_is_lost),
	};

	i18n_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
