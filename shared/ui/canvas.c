#include "shared/ui/canvas.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define ELLIPSIS 0x2026u
#define TEXT_SIZE 2048

/*
 * The theme. On the terminal's own ground a colour is one of its eight, which
 * its user has chosen so that they can be read there. Where ground and letters
 * are both ours, terminals that have many colours get calmer ones.
 */
struct look {
	uint32_t fg;
	uint32_t bg;
	uint32_t attr;
	uint32_t many_fg; /* of 256 colours or more; both 0 = as of eight */
	uint32_t many_bg;
	uint32_t mono; /* attributes where there is no colour */
};

enum { RED = 1, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE };

#define C(n) CELL_INDEX(n)
#define B CELL_BOLD
#define R CELL_REVERSE
#define U CELL_UNDERLINE
#define LIGHT CELL_RGB(0xee, 0xee, 0xee)
#define DEEP CELL_RGB(0x00, 0x5f, 0x87)
#define ALARM CELL_RGB(0xaf, 0x00, 0x00)
#define GREY CELL_RGB(0x44, 0x44, 0x44)

/* clang-format off */
static const struct look looks[UI_STYLES] = {
	[UI_NORMAL] = {0, 0, 0, 0, 0, 0},
	[UI_DIM] = {0, 0, CELL_DIM, 0, 0, CELL_DIM},
	[UI_STRONG] = {0, 0, B, 0, 0, B},
	[UI_BAR] = {C(WHITE), C(BLUE), 0, LIGHT, DEEP, R},
	[UI_BAR_ACTIVE] = {C(BLUE), C(WHITE), B, DEEP, LIGHT, B},
	[UI_BAR_ALERT] = {C(WHITE), C(RED), B, LIGHT, ALARM, R | B},
	[UI_HEAD] = {C(CYAN), 0, B, 0, 0, B | U},
	[UI_SELECTED] = {0, 0, R, 0, 0, R},
	[UI_BOX] = {0, 0, 0, 0, 0, 0},
	[UI_BOX_TITLE] = {0, 0, B, 0, 0, B},
	[UI_FIELD] = {0, 0, U, LIGHT, GREY, U},
	[UI_FIELD_ACTIVE] = {C(WHITE), C(BLUE), 0, LIGHT, DEEP, R},
	[UI_CHOICE] = {0, 0, 0, 0, 0, 0},
	[UI_CHOICE_ACTIVE] = {0, 0, R | B, 0, 0, R | B},
	[UI_GOOD] = {C(GREEN), 0, 0, 0, 0, 0},
	[UI_WARN] = {C(YELLOW), 0, B, 0, 0, B},
	[UI_BAD] = {C(RED), 0, B, 0, 0, B},
	[UI_TAG] = {C(YELLOW), 0, 0, 0, 0, B},
	[UI_BIG] = {0, 0, B, 0, 0, B},
	[UI_OWN] = {C(CYAN), 0, 0, 0, 0, B},
};
/* clang-format on */

static struct cell
style_cell(const struct canvas *c, enum ui_style style)
{
	const struct look *l = &looks[style];
	bool many = c->colours <= FRAME_COLOURS_256 && l->many_bg != 0;
	struct cell cell = CELL_BLANK;

	if (c->colours == FRAME_COLOURS_NONE) {
		cell.attr = l->mono & CELL_ATTRS;
		return cell;
	}
	cell.attr = l->attr & CELL_ATTRS;
	cell.fg = style_colour(many ? l->many_fg : l->fg, c->colours);
	cell.bg = style_colour(many ? l->many_bg : l->bg, c->colours);
	return cell;
}

void
canvas_init(struct canvas *c, int cols, int rows)
{
	memset(c, 0, sizeof(*c));
	grid_init(&c->grid, MAX_OF(cols, 1), MAX_OF(rows, 1));
	c->grid.cursor.visible = false;
}

void
canvas_fini(struct canvas *c)
{
	grid_fini(&c->grid);
}

void
canvas_resize(struct canvas *c, int cols, int rows)
{
	grid_resize(&c->grid, MAX_OF(cols, 1), MAX_OF(rows, 1));
	c->grid.cursor.visible = false;
}

