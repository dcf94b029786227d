#include "agent/paint.h"

#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/os.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/sys/terminal.h"

#define WIDE_COLS 80
/* Less than is needed at the start: a no can still be said. */
#define COLS_MIN 24
#define ROWS_MIN 9
#define LOW_ROWS 10 /* below this the shell's rows matter more */

/* --- what the stage wants --- */

static void
turn(void *ctx)
{
	struct paint *p = ctx;

	stage_turn(p->stage);
}

static void
wake(int ms, void *ctx)
{
	struct paint *p = ctx;

	if (ms == 0)
		loop_defer(p->loop, turn, p);
	else if (ms > 0)
		loop_timer_set(p->timer, ms);
	else
		loop_timer_stop(p->timer);
}

static size_t
queued(void *ctx)
{
	struct paint *p = ctx;

	return tty_queued(p->tty);
}

static void
key(const struct keys_event *ev, void *ctx)
{
	struct paint *p = ctx;

	p->key(ev, p->ctx);
}

/* --- the picture --- */

static const struct grid *
own_picture(struct paint *p)
{
	struct grid *g = &p->stage->canvas.grid;

	g->modes.mouse = GRID_MOUSE_CLICK;
	g->modes.mouse_sgr = true;
	g->modes.bracketed_paste = true;
	g->bells = p->bells;
	return g;
}

/* Which of the shell's rows is the first to show: all of them when there is
 * room, else those around its cursor. */
static int
first_row(const struct grid *shell, int rows)
{
	int first = shell->cursor.row - rows + 1;

	return first > 0 ? MIN_OF(first, MAX_OF(shell->rows - rows, 0)) : 0;
}

/* Rows of a narrower share (a terminal under the smallest size) are cut by the
 * view's width; a wider terminal than the share cannot be, for it rules. */
static void
place_shell(struct paint *p, const struct grid *shell, int rows)
{
	struct grid *v = &p->view;
	int first = first_row(shell, rows);

	for (int i = 0; i < rows && first + i < shell->rows; i++) {
		v->row[i] = shell->row[first + i];
		v->row[i].wrapped &= v->cols == shell->cols && i + 1 < rows;
	}
	v->cursor = shell->cursor;
	v->cursor.row -= first;
	if (v->cursor.row >= rows || v->cursor.col >= v->cols)
		v->cursor.visible = false;
	v->cursor.row = MIN_OF(v->cursor.row, MAX_OF(rows - 1, 0));
	v->cursor.col = MIN_OF(v->cursor.col, v->cols - 1);
	v->modes = shell->modes;
	p->bells += shell->bells - p->shell_bells;
	p->shell_bells = shell->bells;
	v->bells = p->bells;
}

static const struct grid *
shell_picture(struct paint *p)
{
	const struct grid *g = vt_grid(p->vt);

	if (p->back.lines == 0)
		return g;
	p->back.shown.bells = g->bells;
	return &p->back.shown;
}

/* fresh: the lower part was drawn anew. */
static const struct grid *
share_picture(struct paint *p, bool fresh)
{
	const struct grid *shell = shell_picture(p);
	struct grid *own = &p->stage->canvas.grid;
	int upper = MIN_OF(p->rows - own->rows, shell->rows);
	int cols = MIN_OF(p->cols, shell->cols);

	if (p->view.cols != cols || p->view.rows != upper + own->rows) {
		grid_fini(&p->view);
		grid_init_view(&p->view, cols, upper + own->rows);
	}
	place_shell(p, shell, upper);
	for (int i = 0; i < own->rows; i++) {
		if (fresh)
			grid_touch(own, i);
		p->view.row[upper + i] = own->row[i];
	}
	if (p->lower_cursor) {
		p->view.cursor = own->cursor;
		p->view.cursor.row += upper;
		p->view.modes.bracketed_paste = true;
	}
	return &p->view;
}

/* It says whose it is: the shell may call itself anything. */
static void
add_title(struct paint *p)
{
	const char *title = p->vt != NULL ? vt_title(p->vt) : p->title;

	if (!p->titles || str_eq(title, p->title))
		return;
	str_copy(p->title, sizeof(p->title), title);
	buf_printf(&p->bytes, "\033]2;pomoc-agent%s%s\a",
	    title[0] != '\0' ? ": " : "", title);
}

