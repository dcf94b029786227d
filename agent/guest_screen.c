#include "agent/guest_screen.h"

#include <stdlib.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/term/frame.h"
#include "shared/term/viewer.h"
#include "shared/wire/record.h"

#define LINES_MAX 500 /* in one answer */
#define HEARD_MS 50 /* keys that bring no frame by then are told of alone */

struct guest_screen {
	struct loop *loop;
	struct guest_screen_conf conf;
	struct frame frame;
	struct viewer viewer;
	struct grid view; /* stock: the part that its terminal can show */
	struct loop_timer *timer;
	struct loop_timer *probe;
	struct buf bytes;
	struct buf out;
	struct loop_timer *alone; /* to tell of keys */
	uint32_t keys; /* taken, */
	uint32_t heard; /* taken before what is shown was written, */
	uint32_t told_keys; /* and told so */
	bool told_echo;
	char told_title[VT_TITLE_SIZE];
	bool allowed;
	uint64_t sent_total; /* of the scrollback, as of the last frame */
	uint64_t anchor; /* the same, when he went back: he counts from there */
	bool asked; /* for lines of the scrollback, from */
	int line_next;
	int line_end;
};

/* The upper left part of the share that fits the guest's terminal. */
static const struct grid *
cut_view(struct guest_screen *s, const struct grid *g)
{
	int cols = MIN_OF(g->cols, s->conf.cols),
	    rows = MIN_OF(g->rows, s->conf.rows);

	if (s->conf.kind == GUEST_SCREEN_CONSOLE ||
	    (cols == g->cols && rows == g->rows))
		return g;
	if (s->view.cols != cols || s->view.rows != rows) {
		grid_fini(&s->view);
		grid_init_view(&s->view, cols, rows);
		frame_reset(&s->frame);
	}
	for (int i = 0; i < rows; i++)
		s->view.row[i] = (struct grid_row){.cells = g->row[i].cells,
		    .wrapped = g->row[i].wrapped && cols == g->cols};
	s->view.cursor = g->cursor;
	s->view.modes = g->modes;
	s->view.bells = g->bells;
	if (g->cursor.row >= rows || g->cursor.col >= cols) {
		s->view.cursor.row = MIN_OF(g->cursor.row, rows - 1);
		s->view.cursor.col = MIN_OF(g->cursor.col, cols - 1);
		s->view.cursor.visible = false;
	}
	return &s->view;
}

/* With the frame that follows, or alone. */
static void
add_heard(struct guest_screen *s)
{
	bool echo = s->conf.echo(s->conf.ctx);

	if (s->heard == s->keys)
		loop_timer_stop(s->alone);
	if (s->heard == s->told_keys && echo == s->told_echo)
		return;
	record_heard(&s->out, s->heard, echo);
	s->told_keys = s->heard;
	s->told_echo = echo;
}

static void
tell_alone(void *ctx)
{
	struct guest_screen *s = ctx;

	if (!s->allowed || s->viewer.frozen)
		return;
	if (s->viewer.dirty) { /* what they did is still to be shown */
		loop_timer_set(s->alone, HEARD_MS);
		return;
	}
	s->heard = s->keys;
	buf_clear(&s->out);
	add_heard(s);
	chan_write(s->conf.chan, buf_data(&s->out), s->out.len);
}

/* A stock client gets no titles: they would stay when he has gone. */
static void
add_title(struct guest_screen *s)
{
	const char *title = vt_title(s->conf.vt);

	if (str_eq(title, s->told_title))
		return;
	str_copy(s->told_title, sizeof(s->told_title), title);
	record_title(&s->out, title);
}