void
canvas_clear(struct canvas *c)
{
	canvas_fill(c, canvas_rect(c), UI_NORMAL);
	c->grid.cursor.visible = false;
	c->spots = 0;
	c->grid.modes.mouse = GRID_MOUSE_OFF;
}

struct rect
canvas_rect(const struct canvas *c)
{
	return (struct rect){0, 0, c->grid.rows, c->grid.cols};
}

bool
canvas_holds(struct rect r, int row, int col)
{
	return row >= r.row && row < r.row + r.rows && col >= r.col &&
	    col < r.col + r.cols;
}

struct rect
canvas_middle(const struct canvas *c, int cols, int rows)
{
	cols = MIN_OF(cols, c->grid.cols);
	rows = MIN_OF(rows, c->grid.rows);
	return (struct rect){
	    (c->grid.rows - rows) / 2, (c->grid.cols - cols) / 2, rows, cols};
}

static bool
inside(const struct canvas *c, int row, int col)
{
	return row >= 0 && col >= 0 && row < c->grid.rows && col < c->grid.cols;
}

/* A wide character of which one half is overwritten must not stay half. */
static void
unsplit(struct canvas *c, int row, int col)
{
	struct cell *cell = grid_cell(&c->grid, row, col);

	if (cell->width == 0 && col > 0) {
		cell[-1].cp = ' ';
		cell[-1].width = 1;
		memset(cell[-1].mark, 0, sizeof(cell[-1].mark));
	}
	if (cell->width == 2 && col + 1 < c->grid.cols) {
		cell[1].cp = ' ';
		cell[1].width = 1;
	}
}

static void
put(struct canvas *c, int row, int col, const struct cell *cell)
{
	if (!inside(c, row, col))
		return;
	unsplit(c, row, col);
	*grid_cell(&c->grid, row, col) = *cell;
	c->grid.row[row].stamp = 0;
}

/* One character of width 1 or 2; half of a wide one at an edge is a blank. */
static void
put_char(struct canvas *c, int row, int col, struct cell cell, uint32_t cp,
    int width)
{
	if (width == 2 && (!inside(c, row, col) || !inside(c, row, col + 1))) {
		put(c, row, col, &cell);
		put(c, row, col + 1, &cell);
		return;
	}
	cell.cp = cp & 0x1fffff;
	cell.width = width & 3;
	put(c, row, col, &cell);
	if (width == 2) {
		cell.cp = 0;
		cell.width = 0;
		if (inside(c, row, col + 1)) {
			*grid_cell(&c->grid, row, col + 1) = cell;
		}
	}
}

static void
put_mark(struct canvas *c, int row, int col, uint32_t cp)
{
	struct cell *cell;

	if (!inside(c, row, col) || cp > 0xffff)
		return;
	cell = grid_cell(&c->grid, row, col);
	c->grid.row[row].stamp = 0;
	if (cell->width == 0 && col > 0)
		cell--;
	for (int i = 0; i < CELL_MARKS; i++) {
		if (cell->mark[i] == 0) {
			cell->mark[i] = (uint16_t)cp;
			return;
		}
	}
}

/* The next character that may be shown. Returns the bytes read, *cp 0 = show
 * nothing. */
static size_t
next_char(const char *s, size_t len, uint32_t *cp, int *width)
{
	int n = utf8_decode(s, len, cp);

	if (n <= 0) {
		n = (int)len;
		*cp = '?';
	}
	if (*cp == '\n' || *cp == '\t' || *cp == '\r')
		*cp = ' ';
	*cp = utf8_clean_char(*cp);
	*width = *cp == 0 ? 0 : utf8_width(*cp);
	return (size_t)n;
}

static int
text_cols(const char *s, size_t len)
{
	int cols = 0, w;
	uint32_t cp;

	while (len > 0) {
		size_t n = next_char(s, len, &cp, &w);

		cols += w;
		s += n;
		len -= n;
	}
	return cols;
}

