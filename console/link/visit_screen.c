#include "console/link/visit_screen.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/chan.h"
#include "shared/term/viewer.h"

/* One turn of the loop shows at most so much of one client's screen, in bytes
 * and in cells that they touch: the other visits and the keys are not to wait
 * for him. */
#define TURN_BYTES (32 * 1024)
#define TURN_WORK (256 * 1024)
#define SLICE_BYTES 2048
#define TURN_MS 1 /* a timer of 0 is due again before the loop looks around */
/* No cell needs more bytes: three colours, all attributes, two marks, a move.
 */
#define CELL_BYTES 120
#define FRAME_BYTES 4096 /* and what a frame needs beside its cells */
#define LINES_AGAIN_MS 1000 /* an answer that does not come is asked again */

static void show_again(void *ctx);
static void guess_due(void *ctx);

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
visit_screen_init(
    struct visit *v, void (*finish)(struct visit *v, const char *why))
{
	v->finish = finish;
	v->vt = vt_new(80, 24, NULL);
	vt_set_strict(v->vt);
	v->again = loop_timer_new(v->loop, show_again, v);
	v->ack = loop_timer_new(v->loop, send_ack, v);
	v->guess = loop_timer_new(v->loop, guess_due, v);
	predict_init(&v->predict, v->predict.mode);
	record_reader_init(&v->records, true);
	v->lines_total = -1;
}

void
visit_screen_fini(struct visit *v)
{
	loop_timer_free(v->ack);
	loop_timer_free(v->guess);
	loop_timer_free(v->again);
	visit_forget_lines(v);
	record_reader_fini(&v->records);
	vt_free(v->vt);
	vt_free(v->line_vt);
}

void
visit_screen_open(struct visit *v)
{
	visit_screen_close(v);
	vt_reset(v->vt);
	visit_forget_lines(v);
	v->frame_seq = v->frame_shown = v->frame_acked = 0;
	v->frame_bytes = 0;
	v->lines_asks = v->lines_stale = v->lines_due = 0;
	v->keys_sent = 0;
	v->title[0] = '\0';
}

void
visit_screen_close(struct visit *v)
{
	v->showing = false;
	predict_reset(&v->predict);
	loop_timer_stop(v->guess);
	loop_timer_stop(v->again);
	record_reader_fini(&v->records);
	record_reader_init(&v->records, true);
}

/* --- guesses --- */

/* When the first of them is to be taken back. */
static void
await_guess(struct visit *v)
{
	int due = predict_due_ms(&v->predict, clock_ms());

	if (due >= 0)
		loop_timer_set(v->guess, due);
	else
		loop_timer_stop(v->guess);
}

static void
guess_due(void *ctx)
{
	struct visit *v = ctx;

	predict_look(&v->predict, clock_ms());
	await_guess(v);
	v->events.frame(v, v->ctx);
}

static bool
on_heard(struct visit *v, const struct record *r, struct err *err)
{
	struct predict_over over;
	bool shown = predict_over(&v->predict, &over);

	if (v->keys_sent - r->number > UINT32_MAX / 2)
		return err_set(err, "keys that nobody sent");
	predict_heard(&v->predict, r->number, r->echo, clock_ms());
	await_guess(v);
	if (shown)
		v->events.frame(v, v->ctx);
	return true;
}

void
visit_predict(struct visit *v, enum predict_mode mode)
{
	predict_set_mode(&v->predict, mode);
	await_guess(v);
}

/* --- frames --- */

/* An agent never has more in flight; who sends more wants to drown us. */
static bool
is_waited_for(const struct visit *v, uint32_t seq)
{
	uint32_t n = seq - v->frame_acked;

	return seq == v->frame_seq + 1 &&
	    (n <= VIEWER_FLIGHT ||
		(n <= VIEWER_FAR_FLIGHT && v->frame_bytes <= VIEWER_FAR_BYTES));
}

static bool
begin_frame(struct visit *v, const struct record *r, struct err *err)
{
	const struct grid *g = vt_grid(v->vt);
	size_t cells = (size_t)r->cols * r->rows;

	if (!is_waited_for(v, r->number))
		return err_set(err, "frames that were not waited for");
	if (r->len > cells * CELL_BYTES + FRAME_BYTES)
		return err_set(err, "a frame larger than its screen");
	v->frame_bytes += r->len;
	if (r->cols != g->cols || r->rows != g->rows) {
		visit_forget_lines(v);
		vt_resize(v->vt, r->cols, r->rows);
	}
	return true;
}

