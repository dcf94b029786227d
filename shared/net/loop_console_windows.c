/* See loop_console_windows.h. */
#include "shared/net/loop_console_windows.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/os.h"
#include "shared/base/os_windows.h"
#include "shared/base/util.h"
#include "shared/net/loop_uv.h"

#define SIGNALS 4
#define LAST_MS 2000 /* for a terminal that does not read */

union stream {
	uv_stream_t any;
	uv_tty_t tty;
	uv_tcp_t pipe; /* a thread is behind it */
};

struct loop_console {
	union stream in, out;
	struct loop *loop;
	const struct loop_console_events *events; /* NULL: let go */
	void *ctx;
	struct loop_signal *signal[SIGNALS];
	size_t queued;
	int cols, rows; /* of pipes */
	void *writer; /* the thread */
	int open; /* handles */
	bool is_pipe, lost;
	char bytes[4096]; /* read */
	ssize_t got;
	void (*done)(void *ctx);
	void *done_ctx;
};

struct piece {
	uv_write_t req;
	struct loop_console *console;
	size_t len;
	char bytes[];
};

static bool
pipe_size(int *cols, int *rows)
{
	const char *size = os_env("POMOC_TTY_SIZE");

	return size != NULL && sscanf(size, "%dx%d", cols, rows) == 2 &&
	    *cols > 0 && *rows > 0 && *cols <= 1000 && *rows <= 1000;
}

bool
loop_console_is_there(void)
{
	int cols, rows;

	if (uv_guess_handle(0) == UV_TTY && uv_guess_handle(1) == UV_TTY)
		return true;
	return uv_guess_handle(0) == UV_NAMED_PIPE &&
	    uv_guess_handle(1) == UV_NAMED_PIPE && pipe_size(&cols, &rows);
}

/* --- in --- */

static void
give_input(void *ctx)
{
	struct loop_console *c = ctx;

	if (c->events == NULL)
		return;
	if (c->got > 0)
		c->events->input(c->bytes, (size_t)c->got, c->ctx);
	else if (c->got < 0)
		c->events->hangup(SIGHUP, c->ctx);
}

static void
room(uv_handle_t *h, size_t wish, uv_buf_t *buf)
{
	struct loop_console *c = h->data;

	*buf = uv_buf_init(c->bytes, sizeof(c->bytes));
}

static void
came(uv_stream_t *s, ssize_t n, const uv_buf_t *buf)
{
	struct loop_console *c = s->data;

	c->got = n;
	if (n < 0) {
		uv_read_stop(s);
		c->lost = true;
	}
	loop_call(c->loop, give_input, c);
}

void
loop_console_hold(struct loop_console *c, bool on)
{
	if (on)
		uv_read_stop(&c->in.any);
	else if (!c->lost)
		uv_read_start(&c->in.any, room, came);
}

/* --- out --- */

static void
closed(uv_handle_t *h)
{
	struct loop_console *c = h->data;

	if (--c->open > 0)
		return;
	if (c->writer != NULL) {
		WaitForSingleObject(c->writer, LAST_MS);
		CloseHandle(c->writer);
	}
	if (c->done != NULL)
		c->done(c->done_ctx);
	free(c);
}

static void
close_out(struct loop_console *c)
{
	if (!uv_is_closing((uv_handle_t *)&c->out.any))
		uv_close((uv_handle_t *)&c->out.any, closed);
}

static void
say_drained(void *ctx)
{
	struct loop_console *c = ctx;

	if (c->events == NULL)
		close_out(c);
	else
		c->events->drained(c->ctx);
}

static void
written(uv_write_t *req, int status)
{
	struct piece *p = (struct piece *)(void *)req;
	struct loop_console *c = p->console;

	c->queued -= p->len;
	free(p);
	if (c->queued == 0)
		loop_call(c->loop, say_drained, c);
}

void
loop_console_write(struct loop_console *c, const void *bytes, size_t len)
{
	struct piece *p = mem_alloc(sizeof(*p) + len);
	uv_buf_t buf;

	p->console = c;
	p->len = len;
	memcpy(p->bytes, bytes, len);
	buf = uv_buf_init(p->bytes, (unsigned)len);
	if (len == 0 || uv_write(&p->req, &c->out.any, &buf, 1, written) != 0)
		free(p); /* one that is lost shows in reading */
	else
		c->queued += len;
}

size_t
loop_console_queued(const struct loop_console *c)
{
	return c->queued;
}

void
loop_console_size(const struct loop_console *c, int *cols, int *rows)
{
	uv_tty_t *out = (uv_tty_t *)(uintptr_t)&c->out.tty;

	*cols = c->cols;
	*rows = c->rows;
	if (!c->is_pipe && uv_tty_get_winsize(out, cols, rows) != 0) {
		*cols = 80;
		*rows = 24;
	}
}

/* --- both --- */

static void
on_signal(int signum, void *ctx)
{
	struct loop_console *c = ctx;

	if (c->events == NULL)
		return;
	if (signum == SIGWINCH)
		c->events->changed(c->ctx);
	else
		c->events->hangup(signum == SIGBREAK ? SIGINT : signum, c->ctx);
}

static int
open_one(struct loop_console *c, union stream *s, int fd)
{
	int rc;

	if (c->is_pipe) {
		void *h = (void *)uv_get_osfhandle(fd);
		int end = fd == 0 ? os_from_pipe(h) : os_to_pipe(h, &c->writer);

		rc = end < 0 ? UV_EIO : uv_tcp_init(loop_uv(c->loop), &s->pipe);
		if (rc == 0)
			rc = uv_tcp_open(&s->pipe, (uv_os_sock_t)end);
	} else {
		rc = uv_tty_init(loop_uv(c->loop), &s->tty, fd, 0);
		if (rc == 0 && fd == 0)
			rc = uv_tty_set_mode(&s->tty, UV_TTY_MODE_RAW);
	}
	s->any.data = c;
	if (rc == 0)
		c->open++;
	return rc;
}

struct loop_console *
loop_console_new(struct loop *l, const struct loop_console_events *events,
    void *ctx, struct err *err)
{
	static const int signals[SIGNALS] = {
	    SIGWINCH, SIGHUP, SIGINT, SIGBREAK};
	struct loop_console *c = mem_alloc(sizeof(*c));
	int rc;

	c->loop = l;
	c->events = events;
	c->ctx = ctx;
	c->is_pipe = uv_guess_handle(0) != UV_TTY &&
	    pipe_size(&c->cols, &c->rows);
	rc = open_one(c, &c->in, 0);
	if (rc == 0)
		rc = open_one(c, &c->out, 1);
	if (rc != 0) {
		err_set(err, "%s: %s", _("cannot use the terminal"),
		    uv_strerror(rc));
		return NULL; /* the program ends with that */
	}
	for (int i = 0; i < SIGNALS; i++)
		c->signal[i] = loop_signal_new(l, signals[i], on_signal, c);
	loop_console_hold(c, false);
	return c;
}

void
loop_console_free(struct loop_console *c, void (*done)(void *ctx), void *ctx)
{
	c->events = NULL;
	c->done = done;
	c->done_ctx = ctx;
	for (int i = 0; i < SIGNALS; i++)
		loop_signal_free(c->signal[i]);
	uv_read_stop(&c->in.any);
	uv_close((uv_handle_t *)&c->in.any, closed);
	if (c->queued == 0)
		close_out(c);
}