static size_t
show(bool fresh, bool *more, void *ctx)
{
	struct paint *p = ctx;
	const struct grid *g = p->vt != NULL ? share_picture(p, fresh)
					     : own_picture(p);

	buf_clear(&p->bytes);
	add_title(p);
	p->frame.wraps = g->cols == p->cols;
	*more = !frame_encode(&p->frame, g, &p->bytes);
	if (p->bytes.len > 0)
		tty_write(p->tty, buf_data(&p->bytes), p->bytes.len);
	return p->bytes.len;
}

/* The canvas is the whole screen for a view, the lower part over a share. */
static void
fit_canvas(struct paint *p)
{
	stage_size(p->stage, p->cols,
	    p->vt != NULL ? MIN_OF(p->lower_rows, p->rows) : p->rows);
}

/* --- life --- */

void
paint_init(struct paint *p, struct loop *loop, struct tty *tty, struct stage *s,
    keys_fn *on_key, void *ctx)
{
	static const struct stage_events events = {
	    .wake = wake, .show = show, .queued = queued, .key = key};
	enum frame_colours colours = style_colours_for(
	    os_env("NO_COLOR"), os_env("COLORTERM"), os_env("TERM"));

	memset(p, 0, sizeof(*p));
	p->loop = loop;
	p->tty = tty;
	p->stage = s;
	p->key = on_key;
	p->ctx = ctx;
	frame_init(&p->frame, colours,
	    FRAME_WHEEL | FRAME_TERMINAL |
		(terminal_has_shapes(os_env("TERM")) ? 0 : FRAME_NO_SHAPE));
	p->titles = terminal_has_titles(os_env("TERM"));
	p->frame.part = FRAME_PART;
	p->timer = loop_timer_new(loop, turn, p);
	stage_init(s, &events, p);
	s->keys.erase = terminal_erase();
	s->cols_min = COLS_MIN;
	s->rows_min = ROWS_MIN;
	s->too_small = N_(
	    "Window too small: 40x10 needed. F12 ends everything.");
	s->canvas.colours = colours;
	p->cols = 80;
	p->rows = 24;
}

void
paint_fini(struct paint *p)
{
	if (p->loop == NULL)
		return;
	loop_forget(p->loop, p);
	loop_timer_free(p->timer);
	back_leave(&p->back);
	frame_fini(&p->frame);
	grid_fini(&p->view);
	buf_fini(&p->bytes);
}

int
paint_bars(int cols, int rows)
{
	return cols >= WIDE_COLS || rows < LOW_ROWS ? 2 : 3;
}

void
paint_size(struct paint *p, int cols, int rows)
{
	p->cols = cols;
	p->rows = rows;
	back_leave(&p->back);
	fit_canvas(p);
	paint_reset(p);
}

void
paint_mode(struct paint *p, struct vt *vt, int lower_rows, bool cursor)
{
	if (vt != p->vt) {
		p->shell_bells = vt != NULL ? vt_grid(vt)->bells : 0;
		back_leave(&p->back);
	}
	p->vt = vt;
	p->lower_rows = lower_rows;
	p->lower_cursor = cursor;
	fit_canvas(p);
}

void
paint_redraw(struct paint *p)
{
	stage_redraw(p->stage);
}

void
paint_share(struct paint *p)
{
	if (p->vt != NULL)
		stage_go_on(p->stage, true);
}

void
paint_back(struct paint *p, int by)
{
	if (p->vt == NULL)
		return;
	back_move(&p->back, p->vt, by);
	stage_go_on(p->stage, true);
}

void
paint_bars_again(struct paint *p)
{
	int shown = p->frame.shown.rows;

	if (p->vt == NULL)
		return;
	frame_doubt(&p->frame, MAX_OF(shown - p->lower_rows, 0));
	stage_go_on(p->stage, true);
}

void
paint_key(struct paint *p)
{
	stage_typed(p->stage);
}

void
paint_drained(struct paint *p)
{
	stage_go_on(p->stage, false);
}

void
paint_reset(struct paint *p)
{
	frame_reset(&p->frame);
	p->title[0] = '\0';
	paint_redraw(p);
}

void
paint_bell(struct paint *p)
{
	p->bells++;
	paint_redraw(p);
}

void
paint_leave(struct paint *p)
{
	buf_clear(&p->bytes);
	frame_leave(&p->frame, &p->bytes);
	tty_write(p->tty, buf_data(&p->bytes), p->bytes.len);
}