/* Draws len bytes into at most max columns; returns the columns used. */
static int
draw_text(struct canvas *c, int row, int col, int max, struct cell cell,
    const char *s, size_t len)
{
	int used = 0, limit = max, w;
	uint32_t cp;
	bool cut = text_cols(s, len) > max;

	if (max <= 0)
		return 0;
	if (cut)
		limit = max - 1;
	while (len > 0) {
		size_t n = next_char(s, len, &cp, &w);

		s += n;
		len -= n;
		if (used + w > limit)
			break;
		if (w == 0 && cp != 0 && used > 0)
			put_mark(c, row, col + used - 1, cp);
		if (w > 0)
			put_char(c, row, col + used, cell, cp, w);
		used += w;
	}
	if (cut)
		put_char(c, row, col + used++, cell, ELLIPSIS, 1);
	return used;
}

int
canvas_text(struct canvas *c, int row, int col, int max_cols,
    enum ui_style style, const char *text)
{
	int room = c->grid.cols - col;

	if (max_cols > 0)
		room = MIN_OF(room, max_cols);
	return draw_text(
	    c, row, col, room, style_cell(c, style), text, strlen(text));
}

int
canvas_printf(struct canvas *c, int row, int col, int max_cols,
    enum ui_style style, const char *fmt, ...)
{
	char text[TEXT_SIZE];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return canvas_text(c, row, col, max_cols, style, text);
}

int
canvas_text_right(struct canvas *c, int row, int right, int max_cols,
    enum ui_style style, const char *text)
{
	int cols = text_cols(text, strlen(text));

	if (max_cols > 0)
		cols = MIN_OF(cols, max_cols);
	cols = MIN_OF(cols, right);
	if (cols <= 0)
		return 0;
	return canvas_text(c, row, right - cols, cols, style, text);
}

/* The blanks in "1 230,00 zł" and in a phone number are a part of them. */
static bool
is_inside_number(const char *s, size_t i)
{
	return i > 0 && isdigit((unsigned char)s[i - 1]) &&
	    (isdigit((unsigned char)s[i + 1]) || str_starts(s + i, " zł"));
}

/* Bytes of the first line of s when broken to cols; *skip also counts the
 * blank or newline that it was broken at. */
static size_t
wrap_line(const char *s, int cols, size_t *skip)
{
	size_t len = strlen(s), i = 0, blank = 0;
	int used = 0, w;
	uint32_t cp;

	while (i < len) {
		size_t n;

		if (s[i] == '\n') {
			*skip = i + 1;
			return i;
		}
		n = next_char(s + i, len - i, &cp, &w);
		if (s[i] == ' ' && !is_inside_number(s, i))
			blank = i;
		if (used + w > cols && (used > 0 || w > cols))
			break;
		used += w;
		i += n;
	}
	if (i >= len) {
		*skip = len;
		return len;
	}
	if (blank > 0) {
		*skip = blank + 1;
		return blank;
	}
	if (i == 0) /* wider than the rectangle: show nothing, but go on */
		*skip = next_char(s, len, &cp, &w);
	else
		*skip = i;
	return i;
}

int
canvas_wrap(
    struct canvas *c, struct rect r, enum ui_style style, const char *text)
{
	int row = 0;

	while (*text != '\0' && row < r.rows) {
		size_t skip, len = wrap_line(text, r.cols, &skip);

		if (c != NULL)
			draw_text(c, r.row + row, r.col, r.cols,
			    style_cell(c, style), text, len);
		text += skip;
		row++;
	}
	return row;
}

void
canvas_newest(struct canvas *c, struct rect r, int n,
    const char *(*text_of)(int i, enum ui_style *style, void *ctx), void *ctx)
{
	enum ui_style style;
	int first = n, left = r.rows;

	while (first > 0 && left > 0) {
		const char *text = text_of(first - 1, &style, ctx);

		left -= canvas_wrap(NULL, r, UI_NORMAL, text);
		if (left < 0 && first < n)
			break;
		first--;
	}
	for (int i = first; i < n; i++) {
		const char *text = text_of(i, &style, ctx);
		int rows = canvas_wrap(c, r, style, text);

		r.row += rows;
		r.rows -= rows;
	}
}

void
canvas_fill(struct canvas *c, struct rect r, enum ui_style style)
{
	struct cell cell = style_cell(c, style);

	int left = MAX_OF(r.col, 0),
	    right = MIN_OF(r.col + r.cols, c->grid.cols);

	for (int row = MAX_OF(r.row, 0);
	     row < MIN_OF(r.row + r.rows, c->grid.rows) && left < right;
	     row++) {
		put(c, row, left, &cell);
		put(c, row, right - 1, &cell);
		for (int col = left + 1; col < right - 1; col++)
			*grid_cell(&c->grid, row, col) = cell;
	}
}

