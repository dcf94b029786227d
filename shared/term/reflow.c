#include "shared/term/reflow.h"

#include "shared/base/util.h"

#define PLACES_MAX 2

struct flow {
	struct screen to;
	struct history kept;
	bool on_screen; /* the lines that come are those of the screen */
	int done; /* rows of it, also what has left it at the top */
	bool open; /* the row goes on with the next line */
	int at; /* columns that it has so far */
	struct cell cells[GRID_COLS_MAX + LINE_CHUNK];
	struct reflow_place *place; /* where they are */
	struct reflow_place went[PLACES_MAX]; /* where they come to; row -1 =
					       * not known yet */
	int places;
};

/* Those of columns 0..end-1. */
static uint64_t
chunks(int end)
{
	return end > 0 ? UINT64_MAX >> (63 - (end - 1) / LINE_CHUNK) : 0;
}

static struct cell
blank(uint32_t bg)
{
	struct cell c = CELL_BLANK;

	c.bg = bg;
	return c;
}

static struct cell
cell_of(const struct line *l, int col)
{
	return line_holds(l, col) ? l->cells[col] : blank(l->fill);
}

/* The background behind the text of a line. */
static uint32_t
tail(const struct line *l, int cols)
{
	return l->used < cols ? cell_of(l, cols - 1).bg : CELL_DEFAULT;
}

/* --- the rows that come out --- */

static int
next_row(struct flow *f)
{
	int last = f->to.rows - 1;

	if (f->done++ <= last)
		return f->done - 1;
	history_scroll(&f->kept, &f->to, 1);
	screen_scroll(&f->to, 0, f->to.rows, 1, &CELL_BLANK);
	return last;
}

static void
put_line(struct flow *f, const struct line *l, int cols)
{
	int row = next_row(f);

	screen_take(&f->to, row, l, cols);
	screen_wrapped(&f->to, row, l->wrapped && l->used == f->to.cols);
}

/* The row is as long as it gets. */
static void
put_row(struct flow *f, bool wrapped, uint32_t fill)
{
	struct line l = {.cells = f->cells,
	    .held = chunks(f->at),
	    .fill = fill,
	    .wrapped = wrapped,
	    .used = f->at};

	for (int c = f->at; c % LINE_CHUNK != 0; c++)
		f->cells[c] = blank(fill);
	if (f->on_screen)
		screen_take(&f->to, next_row(f), &l, f->to.cols);
	else
		history_add(&f->kept, &l, f->to.cols);
	f->at = 0;
	f->open = false;
}

static void
put_open(struct flow *f, bool wrapped)
{
	if (f->open)
		put_row(f, wrapped, CELL_DEFAULT);
}

/* --- the lines that go in --- */

/* Columns from..to-1 of a row of the old screen begin at column `at` now. */
static void
went(struct flow *f, int row, int from, int to, int at)
{
	for (int i = 0; i < f->places; i++) {
		const struct reflow_place *p = &f->place[i];

		if (p->row == row && p->col >= from && p->col < to)
			f->went[i] = (struct reflow_place){
			    f->done, at + p->col - from};
	}
}

/* Its text ends there; what is behind it stays on the row. */
static void
went_behind(struct flow *f, int row, int used, int at)
{
	for (int i = 0; i < f->places; i++) {
		const struct reflow_place *p = &f->place[i];
		int col = at + p->col - used;

		if (p->row != row || p->col < used)
			continue;
		if (p->col > used)
			col = MIN_OF(col, f->to.cols - 1);
		f->went[i] = (struct reflow_place){f->done, col};
	}
}

/* It fits, and neither goes on before nor behind. */
static bool
stays(struct flow *f, int used, bool wrapped)
{
	if (used == 0)
		put_open(f, true);
	return !f->open && used <= f->to.cols &&
	    (!wrapped || used == 0 || used == f->to.cols);
}

static void
flow_text(struct flow *f, const struct line *l, int cols, int row)
{
	for (int c = 0; c < l->used; c++) {
		struct cell cell = cell_of(l, c);

		if (f->at + MAX_OF(1, (int)cell.width) > f->to.cols)
			put_row(f, true, CELL_DEFAULT);
		went(f, row, c, c + 1, f->at);
		f->cells[f->at++] = cell;
	}
	f->open = true;
	went_behind(f, row, l->used, f->at);
	if (!l->wrapped)
		put_row(f, false, tail(l, cols));
}

static void
flow_row(struct flow *f, const struct line *l, int cols, int row)
{
	if (stays(f, l->used, l->wrapped)) {
		went(f, row, 0, l->used, 0);
		went_behind(f, row, l->used, l->used);
		put_line(f, l, cols);
	} else {
		flow_text(f, l, cols, row);
	}
}

