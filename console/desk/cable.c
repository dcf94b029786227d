#include "console/desk/cable.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/net/fd.h"
#include "shared/wire/line.h"

#define CABLE_CHUNK 65536

struct cable {
	struct loop *loop;
	struct loop_watch *watch;
	int fd;
	struct cable_events events;
	void *ctx;
	struct line_reader lines;
	struct buf out;
	uint64_t read;
	uint64_t sent;
	bool full;
	bool busy; /* in a callback: freeing waits */
	bool dead;
};

static void
destroy(void *ctx)
{
	struct cable *c = ctx;

	close(c->fd);
	line_reader_fini(&c->lines);
	buf_fini(&c->out);
	free(c);
}

static void
end(struct cable *c, const struct err *why)
{
	if (c->dead)
		return;
	loop_watch_set(c->watch, 0);
	c->dead = true;
	c->events.ended(why, c->ctx);
}

static void
flush(struct cable *c)
{
	struct err err = {0};

	while (c->out.len > 0) {
		size_t len = MIN_OF(c->out.len, CABLE_CHUNK);
		ssize_t n = send(
		    c->fd, buf_data(&c->out), len, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == ENOBUFS))
			break;
		if (n < 0) {
			err_errno(&err, "the other process does not listen");
			end(c, &err);
			return;
		}
		buf_consume(&c->out, (size_t)n);
		c->sent += (uint64_t)n;
	}
	loop_watch_set(c->watch, LOOP_READ | (c->out.len > 0 ? LOOP_WRITE : 0));
	if (c->full && c->out.len < CABLE_FULL / 2) {
		c->full = false;
		if (c->events.room != NULL)
			c->events.room(c->ctx);
	}
}

static bool
hand_out(struct cable *c, struct err *err)
{
	const char *line, *rest;
	size_t len, rest_len;
	int64_t link;
	enum io io = IO_AGAIN;

	while (!c->dead &&
	    (io = line_reader_next(&c->lines, &line, &len, err)) == IO_OK) {
		if (!line_split_link(line, len, &link, &rest, &rest_len))
			return err_set(err, "a line without a link");
		c->events.line(link, rest, rest_len, c->ctx);
	}
	return io != IO_ERROR;
}

static void
take(struct cable *c)
{
	static char chunk[CABLE_CHUNK];
	struct err err = {0, ""};
	ssize_t n = recv(c->fd, chunk, sizeof(chunk), MSG_DONTWAIT);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		err_set(&err, "the other process is gone");
		end(c, &err);
		return;
	}
	c->read += (uint64_t)n;
	if (!line_reader_feed(&c->lines, chunk, (size_t)n, &err) ||
	    !hand_out(c, &err))
		end(c, &err);
}

void
cable_drain(struct cable *c)
{
	while (c != NULL && !c->dead) {
		uint64_t before = c->read;

		take(c);
		if (c->read == before)
			return;
	}
}

static void
ready(int events, void *ctx)
{
	struct cable *c = ctx;

	c->busy = true;
	if ((events & LOOP_READ) != 0)
		take(c);
	if (!c->dead && (events & LOOP_WRITE) != 0)
		flush(c);
	c->busy = false;
}

struct cable *
cable_new(
    struct loop *loop, int fd, const struct cable_events *events, void *ctx)
{
	struct cable *c = mem_alloc(sizeof(*c));

	fd_nonblock(fd);
	c->loop = loop;
	c->fd = fd;
	c->events = *events;
	c->ctx = ctx;
	line_reader_init(&c->lines, MSG_MAX + 32);
	buf_init(&c->out, 0);
	c->watch = loop_watch_new(loop, fd, LOOP_READ, ready, c, NULL);
	return c;
}

void
cable_free(struct cable *c)
{
	if (c == NULL)
		return;
	loop_watch_free(c->watch);
	c->watch = NULL;
	c->dead = true;
	if (c->busy)
		loop_defer(c->loop, destroy, c);
	else
		destroy(c);
}

void
cable_send_copy(struct cable *c, int64_t link, const struct msg *m)
{
	struct err err = {0};
	size_t before;

	if (c == NULL || c->dead)
		return;
	before = c->out.len;
	buf_printf(&c->out, "%lld ", (long long)link);
	if (!msg_write(m, &c->out, &err)) {
		c->out.len = before;
		log_error("%s was not sent: %s", msg_name(m), err.text);
		return;
	}
	if (c->out.len > CABLE_FULL)
		c->full = true;
	loop_watch_set(c->watch, LOOP_READ | LOOP_WRITE);
}

void
cable_send(struct cable *c, int64_t link, struct msg *m)
{
	cable_send_copy(c, link, m);
	msg_free(m);
}

size_t
cable_queued(const struct cable *c)
{
	return c->out.len;
}

uint64_t
cable_read_bytes(const struct cable *c)
{
	return c->read;
}

uint64_t
cable_sent_bytes(const struct cable *c)
{
	return c->sent;
}