static void
line_char(struct canvas *c, int row, int col, enum ui_style style, uint32_t cp)
{
	put_char(c, row, col, style_cell(c, style), cp, 1);
}

void
canvas_box(
    struct canvas *c, struct rect r, enum ui_style style, const char *title)
{
	int bottom = r.row + r.rows - 1, right = r.col + r.cols - 1;

	canvas_fill(c, r, style);
	canvas_rule(c, r.row, r.col, r.cols, style);
	canvas_rule(c, bottom, r.col, r.cols, style);
	for (int row = r.row + 1; row < bottom; row++) {
		line_char(c, row, r.col, style, 0x2502);
		line_char(c, row, right, style, 0x2502);
	}
	line_char(c, r.row, r.col, style, 0x250c);
	line_char(c, r.row, right, style, 0x2510);
	line_char(c, bottom, r.col, style, 0x2514);
	line_char(c, bottom, right, style, 0x2518);
	if (title != NULL && r.cols > 6) {
		int used = canvas_text(
		    c, r.row, r.col + 2, r.cols - 5, UI_BOX_TITLE, " ");

		used += canvas_text(c, r.row, r.col + 2 + used,
		    r.cols - 5 - used, UI_BOX_TITLE, title);
		canvas_text(c, r.row, r.col + 2 + used, 1, UI_BOX_TITLE, " ");
	}
}

void
canvas_rule(struct canvas *c, int row, int col, int cols, enum ui_style style)
{
	for (int i = 0; i < cols; i++)
		line_char(c, row, col + i, style, 0x2500);
}

/* Half of a wide character at an edge is a blank. */
static void
whole(struct cell *cell, unsigned half)
{
	if (cell->width != half)
		return;
	cell->cp = ' ';
	cell->width = 1;
	memset(cell->mark, 0, sizeof(cell->mark));
}

static void
blit_row(struct grid_row *to, int to_col, const struct grid_row *from,
    int from_col, int cols)
{
	struct cell *cells = to->cells + to_col;

	memcpy(cells, from->cells + from_col, (size_t)cols * sizeof(*cells));
	whole(&cells[0], 0);
	whole(&cells[cols - 1], 2);
	to->stamp = 0;
}

void
canvas_blit(struct canvas *c, struct rect r, const struct grid *src,
    int src_row, int src_col)
{
	/* the columns of r that both have */
	int first = MAX_OF(0, MAX_OF(-src_col, -r.col));
	int end = MIN_OF(
	    r.cols, MIN_OF(src->cols - src_col, c->grid.cols - r.col));
	/* the same row then, as its stamp says */
	bool all = end - first == c->grid.cols && c->grid.cols == src->cols;

	if (first >= end)
		return;
	for (int y = 0; y < r.rows; y++) {
		const struct grid_row *from;
		struct grid_row *to;

		if (src_row + y < 0 || src_row + y >= src->rows ||
		    !inside(c, r.row + y, r.col + first))
			continue;
		from = &src->row[src_row + y];
		to = &c->grid.row[r.row + y];
		if (!all || !grid_same_row(to, from))
			blit_row(to, r.col + first, from, src_col + first,
			    end - first);
		to->stamp = all ? from->stamp : 0;
		to->wrapped = all && from->wrapped;
	}
}

void
canvas_spot(struct canvas *c, struct rect at, const char *key, int column)
{
	if (c->spots < CANVAS_SPOTS)
		c->spot[c->spots++] = (struct canvas_spot){at, key, column};
}

const struct canvas_spot *
canvas_spot_at(const struct canvas *c, int row, int col)
{
	for (int i = c->spots; i-- > 0;)
		if (canvas_holds(c->spot[i].at, row, col))
			return &c->spot[i];
	return NULL;
}

void
canvas_cursor(struct canvas *c, int row, int col)
{
	if (!inside(c, row, col))
		return;
	c->grid.cursor = (struct grid_cursor){
	    .row = row, .col = col, .visible = true, .blink = true};
}

void
canvas_hide_cursor(struct canvas *c)
{
	c->grid.cursor.visible = false;
}