static void
send_frame(struct guest_screen *s)
{
	const struct grid *g = cut_view(s, vt_grid(s->conf.vt));
	uint32_t seq;
	bool whole;

	s->frame.wraps = s->conf.kind == GUEST_SCREEN_CONSOLE ||
	    s->conf.cols == g->cols;
	buf_clear(&s->bytes);
	whole = frame_encode(&s->frame, g, &s->bytes);
	seq = viewer_sent(&s->viewer, clock_ms(), s->bytes.len);
	if (!whole)
		viewer_dirty(&s->viewer);
	else
		s->sent_total = vt_scrollback_total(s->conf.vt);
	if (s->conf.kind == GUEST_SCREEN_STOCK) {
		chan_write(s->conf.chan, buf_data(&s->bytes), s->bytes.len);
		return;
	}
	buf_clear(&s->out);
	add_title(s);
	if (s->bytes.len > 0) {
		add_heard(s);
		record_frame(&s->out, seq, (uint16_t)g->cols, (uint16_t)g->rows,
		    buf_data(&s->bytes), s->bytes.len);
	}
	if (s->out.len > 0)
		chan_write(s->conf.chan, buf_data(&s->out), s->out.len);
}

/* What is told once more: the smallest record there is. */
static void
send_probe(void *ctx)
{
	struct guest_screen *s = ctx;
	int wait_ms = s->allowed ? viewer_probe(&s->viewer, clock_ms())
				 : VIEWER_IDLE;

	if (wait_ms == 0) {
		buf_clear(&s->out);
		record_heard(&s->out, s->told_keys, s->told_echo);
		chan_write(s->conf.chan, buf_data(&s->out), s->out.len);
		viewer_probed(&s->viewer, clock_ms());
		wait_ms = viewer_probe(&s->viewer, clock_ms());
	}
	if (wait_ms > 0)
		loop_timer_set(s->probe, wait_ms);
	else
		loop_timer_stop(s->probe);
}

static void
poll(void *ctx)
{
	struct guest_screen *s = ctx;
	int wait_ms;

	if (!s->allowed)
		return;
	viewer_queued(&s->viewer, chan_queued(s->conf.chan));
	wait_ms = viewer_poll(&s->viewer, clock_ms());
	if (wait_ms == VIEWER_SEND) {
		send_frame(s);
		send_probe(s);
		viewer_queued(&s->viewer, chan_queued(s->conf.chan));
		wait_ms = viewer_poll(&s->viewer, clock_ms());
	}
	if (wait_ms > 0)
		loop_timer_set(s->timer, wait_ms);
}

struct guest_screen *
guest_screen_new(struct loop *loop, const struct guest_screen_conf *conf)
{
	struct guest_screen *s = mem_alloc(sizeof(*s));

	s->loop = loop;
	s->conf = *conf;
	s->told_echo = true;
	frame_init(&s->frame, FRAME_COLOURS_RGB,
	    conf->kind == GUEST_SCREEN_CONSOLE ? 0 : FRAME_TERMINAL);
	s->frame.part = FRAME_PART;
	viewer_init(&s->viewer, conf->kind == GUEST_SCREEN_CONSOLE, clock_ms());
	s->timer = loop_timer_new(loop, poll, s);
	s->probe = loop_timer_new(loop, send_probe, s);
	s->alone = loop_timer_new(loop, tell_alone, s);
	return s;
}

void
guest_screen_free(struct guest_screen *s)
{
	if (s == NULL)
		return;
	loop_timer_free(s->timer);
	loop_timer_free(s->probe);
	loop_timer_free(s->alone);
	frame_fini(&s->frame);
	grid_fini(&s->view);
	buf_fini(&s->bytes);
	buf_fini(&s->out);
	free(s);
}

void
guest_screen_allow(struct guest_screen *s, bool on)
{
	if (s->allowed == on)
		return;
	s->allowed = on;
	s->asked = false;
	if (on)
		guest_screen_dirty(s);
	else
		loop_timer_stop(s->timer);
}

/* What a stock client was shown is not left on his screen; a console covers it
 * by itself. */
static void
cover(struct guest_screen *s)
{
	static const char blank[] = "\033[m\033[r\033[?25l\033[H\033[2J";

	if (!s->allowed)
		return;
	buf_clear(&s->out);
	buf_add(&s->out, blank, sizeof(blank) - 1);
	buf_adds(&s->out, _("The client has hidden the screen."));
	chan_write(s->conf.chan, buf_data(&s->out), s->out.len);
	frame_reset(&s->frame);
}

