#include "console/visit_screen.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/net/chan.h"
#include "shared/term/viewer.h"

/* The answer to a small lone frame (the echo of a key) waits for the next key,
 * or so long: it would only take the processor from those who show the echo. */
#define ACK_MS 5
#define ACK_BYTES 512

static void
send_ack(void *ctx)
{
	struct visit *v = ctx;
	struct buf out = BUF_INIT;

	loop_timer_stop(v->ack);
	if (v->screen == NULL || v->frame_acked == v->frame_shown)
		return;
	record_ack(&out, v->frame_shown);
	chan_write(v->screen, buf_data(&out), out.len);
	buf_fini(&out);
	v->frame_acked = v->frame_shown;
	v->frame_bytes = 0;
}

void
visit_screen_init(struct visit *v)
{
	v->vt = vt_new(80, 24, NULL);
	v->ack = loop_timer_new(v->loop, send_ack, v);
	record_reader_init(&v->records, true);
	v->lines_total = -1;
}

void
visit_screen_fini(struct visit *v)
{
	loop_timer_free(v->ack);
	visit_forget_lines(v);
	record_reader_fini(&v->records);
	vt_free(v->vt);
	vt_free(v->line_vt);
}

void
visit_screen_open(struct visit *v)
{
	record_reader_fini(&v->records);
	record_reader_init(&v->records, true);
	vt_reset(v->vt);
	visit_forget_lines(v);
	v->frame_seq = v->frame_shown = v->frame_acked = 0;
	v->frame_bytes = 0;
}

/* An agent never has more in flight; who sends more wants to drown us. */
static bool
on_frame(struct visit *v, const struct record *r, struct err *err)
{
	const struct grid *g = vt_grid(v->vt);

	if (r->number != v->frame_seq + 1 ||
	    r->number - v->frame_acked > VIEWER_TINY_FLIGHT)
		return err_set(err, "frames that were not waited for");
	if (r->cols != g->cols || r->rows != g->rows)
		vt_resize(v->vt, r->cols, r->rows);
	vt_write(v->vt, r->data, r->len);
	v->frame_seq = r->number;
	v->frame_bytes += r->len;
	v->events.frame(v, v->ctx);
	return true;
}

/* A line is encoded like a frame of one row: a small vt decodes it. */
static void
on_line(struct visit *v, const struct record *r)
{
	int cols = vt_grid(v->vt)->cols;
	const struct grid *g;

	if (r->number >= VISIT_LINES)
		return;
	if (cols != v->line_cols)
		visit_forget_lines(v); /* all are drawn with one width */
	if (v->line_vt == NULL)
		v->line_vt = vt_new(cols, GRID_ROWS_MIN, NULL);
	vt_resize(v->line_vt, cols, GRID_ROWS_MIN);
	vt_reset(v->line_vt);
	vt_write(v->line_vt, r->data, r->len);
	g = vt_grid(v->line_vt);
	v->line_cols = cols;
	free(v->line[r->number]);
	v->line[r->number] = mem_dup(
	    g->row[0].cells, (size_t)cols * sizeof(struct cell));
}

bool
visit_screen_feed(
    struct visit *v, const void *data, size_t len, struct err *err)
{
	struct record r;
	enum io io;

	record_reader_feed(&v->records, data, len);
	while ((io = record_reader_next(&v->records, &r, err)) == IO_OK) {
		if (r.type == RECORD_FRAME) {
			if (!on_frame(v, &r, err))
				return false;
		} else if (r.type == RECORD_LINE) {
			on_line(v, &r);
		} else {
			v->lines_total = (int)MIN_OF(
			    r.number, (uint32_t)INT32_MAX);
			v->events.frame(v, v->ctx);
		}
	}
	return io != IO_ERROR;
}

void
visit_shown(struct visit *v)
{
	if (v->frame_acked == v->frame_seq)
		return;
	v->frame_shown = v->frame_seq;
	if (v->frame_shown - v->frame_acked > 1 || v->frame_bytes > ACK_BYTES)
		send_ack(v);
	else if (!loop_timer_armed(v->ack))
		loop_timer_set(v->ack, ACK_MS);
}

static void
shown_due(void *ctx)
{
	visit_shown(ctx);
}

void
visit_shown_soon(struct visit *v)
{
	if (v->frame_seq - v->frame_shown == 1)
		loop_defer(v->loop, shown_due, v);
}

bool
visit_may_type(const struct visit *v)
{
	return v->state == VISIT_LIVE && v->screen != NULL &&
	    (v->rights & GRANT_TYPE);
}

bool
visit_keys(struct visit *v, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	struct buf out = BUF_INIT;

	if (!visit_may_type(v))
		return false;
	send_ack(v); /* in the same packet */
	while (len > 0) {
		size_t n = MIN_OF(len, (size_t)RECORD_KEYS_MAX);

		record_keys(&out, p, n);
		p += n;
		len -= n;
	}
	if (out.len > 0)
		chan_write(v->screen, buf_data(&out), out.len);
	buf_fini(&out);
	v->user_types = false;
	return true;
}

void
visit_want_lines(struct visit *v, int first, int count)
{
	struct buf out = BUF_INIT;

	if (v->screen == NULL || first >= VISIT_LINES)
		return;
	count = MIN_OF(count, VISIT_LINES - first);
	record_want_lines(&out, (uint32_t)first, (uint16_t)count);
	chan_write(v->screen, buf_data(&out), out.len);
	buf_fini(&out);
}

void
visit_forget_lines(struct visit *v)
{
	for (int i = 0; i < VISIT_LINES; i++) {
		free(v->line[i]);
		v->line[i] = NULL;
	}
	v->lines_total = -1;
}