static void
flow_kept(struct flow *f, const struct history_line *l)
{
	struct cell cells[GRID_COLS_MAX];
	struct line line = {.cells = cells,
	    .held = UINT64_MAX,
	    .wrapped = l->wrapped,
	    .used = l->used};
	int had = MIN_OF(
	    history_unpack(l, cells, GRID_COLS_MAX), GRID_COLS_MAX);

	f->kept.work += (uint64_t)l->used;
	flow_text(f, &line, had, -1);
}

static void
flow_history(struct flow *f, struct history *h)
{
	const struct history_line *l;

	for (; (l = history_oldest(h)) != NULL; history_next(h)) {
		if (!l->gone && stays(f, l->used, l->wrapped))
			history_move(&f->kept, h);
		else if (!l->gone)
			flow_kept(f, l);
		if (l->blanks > 0)
			put_open(f, true);
		history_add_blank(&f->kept, l->blanks, l->fill, f->to.cols);
	}
}

/* --- the size --- */

/* The newest n lines of the scrollback come into the first n rows. */
static void
come_back(struct screen *s, struct history *h, int n)
{
	struct cell cells[GRID_COLS_MAX + LINE_CHUNK];

	for (int i = 0; i < n; i++) {
		int had = history_get(h, i, cells, s->cols);
		struct line l = {.cells = cells,
		    .held = UINT64_MAX,
		    .fill = CELL_DEFAULT,
		    .wrapped = history_wrapped(h, i),
		    .used = history_used(h, i)};

		if (had >= s->cols)
			l.fill = tail(&l, s->cols);
		l.held = chunks(MIN_OF(had, s->cols));
		for (int c = s->cols; c % LINE_CHUNK != 0; c++)
			cells[c] = blank(l.fill);
		screen_take(s, n - 1 - i, &l, s->cols);
	}
	history_drop(h, n);
}

/* Lines to take from the top (negative: to put there), so that the cursor's
 * fits into the new height, or all rows are full. */
static int
rows_over(const struct screen *s, const struct history *h, int rows, int row)
{
	int over = MAX_OF(0, row - (rows - 1));
	int more = MAX_OF(0, rows - s->rows);

	return over > 0 ? over : -MIN_OF(more, h->count);
}

static void
same_width(struct screen *s, struct history *h, int rows,
    struct reflow_place *place, int n)
{
	int over = rows_over(s, h, rows, place[0].row);

	history_scroll(h, s, over);
	screen_resize(s, s->cols, rows, over);
	come_back(s, h, MAX_OF(0, -over));
	for (int i = 0; i < n; i++)
		place[i].row = MAX_OF(0, MIN_OF(rows - 1, place[i].row - over));
}

/* Rows that stand below the cursor and for which there is no room, or blank
 * ones that nothing comes back for (negative). */
static int
rows_below(const struct screen *s, const struct history *h, int rows, int row)
{
	if (rows < s->rows)
		return MIN_OF(s->rows - rows, s->rows - 1 - row);
	return -MAX_OF(0, rows - s->rows - h->count);
}

static void
other_width(struct screen *s, struct history *h, struct flow *f)
{
	int rows = f->to.rows;
	int below = rows_below(s, h, rows, f->place[0].row);
	int up;

	flow_history(f, h);
	f->on_screen = true;
	for (int r = 0; r < s->rows - MAX_OF(0, below); r++)
		flow_row(f, screen_line(s, r), s->cols, r);
	put_open(f, false);
	for (; below < 0; below++)
		next_row(f);
	up = f->done - rows;
	if (up < 0)
		up = -MIN_OF(-up, f->kept.count);
	screen_scroll(&f->to, 0, rows, MIN_OF(up, 0), &CELL_BLANK);
	come_back(&f->to, &f->kept, MAX_OF(0, -up));
	for (int i = 0; i < f->places; i++) {
		struct reflow_place *to = &f->place[i];

		if (f->went[i].row < 0) /* it stood below */
			f->went[i] = (struct reflow_place){
			    f->done - 1, MIN_OF(to->col, f->to.cols - 1)};
		*to = f->went[i];
		to->row -= up;
		if (to->row < 0)
			to->row = to->col = 0;
	}
}

void
reflow(struct screen *s, struct history *h, int cols, int rows,
    struct reflow_place *place, int n)
{
	struct flow f = {.place = place, .places = MIN_OF(n, PLACES_MAX)};

	for (int i = 0; i < f.places; i++) {
		place[i].row = MIN_OF(place[i].row, s->rows - 1);
		place[i].col = MIN_OF(place[i].col, s->cols);
		f.went[i].row = -1;
	}
	if (cols == s->cols) {
		same_width(s, h, rows, place, n);
		return;
	}
	screen_init(&f.to, cols, rows);
	f.to.work = s->work + (uint64_t)cols * (uint64_t)rows;
	history_init(&f.kept, h->max);
	f.kept.total = h->total + 1; /* more are new than there are */
	f.kept.work = h->work;
	other_width(s, h, &f);
	screen_fini(s);
	history_fini(h);
	*s = f.to;
	*h = f.kept;
}
