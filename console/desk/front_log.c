#include "console/desk/front_log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "shared/base/bucket.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/net/fd.h"

#define CHUNK 4096

struct front_log {
	int fd;
	struct loop_watch *watch;
	char line[FRONT_LOG_LINE + 1];
	size_t len;
	struct bucket may;
	int64_t dropped;
};

static void
tell_dropped(struct front_log *l)
{
	if (l->dropped > 0)
		log_warn("front: %lld more lines", (long long)l->dropped);
	l->dropped = 0;
}

/* "warn: text" as log_plain() writes it, or what a library printed. */
static void
end_line(struct front_log *l)
{
	enum log_level level = LOG_INFO;
	const char *text;

	l->line[l->len] = '\0';
	if (l->len == 0)
		return;
	if (bucket_take(
		&l->may, FRONT_LOG_BURST, FRONT_LOG_RATE * 60, clock_ms())) {
		tell_dropped(l);
		text = log_split_level(l->line, &level);
		log_line(level, "front: %s", text);
	} else {
		l->dropped++;
	}
	l->len = 0;
}

static void
take(struct front_log *l, const char *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (data[i] == '\n')
			end_line(l);
		else if (l->len < FRONT_LOG_LINE)
			l->line[l->len++] = data[i] != '\0' ? data[i] : '?';
	}
}

/* False at its end. */
static bool
read_some(struct front_log *l)
{
	char chunk[CHUNK];
	ssize_t n = read(l->fd, chunk, sizeof(chunk));

	if (n > 0)
		take(l, chunk, (size_t)n);
	return n > 0 || (n < 0 && errno == EINTR);
}

/* One piece for each turn: who writes without end starves nobody. */
static void
ready(int events, void *ctx)
{
	struct front_log *l = ctx;

	if (!read_some(l) && errno != EAGAIN)
		loop_watch_set(l->watch, 0);
}

struct front_log *
front_log_new(struct loop *loop, int *fd, struct err *err)
{
	struct front_log *l = mem_alloc(sizeof(*l));
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0) {
		err_errno(err, "pipe");
		free(l);
		return NULL;
	}
	*fd = ends[1];
	l->fd = ends[0];
	fd_nonblock(l->fd);
	l->watch = loop_watch_new(loop, l->fd, LOOP_READ, ready, l, err);
	return l;
}

void
front_log_free(struct front_log *l)
{
	if (l == NULL)
		return;
	/* a pipe holds 64 KiB, however long somebody goes on */
	for (int i = 0; i < 2 * 65536 / CHUNK && read_some(l); i++)
		;
	end_line(l);
	tell_dropped(l);
	loop_watch_free(l->watch);
	close(l->fd);
	free(l);
}
