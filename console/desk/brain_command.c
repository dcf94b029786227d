#include "console/desk/brain_command.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "console/desk/brain_book.h"
#include "console/desk/brain_link.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/fd.h"

#define PROGRAM "pomoc"
#define RUN_WINDOW (512 * 1024) /* at most */
#define RUN_PACE_MS 100 /* from one question to the next at least */
#define CHUNK 2700 /* becomes 3600 in base64 */
#define CHUNKS 16 /* in one turn of the loop */

/* Standard output, or standard error. */
struct source {
	struct brain_command *run;
	int fd;
	struct loop_watch *watch; /* NULL = it has ended */
};

struct brain_command {
	struct brain_link *link;
	struct loop_child *child; /* NULL = it has ended */
	struct source out, err;
	struct loop_timer *late, *pace;
	int64_t window; /* bytes that are sent without an answer */
	int64_t sent; /* bytes since the last answer */
	int64_t asked_ms; /* when; 0 = not waiting for one */
	int code;
	bool killed; /* it took too long */
	bool book; /* it may have changed the client book */
};

static void
close_source(struct source *s)
{
	loop_watch_free(s->watch);
	s->watch = NULL;
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

static void
destroy(struct brain_command *r)
{
	r->link->run = NULL;
	if (r->child != NULL) {
		kill(loop_child_pid(r->child), SIGKILL);
		loop_child_free(r->child);
	}
	close_source(&r->out);
	close_source(&r->err);
	loop_timer_free(r->late);
	loop_timer_free(r->pace);
	free(r);
}

void
brain_command_stop(struct brain_link *l)
{
	if (l->run != NULL)
		destroy(l->run);
}

/* --- its end --- */

static void
tell_end(const struct brain_command *r)
{
	struct msg *m = msg_put_int(msg_new(MSG_RAN), "code", r->code);
	char why[160];

	if (r->killed) {
		snprintf(why, sizeof(why),
		    _("it took longer than %d s and was ended; nothing of it "
		      "is half written"),
		    (int)r->link->brain->config.limits.report_s);
		msg_put_str(m, "why", why);
	}
	brain_link_send(r->link, m);
}

/* It is over when it has ended and all that it said was read. */
static void
look(struct brain_command *r)
{
	struct brain *b = r->link->brain;
	bool book = r->book;

	if (r->child != NULL || r->out.fd >= 0 || r->err.fd >= 0)
		return;
	tell_end(r);
	destroy(r);
	if (book)
		brain_book_changed(b);
}

static void
ended(pid_t pid, int status, int signum, void *ctx)
{
	struct brain_command *r = ctx;

	r->child = NULL;
	r->code = signum != 0 || status < 0 ? 1 : status;
	look(r);
}

static void
too_late(void *ctx)
{
	struct brain_command *r = ctx;

	r->killed = true;
	if (r->child != NULL)
		kill(loop_child_pid(r->child), SIGKILL);
	/* what it has said so far is no answer */
	close_source(&r->out);
	close_source(&r->err);
	look(r);
}

/* --- what it says --- */

static void
listen_to(struct brain_command *r, int events)
{
	if (r->out.watch != NULL)
		loop_watch_set(r->out.watch, events);
	if (r->err.watch != NULL)
		loop_watch_set(r->err.watch, events);
}

static void
pass_on(struct source *s, const uint8_t *data, size_t len)
{
	struct brain_command *r = s->run;
	char text[4 * CHUNK / 3 + 8];
	struct msg *m = msg_new(MSG_OUTPUT);

	sodium_bin2base64(
	    text, sizeof(text), data, len, sodium_base64_VARIANT_ORIGINAL);
	msg_put_str(m, "data", text);
	if (s == &r->err)
		msg_put_bool(m, "errors", true);
	r->sent += (int64_t)len;
	if (r->sent >= r->window) {
		msg_put_bool(m, "ask", true);
		r->asked_ms = clock_ms();
		listen_to(r, 0);
	}
	brain_link_send(r->link, m);
}

static void
ready(int events, void *ctx)
{
	struct source *s = ctx;
	uint8_t chunk[CHUNK];

	for (int i = 0; i < CHUNKS && s->run->asked_ms == 0; i++) {
		ssize_t n = read(s->fd, chunk, sizeof(chunk));

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (n <= 0) {
			close_source(s);
			look(s->run);
			return;
		}
		pass_on(s, chunk, (size_t)n);
	}
}

static void
go_on(void *ctx)
{
	struct brain_command *r = ctx;

	r->sent = 0;
	r->asked_ms = 0;
	listen_to(r, LOOP_READ);
}

/* Not sooner than his messages are counted. */
void
brain_command_got(struct brain_link *l, const struct msg *m)
{
	struct brain_command *r = l->run;
	int64_t since_ms;

	if (r == NULL || r->asked_ms == 0 || loop_timer_armed(r->pace))
		return;
	since_ms = clock_ms() - r->asked_ms;
	loop_timer_set(r->pace, MAX_OF(RUN_PACE_MS - since_ms, 0));
}

/* --- its beginning --- */

/* The program beside this one. */
static bool
find_program(char path[PATH_MAX], struct err *err)
{
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
	char *slash;

	path[MAX_OF(n, 0)] = '\0';
	slash = strrchr(path, '/');
	if (slash == NULL || slash + sizeof(PROGRAM) >= path + PATH_MAX)
		return err_set(err, _("the desk does not find itself"));
	memcpy(slash + 1, PROGRAM, sizeof(PROGRAM));
	return access(path, X_OK) == 0 ||
	    err_set(err,
		_("there is no %s beside the desk's program: install it there"),
		PROGRAM);
}

/* A pipe that holds all that the program is told; its reading end, or -1. */
static int
make_input(const struct brain_link *l, const struct msg *m, struct err *err)
{
	struct buf text = BUF_INIT;
	int ends[2] = {-1, -1};
	bool ok;

	buf_printf(&text, "%s\n%s\n%s\n%lld\n%s\n", l->person->name, l->key,
	    msg_str(m, "lang"), (long long)msg_int(m, "cols"),
	    msg_str(m, "words"));
	ok = pipe2(ends, O_CLOEXEC) == 0;
	if (!ok)
		err_errno(err, "pipe");
	/* a pipe holds more than a message */
	if (ok &&
	    write(ends[1], buf_data(&text), text.len) != (ssize_t)text.len) {
		ok = err_errno(err, "pipe");
		close(ends[0]);
	}
	if (ends[1] >= 0)
		close(ends[1]);
	buf_fini(&text);
	return ok ? ends[0] : -1;
}

/* The end for the program, or -1. */
static int
open_source(struct brain_command *r, struct source *s, struct err *err)
{
	int ends[2];

	s->run = r;
	if (pipe2(ends, O_CLOEXEC) < 0) {
		err_errno(err, "pipe");
		return -1;
	}
	s->fd = ends[0];
	fd_nonblock(s->fd);
	s->watch = loop_watch_new(
	    r->link->brain->loop, s->fd, LOOP_READ, ready, s, err);
	return ends[1];
}

static bool
spawn(struct brain_command *r, const struct msg *m, struct err *err)
{
	const struct brain *b = r->link->brain;
	const char *config = b->options->config;
	char program[PATH_MAX];
	const char *argv[] = {
	    program, BRAIN_COMMAND_WORD, b->data, config, NULL};
	int fds[3] = {-1, -1, -1};
	struct loop_spawn conf = {
	    .argv = argv, .fds = fds, .fd_count = 3, .detached = true};

	if (!find_program(program, err))
		return false;
	fds[0] = make_input(r->link, m, err);
	fds[1] = fds[0] < 0 ? -1 : open_source(r, &r->out, err);
	fds[2] = fds[1] < 0 ? -1 : open_source(r, &r->err, err);
	if (fds[2] >= 0)
		r->child = loop_spawn(b->loop, &conf, ended, r, err);
	for (int i = 0; i < 3; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	return r->child != NULL;
}

static bool
may_run(const struct brain_link *l, struct err *err)
{
	const struct brain *b = l->brain;
	int64_t runs = 0;

	for (const struct brain_link *of = b->links; of != NULL; of = of->next)
		runs += of->run != NULL;
	if (!roster_may_report(b->roster, l->key))
		return err_set(err,
		    _("your line in the desk's technicians file has not the "
		      "right \"reports\""));
	if (l->run != NULL)
		return err_set(err, _("one command at a time"));
	return runs < b->config.limits.reports ||
	    err_set(err,
		_("the desk runs as many commands as it may; try again "
		  "soon"));
}

static struct brain_command *
new_run(struct brain_link *l, const struct msg *m)
{
	struct brain_command *r = mem_alloc(sizeof(*r));

	r->link = l;
	/* in base64 it must not fill the front's queue for that link */
	r->window = MIN_OF(
	    RUN_WINDOW, l->brain->config.limits.out_close_bytes / 4);
	r->out.fd = r->err.fd = -1;
	r->late = loop_timer_new(l->brain->loop, too_late, r);
	r->pace = loop_timer_new(l->brain->loop, go_on, r);
	r->book = str_starts(msg_str(m, "words"), "client");
	l->run = r;
	return r;
}

void
brain_command_start(struct brain_link *l, const struct msg *m)
{
	const char *words = msg_str(m, "words");
	struct err err = {0};

	if (!may_run(l, &err)) {
		log_warn("technician %s: no command was run: %s",
		    l->person->name, err.text);
		brain_link_refuse(l, m, REFUSED_REPORTS, 0, err.text);
		return;
	}
	if (!spawn(new_run(l, m), m, &err)) {
		log_error("%s", err.text);
		brain_command_stop(l);
		brain_link_refuse(l, m, REFUSED_REPORTS, 0, err.text);
		return;
	}
	loop_timer_set(l->run->late, l->brain->config.limits.report_s * 1000);
	log_info("technician %s runs: pomoc %.*s", l->person->name,
	    (int)strcspn(words, "\n"), words);
}