static bool
end_frame(struct visit *v, struct err *err)
{
	if (vt_refused(v->vt))
		return err_set(err, "sequences that no frame has");
	v->frame_seq = v->record.number;
	predict_frame(&v->predict, vt_grid(v->vt), clock_ms());
	await_guess(v);
	v->events.frame(v, v->ctx);
	return true;
}

/* --- lines of the scrollback --- */

/* A line is encoded like a frame of one row: a small vt decodes it. */
static bool
on_line(struct visit *v, const struct record *r, struct err *err)
{
	int cols = vt_grid(v->vt)->cols;
	const struct grid *g;

	if (r->number >= VISIT_LINES || v->lines_due == 0)
		return err_set(err, "lines that nobody asked for");
	v->lines_due--;
	if (v->lines_stale > 0)
		return true;
	if (v->line_vt == NULL) {
		v->line_vt = vt_new(cols, GRID_ROWS_MIN, NULL);
		vt_set_strict(v->line_vt);
	}
	vt_resize(v->line_vt, cols, GRID_ROWS_MIN);
	vt_reset(v->line_vt);
	vt_write(v->line_vt, r->data, r->len);
	if (vt_refused(v->line_vt))
		return err_set(err, "sequences that no line has");
	g = vt_grid(v->line_vt);
	v->line_cols = cols;
	free(v->line[r->number]);
	v->line[r->number] = mem_dup(
	    g->row[0].cells, (size_t)cols * sizeof(g->row[0].cells[0]));
	return true;
}

/* No frame came between the answer and what it stands above: it counts from the
 * last one that was sent. */
static void
freeze(struct visit *v)
{
	const struct grid *g = vt_grid(v->vt);

	if (v->frozen)
		return;
	v->frozen = true;
	grid_init(&v->below, g->cols, g->rows);
	for (int r = 0; r < g->rows; r++)
		memcpy(v->below.row[r].cells, g->row[r].cells,
		    (size_t)g->cols * sizeof(*g->row[r].cells));
}

static bool
on_lines_end(struct visit *v, const struct record *r, struct err *err)
{
	if (v->lines_asks == 0)
		return err_set(err, "an answer that nobody asked for");
	if (--v->lines_asks == 0)
		v->lines_due = 0;
	if (v->lines_stale > 0) {
		v->lines_stale--;
		return true;
	}
	if (r->number == 0 && v->lines_total > 0) {
		/* those that he has are gone: wrapped anew, or deleted */
		visit_forget_lines(v);
		v->events.frame(v, v->ctx);
		return true;
	}
	freeze(v);
	v->lines_total = (int)MIN_OF(r->number, (uint32_t)INT32_MAX);
	v->events.frame(v, v->ctx);
	return true;
}

/* The agent has cleaned it; so has he who sends another thing. */
static bool
on_title(struct visit *v, const struct record *r, struct err *err)
{
	char title[RECORD_TITLE_MAX + 1];

	memcpy(title, r->data, r->len);
	title[r->len] = '\0';
	if (strlen(title) != r->len || !utf8_is_line(title))
		return err_set(err, "a title that is no line");
	str_copy(v->title, sizeof(v->title), title);
	v->events.changed(v, v->ctx);
	return true;
}

/* --- records, a turn at a time --- */

static bool
begin_record(struct visit *v, struct err *err)
{
	const struct record *r = &v->record;

	v->showing = r->type == RECORD_FRAME;
	if (r->type == RECORD_FRAME)
		return begin_frame(v, r, err);
	if (r->type == RECORD_LINE)
		return on_line(v, r, err);
	if (r->type == RECORD_HEARD)
		return on_heard(v, r, err);
	if (r->type == RECORD_TITLE)
		return on_title(v, r, err);
	return on_lines_end(v, r, err);
}

/* A piece of the frame that is being shown. */
static bool
show_slice(struct visit *v, size_t *bytes, struct err *err)
{
	struct record *r = &v->record;
	size_t n = MIN_OF(r->len, (size_t)SLICE_BYTES);

	vt_write(v->vt, r->data, n);
	r->data += n;
	r->len -= n;
	*bytes += n;
	v->showing = r->len > 0;
	return v->showing || end_frame(v, err);
}

static uint64_t
work_so_far(const struct visit *v)
{
	return vt_work(v->vt) + (v->line_vt != NULL ? vt_work(v->line_vt) : 0);
}