void
guest_screen_freeze(struct guest_screen *s, bool on)
{
	if (on && !s->viewer.frozen && s->conf.kind == GUEST_SCREEN_STOCK)
		cover(s);
	viewer_freeze(&s->viewer, on);
	s->asked = false;
	poll(s);
}

void
guest_screen_dirty(struct guest_screen *s)
{
	s->heard = s->keys;
	viewer_dirty(&s->viewer);
	poll(s);
}

void
guest_screen_key(struct guest_screen *s)
{
	viewer_key(&s->viewer, clock_ms());
}

void
guest_screen_taken(struct guest_screen *s, uint32_t keys)
{
	s->keys = keys;
	if (s->conf.kind == GUEST_SCREEN_CONSOLE && !loop_timer_armed(s->alone))
		loop_timer_set(s->alone, HEARD_MS);
}

void
guest_screen_resize(struct guest_screen *s, int cols, int rows)
{
	s->conf.cols = cols;
	s->conf.rows = rows;
	frame_reset(&s->frame);
	guest_screen_dirty(s);
}

bool
guest_screen_acked(struct guest_screen *s, uint32_t seq)
{
	if (!viewer_acked(&s->viewer, seq, clock_ms()))
		return false;
	poll(s);
	send_probe(s);
	return true;
}

/* --- scrollback --- */

/* Lines that came since he went back. */
static int
newer_lines(const struct guest_screen *s)
{
	return (int)(vt_scrollback_total(s->conf.vt) - s->anchor);
}

/* Of those that he may ask for. */
static int
older_lines(const struct guest_screen *s)
{
	return MAX_OF(0, vt_scrollback_lines(s->conf.vt) - newer_lines(s));
}

/* One line as a screen of one row, complete in itself. */
static void
encode_line(
    struct guest_screen *s, struct grid *row, struct frame *f, int index)
{
	frame_reset(f);
	grid_clear(row);
	grid_touch(row, 0);
	vt_scrollback_line(
	    s->conf.vt, index + newer_lines(s), row->row[0].cells, row->cols);
	row->cursor.visible = false;
	buf_clear(&s->bytes);
	frame_encode(f, row, &s->bytes);
	buf_clear(&s->out);
	record_line(
	    &s->out, (uint32_t)index, buf_data(&s->bytes), s->bytes.len);
	chan_write(s->conf.chan, buf_data(&s->out), s->out.len);
}

static void
end_lines(struct guest_screen *s)
{
	s->asked = false;
	buf_clear(&s->out);
	record_lines_end(&s->out, (uint32_t)older_lines(s));
	chan_write(s->conf.chan, buf_data(&s->out), s->out.len);
}

/* As many as the channel takes now; the rest when it is writable. */
static void
send_lines(struct guest_screen *s)
{
	int end = MIN_OF(s->line_end, older_lines(s));
	struct grid row;
	struct frame f;

	if (!s->asked)
		return;
	grid_init(&row, vt_grid(s->conf.vt)->cols, 1);
	frame_init(&f, FRAME_COLOURS_RGB, FRAME_NO_MODES);
	while (s->line_next < end && chan_room(s->conf.chan) > 0)
		encode_line(s, &row, &f, s->line_next++);
	frame_fini(&f);
	grid_fini(&row);
	if (s->line_next >= end)
		end_lines(s);
}

void
guest_screen_lines(struct guest_screen *s, uint32_t first, int count)
{
	if (!s->allowed || s->viewer.frozen)
		return;
	if (s->asked)
		end_lines(s); /* he wants others now */
	if (first == 0)
		s->anchor = s->sent_total;
	if (first == 0 && newer_lines(s) > vt_scrollback_lines(s->conf.vt))
		s->anchor = vt_scrollback_total(s->conf.vt); /* new ones all */
	s->asked = true;
	s->line_next = (int)MIN_OF(first, (uint32_t)VT_SCROLLBACK);
	s->line_end = s->line_next + MIN_OF(count, LINES_MAX);
	send_lines(s);
}

void
guest_screen_writable(struct guest_screen *s)
{
	send_lines(s);
	poll(s);
}
