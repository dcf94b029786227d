#include "console/link/embed.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/desk/desk.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/sock.h"

#define CHILD_READY 3
#define CHILD_CONNECTOR 4
#define CHILD_FDS 5
#define RESTART_MS 500
#define RESTART_SLOW_MS 5000
#define EARLY_MS 3000 /* a death this soon slows the next start down */
/* An embedded desk may wait for its database before it ends, see
 * BRAIN_END_MS. */
#define STOP_MS 90000
#define SELF "/proc/self/exe"

struct embed {
	struct loop *loop;
	struct embed_events events;
	void *ctx;
	struct desk_options opt;
	struct loop_child *child;
	struct loop_watch *watch;
	struct loop_timer *restart;
	struct buf line;
	int connector;
	int ready;
	int64_t started_ms;
	bool was_ready; /* this one */
	bool ever_ready;
	bool stopping;
};

static void start(void *ctx);

static void
close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void
release(struct embed *e)
{
	loop_watch_free(e->watch);
	e->watch = NULL;
	close_fd(&e->ready);
	close_fd(&e->connector);
	buf_clear(&e->line);
}

static void
failed(struct embed *e, const char *why)
{
	char text[512];

	str_copy(text, sizeof(text), why);
	log_error("embedded desk: %s", text);
	release(e);
	if (!e->ever_ready) {
		e->events.failed(text, e->ctx);
		return;
	}
	/* it has served before: a port not free yet, a full disk may pass */
	e->events.down(text, e->ctx);
	loop_timer_set(e->restart, RESTART_SLOW_MS);
}

/* "ready ADDR:PORT SHA256:..." or "failed TEXT" */
static void
on_line(struct embed *e, char *line)
{
	char *addr, *key;

	if (str_starts(line, "failed ")) {
		failed(e, line + strlen("failed "));
		return;
	}
	if (!str_starts(line, "ready "))
		return;
	addr = line + strlen("ready ");
	key = strchr(addr, ' ');
	if (key == NULL)
		return;
	*key++ = '\0';
	e->was_ready = e->ever_ready = true;
	/* should it die, the next one is to be found at the same place */
	free((char *)e->opt.listen);
	e->opt.listen = str_dup(addr);
	e->events.ready(addr, key, e->ctx);
}

static void
on_ready(int events, void *ctx)
{
	struct embed *e = ctx;
	char data[512];
	ssize_t n = read(e->ready, data, sizeof(data));
	char *line, *end;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		loop_watch_free(e->watch);
		e->watch = NULL;
		return; /* its exit tells the rest */
	}
	buf_add(&e->line, data, (size_t)n);
	line = str_dup(buf_str(&e->line));
	end = strchr(line, '\n');
	if (end != NULL) {
		*end = '\0';
		buf_clear(&e->line);
		on_line(e, line);
	}
	free(line);
}

static void
on_exit_child(pid_t pid, int status, int signum, void *ctx)
{
	struct embed *e = ctx;
	bool early = clock_ms() - e->started_ms < EARLY_MS;

	loop_child_free(e->child);
	e->child = NULL;
	if (e->stopping)
		return;
	log_warn("embedded desk ended: status %d signal %d", status, signum);
	if (e->ready >= 0 && e->watch != NULL)
		on_ready(LOOP_READ, e); /* a last word */
	if (e->connector < 0)
		return; /* told why already */
	if (!e->was_ready && status > 0) {
		failed(e, _("the desk could not start; see desk.log"));
		return;
	}
	release(e);
	e->events.down("", e->ctx);
	loop_timer_set(e->restart, early ? RESTART_SLOW_MS : RESTART_MS);
}

static bool
spawn(struct embed *e, int ready, int connector, struct err *err)
{
	int fds[CHILD_FDS] = {-1, -1, STDERR_FILENO, ready, connector};
	char **argv = desk_embedded_argv(&e->opt);
	struct loop_spawn conf = {
	    .fds = fds, .fd_count = CHILD_FDS, .detached = true};
	size_t n = 0;

	/* the program itself, whatever its name is on this machine */
	while (argv[n] != NULL)
		n++;
	free(argv[0]);
	argv[0] = str_dup(SELF);
	conf.argv = (const char *const *)argv;
	e->child = loop_spawn(e->loop, &conf, on_exit_child, e, err);
	desk_argv_free(argv);
	return e->child != NULL;
}

static void
start(void *ctx)
{
	struct embed *e = ctx;
	struct err err = {0};
	int link[2], ready[2];

	e->was_ready = false;
	e->started_ms = clock_ms();
	if (!sock_pair(link, &err)) {
		failed(e, err.text);
		return;
	}
	e->connector = link[0];
	if (!sock_pair(ready, &err)) {
		close(link[1]);
		failed(e, err.text);
		return;
	}
	e->ready = ready[0];
	e->watch = loop_watch_new(
	    e->loop, e->ready, LOOP_READ, on_ready, e, &err);
	if (e->watch == NULL || !spawn(e, ready[1], link[1], &err))
		failed(e, err.text);
	close(ready[1]);
	close(link[1]);
}

struct embed *
embed_start(struct loop *loop, const struct embed_options *opt,
    const struct embed_events *events, void *ctx)
{
	struct embed *e = mem_alloc(sizeof(*e));

	e->loop = loop;
	e->events = *events;
	e->ctx = ctx;
	desk_options_init(&e->opt);
	e->opt.config = str_dup(opt->config);
	e->opt.data = str_dup(opt->data);
	e->opt.listen = str_dup(opt->listen);
	e->opt.owner_name = str_dup(opt->owner_name);
	e->opt.owner_key = str_dup(opt->owner_key);
	e->opt.log_level = opt->log_level;
	e->opt.ready_fd = CHILD_READY;
	e->opt.connector_fd = CHILD_CONNECTOR;
	e->connector = e->ready = -1;
	buf_init(&e->line, 4096);
	e->restart = loop_timer_new(loop, start, e);
	loop_timer_set(e->restart, 0);
	return e;
}

static void
out_of_time(void *ctx)
{
	struct embed *e = ctx;

	log_warn("embedded desk does not end: killed");
	if (e->child != NULL)
		kill(loop_child_pid(e->child), SIGKILL);
}

int
embed_call(void *ctx, struct err *err)
{
	const struct embed *e = ctx;
	int fds[2];
	bool sent;

	if (!sock_pair(fds, err))
		return -1;
	sent = sock_send_fd(e->connector, fds[1], err) == IO_OK;
	close(fds[1]);
	if (sent)
		return fds[0];
	close(fds[0]);
	err_set(err, _("the desk of this console does not answer"));
	return -1;
}

void
embed_stop(struct embed *e)
{
	struct loop_timer *late;

	if (e == NULL)
		return;
	e->stopping = true;
	release(e);
	loop_timer_free(e->restart);
	late = loop_timer_new(e->loop, out_of_time, e);
	loop_timer_set(late, STOP_MS);
	while (e->child != NULL)
		loop_turn(e->loop, true);
	loop_timer_free(late);
	buf_fini(&e->line);
	free((char *)e->opt.config);
	free((char *)e->opt.data);
	free((char *)e->opt.listen);
	free((char *)e->opt.owner_name);
	free((char *)e->opt.owner_key);
	free(e);
}