/* IO_OK: this turn is over and there may be more. */
static enum io
show(struct visit *v, struct err *err)
{
	uint64_t work = work_so_far(v) + TURN_WORK;
	size_t bytes = 0;
	enum io io;

	while (bytes < TURN_BYTES && work_so_far(v) < work) {
		if (v->showing) {
			if (!show_slice(v, &bytes, err))
				return IO_ERROR;
			continue;
		}
		io = record_reader_next(&v->records, &v->record, err);
		if (io != IO_OK)
			return io;
		bytes += v->record.type == RECORD_FRAME
		    ? 0
		    : RECORD_HEAD + v->record.len;
		if (!begin_record(v, err))
			return IO_ERROR;
	}
	return IO_OK;
}

static void
refuse(struct visit *v, const char *why)
{
	log_warn("ticket %lld: bad screen: %s", (long long)v->ticket, why);
	v->finish(v,
	    _("the client's program sends what is no picture of a screen: the "
	      "visit was ended"));
}

/* False: it goes on in the next turn, or is over. */
static bool
show_turn(struct visit *v)
{
	struct err err = {0};

	switch (show(v, &err)) {
	case IO_OK:
		loop_timer_set(v->again, TURN_MS);
		return false;
	case IO_AGAIN:
		return true;
	default:
		refuse(v, err.text);
		return false;
	}
}

static void
show_again(void *ctx)
{
	struct visit *v = ctx;

	if (show_turn(v) && v->screen != NULL)
		chan_resume(v->screen);
}

size_t
visit_screen_feed(struct visit *v, const void *data, size_t len)
{
	if (v->showing || loop_timer_armed(v->again))
		return 0;
	record_reader_feed(&v->records, data, len);
	show_turn(v);
	return len;
}

void
visit_shown(struct visit *v)
{
	int wait_ms;

	if (v->frame_acked == v->frame_seq)
		return;
	v->frame_shown = v->frame_seq;
	wait_ms = viewer_ack_wait(
	    v->frame_shown - v->frame_acked, v->frame_bytes);
	if (wait_ms == 0)
		send_ack(v);
	else if (!loop_timer_armed(v->ack))
		loop_timer_set(v->ack, wait_ms);
}

bool
visit_is_echo(const struct visit *v)
{
	return viewer_ack_wait(1, v->frame_bytes) > 0;
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
	return v->state == VISIT_LIVE && v->screen != NULL && v->agreed &&
	    (v->rights & GRANT_TYPE);
}

size_t
visit_queued(const struct visit *v)
{
	return v->screen != NULL ? chan_queued(v->screen) : 0;
}

static bool
send_keys(struct visit *v, const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	struct buf out = BUF_INIT;

	if (visit_queued(v) < VISIT_QUEUE_MAX / 2)
		v->stalled = false;
	if (!visit_may_type(v) || v->hidden || v->stalled)
		return false;
	send_ack(v); /* in the same packet */
	while (len > 0) {
		size_t n = MIN_OF(len, (size_t)RECORD_KEYS_MAX);

		record_keys(&out, p, n);
		v->keys_sent++;
		p += n;
		len -= n;
	}
	if (out.len > 0)
		chan_write(v->screen, buf_data(&out), out.len);
	buf_fini(&out);
	v->user_types = false;
	v->key_ms = clock_ms();
	return true;
}

bool
visit_keys(struct visit *v, enum predict_key key, uint32_t cp,
    const void *bytes, size_t len)
{
	if (!send_keys(v, bytes, len))
		return false;
	predict_key(&v->predict, key, cp, v->keys_sent, clock_ms());
	await_guess(v);
	return true;
}

void
visit_want_lines(struct visit *v, int first, int count)
{
	struct buf out = BUF_INIT;

	int64_t now = clock_ms();

	if (v->screen == NULL || v->hidden || first >= VISIT_LINES ||
	    (v->lines_asks > v->lines_stale &&
		now - v->lines_ms < LINES_AGAIN_MS))
		return;
	count = MIN_OF(count, VISIT_LINES - first);
	v->lines_asks++;
	v->lines_due = MIN_OF(v->lines_due + count, 2 * VISIT_LINES);
	v->lines_ms = now;
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
	v->lines_stale = v->lines_asks;
	if (v->frozen)
		grid_fini(&v->below);
	v->frozen = false;
}
