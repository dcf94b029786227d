#include "agent/paint.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/util.h"
#include "shared/term/vt.h"

#define WIDE_COLS 80
#define LOW_ROWS 10 /* below this the shell's rows matter more */

static void poll(struct paint *p);

static void
timer_due(void *ctx)
{
	poll(ctx);
}

void
paint_init(struct paint *p, struct loop *loop, struct tty *tty,
    const struct paint_events *events, void *ctx)
{
	enum frame_colours colours = frame_colours_for(
	    getenv("NO_COLOR"), getenv("COLORTERM"), getenv("TERM"));

	memset(p, 0, sizeof(*p));
	p->loop = loop;
	p->tty = tty;
	p->events = events;
	p->ctx = ctx;
	p->mono = colours == FRAME_COLOURS_NONE;
	frame_init(&p->frame, colours, 0);
	p->frame.part = FRAME_PART;
	viewer_init(&p->viewer, false, clock_ms());
	p->timer = loop_timer_new(loop, timer_due, p);
	canvas_init(&p->canvas, 1, 1);
	p->canvas.mono = p->mono;
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
	frame_fini(&p->frame);
	canvas_fini(&p->canvas);
	grid_fini(&p->view);
	buf_fini(&p->bytes);
}

/* The canvas is the whole screen for a view, the lower part over a share. */
static void
fit_canvas(struct paint *p)
{
	int rows = p->vt != NULL ? MIN_OF(p->lower_rows, p->rows) : p->rows;

	if (p->canvas.grid.cols != p->cols || p->canvas.grid.rows != rows)
		canvas_resize(&p->canvas, p->cols, rows);
}

static const struct grid *
draw_view(struct paint *p)
{
	struct grid *g = &p->canvas.grid;

	fit_canvas(p);
	if (p->lower_stale) {
		canvas_clear(&p->canvas);
		p->events->draw(&p->canvas, p->ctx);
		p->lower_stale = false;
	}
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

	for (int i = 0; i < rows && first + i < shell->rows; i++)
		v->row[i] = shell->row[first + i];
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
draw_share(struct paint *p)
{
	const struct grid *shell = vt_grid(p->vt);
	int lower = MIN_OF(p->lower_rows, p->rows), upper = p->rows - lower;

	fit_canvas(p);
	if (p->lower_stale) {
		canvas_clear(&p->canvas);
		p->events->draw_lower(&p->canvas, p->ctx);
		p->lower_stale = false;
		for (int i = 0; i < lower; i++)
			grid_touch(&p->canvas.grid, i);
	}
	upper = MIN_OF(upper, shell->rows);
	if (p->view.cols != MIN_OF(p->cols, shell->cols) ||
	    p->view.rows != upper + lower) {
		grid_fini(&p->view);
		grid_init_view(
		    &p->view, MIN_OF(p->cols, shell->cols), upper + lower);
	}
	place_shell(p, shell, upper);
	for (int i = 0; i < lower; i++)
		p->view.row[upper + i] = p->canvas.grid.row[i];
	if (p->lower_cursor) {
		p->view.cursor = p->canvas.grid.cursor;
		p->view.cursor.row += upper;
		p->view.modes.bracketed_paste = true;
	}
	return &p->view;
}

static void
send_frame(struct paint *p)
{
	const struct grid *g = p->vt != NULL ? draw_share(p) : draw_view(p);

	bool whole;

	buf_clear(&p->bytes);
	whole = frame_encode(&p->frame, g, &p->bytes);
	viewer_sent(&p->viewer, clock_ms(), p->bytes.len);
	if (!whole)
		viewer_dirty(&p->viewer);
	if (p->bytes.len > 0)
		tty_write(p->tty, buf_data(&p->bytes), p->bytes.len);
}

static void
poll(struct paint *p)
{
	int wait_ms;

	viewer_queued(&p->viewer, tty_queued(p->tty));
	wait_ms = viewer_poll(&p->viewer, clock_ms());
	if (wait_ms == VIEWER_SEND) {
		send_frame(p);
		viewer_queued(&p->viewer, tty_queued(p->tty));
		wait_ms = viewer_poll(&p->viewer, clock_ms());
	}
	if (wait_ms > 0)
		loop_timer_set(p->timer, wait_ms);
}

static void
redraw_now(void *ctx)
{
	struct paint *p = ctx;

	p->deferred = false;
	viewer_dirty(&p->viewer);
	poll(p);
}

void
paint_redraw(struct paint *p)
{
	p->lower_stale = true;
	if (p->deferred)
		return;
	p->deferred = true;
	loop_defer(p->loop, redraw_now, p);
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
	paint_reset(p);
}

void
paint_mode(struct paint *p, struct vt *vt, int lower_rows, bool cursor)
{
	if (vt != p->vt)
		p->shell_bells = vt != NULL ? vt_grid(vt)->bells : 0;
	p->vt = vt;
	p->lower_rows = lower_rows;
	p->lower_cursor = cursor;
	paint_redraw(p);
}

void
paint_share(struct paint *p)
{
	if (p->vt == NULL)
		return;
	viewer_dirty(&p->viewer);
	poll(p);
}

void
paint_bars_again(struct paint *p)
{
	int shown = p->frame.shown.rows;

	if (p->vt == NULL)
		return;
	frame_doubt(&p->frame, MAX_OF(shown - p->lower_rows, 0));
	viewer_dirty(&p->viewer);
	poll(p);
}

void
paint_key(struct paint *p)
{
	viewer_key(&p->viewer, clock_ms());
}

void
paint_drained(struct paint *p)
{
	poll(p);
}

void
paint_reset(struct paint *p)
{
	frame_reset(&p->frame);
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
