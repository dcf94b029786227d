#include "agent/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/util.h"
#include "shared/sys/terminal.h"

#define READ_BYTES 4096
#define SIGNALS 6

/* Alternate screen, with the wrap that frames count on; and back with every
 * mode that we may have set. */
#define ENTER "\033[?1049h\033[H\033[2J\033[?1007s\033[?7h"
#define LEAVE                                                     \
	"\033[?2004l\033[?1006l\033[?1003l\033[?1002l\033[?1000l" \
	"\033[?1007r\033[?1l\033>\033[r\033[0m\033[?25h\033[?1049l"
#define OWN_SHAPE "\033[0 q"
/* The user's title is put away, and comes back. */
#define TITLE_PUSH "\033[22;2t"
#define TITLE_POP "\033[23;2t"

struct tty {
	int fd;
	const struct tty_events *events;
	void *ctx;
	struct loop_watch *watch;
	struct loop_signal *signal[SIGNALS];
	struct buf out;
	bool held;
};

static const char *
leave(void)
{
	const char *term = getenv("TERM");

	if (!terminal_has_shapes(term))
		return LEAVE;
	return terminal_has_titles(term) ? OWN_SHAPE TITLE_POP LEAVE
					 : OWN_SHAPE LEAVE;
}

static bool
go_raw(int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t) != 0)
		return false;
	cfmakeraw(&t);
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	if (tcsetattr(fd, TCSANOW, &t) != 0)
		return false;
	terminal_changed(leave());
	/* who may type in the share must not write over the bars */
	ioctl(fd, TIOCEXCL);
	return true;
}

bool
tty_check(struct err *err)
{
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err,
		    _("a terminal is needed: start pomoc-agent in a terminal "
		      "window, without a pipe"));
	return true;
}

/* --- bytes --- */

static void
watch_for(struct tty *t)
{
	if (t->watch != NULL)
		loop_watch_set(t->watch,
		    (t->held ? 0 : LOOP_READ) |
			(t->out.len > 0 ? LOOP_WRITE : 0));
}

static void
lost(struct tty *t)
{
	loop_watch_set(t->watch, 0);
	t->events->hangup(SIGHUP, t->ctx);
}

/* False when the terminal is gone. */
static bool
flush(struct tty *t)
{
	ssize_t n;

	while (t->out.len > 0) {
		n = write(t->fd, buf_data(&t->out), t->out.len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno == EAGAIN;
		buf_consume(&t->out, (size_t)n);
	}
	return true;
}

void
tty_write(struct tty *t, const void *bytes, size_t len)
{
	buf_add(&t->out, bytes, len);
	flush(t); /* a lost terminal shows when reading */
	watch_for(t);
}

void
tty_hold(struct tty *t, bool on)
{
	if (t == NULL || t->held == on)
		return;
	t->held = on;
	watch_for(t);
}

bool
tty_is_held(const struct tty *t)
{
	return t != NULL && t->held;
}

size_t
tty_queued(const struct tty *t)
{
	return t->out.len;
}

static void
take_input(struct tty *t)
{
	char bytes[READ_BYTES];
	ssize_t n = read(t->fd, bytes, sizeof(bytes));

	if (n > 0)
		t->events->input(bytes, (size_t)n, t->ctx);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		lost(t);
}

static void
ready(int events, void *ctx)
{
	struct tty *t = ctx;
	bool had = t->out.len > 0;

	if (events & LOOP_WRITE && had) {
		if (!flush(t)) {
			lost(t);
			return;
		}
		watch_for(t);
		if (t->out.len == 0)
			t->events->drained(t->ctx);
	}
	if (events & LOOP_READ)
		take_input(t);
}

/* --- signals --- */

/* fresh: it is as the user had it. */
static void
enter(struct tty *t, bool fresh)
{
	if (fresh && terminal_has_titles(getenv("TERM")))
		tty_write(t, TITLE_PUSH, sizeof(TITLE_PUSH) - 1);
	tty_write(t, ENTER, sizeof(ENTER) - 1);
}

static void
come_back(struct tty *t, bool fresh)
{
	go_raw(t->fd);
	enter(t, fresh);
	t->events->changed(t->ctx);
}

static void
stop_here(struct tty *t)
{
	buf_clear(&t->out);
	terminal_put_back();
	raise(SIGSTOP);
	come_back(t, true); /* after SIGCONT */
}

static void
on_signal(int signum, void *ctx)
{
	struct tty *t = ctx;

	if (t->watch == NULL) /* left: what is to be said is said first */
		return;
	switch (signum) {
	case SIGWINCH:
		t->events->changed(t->ctx);
		break;
	case SIGTSTP:
		stop_here(t);
		break;
	case SIGCONT:
		come_back(t, false);
		break;
	default:
		t->events->hangup(signum, t->ctx);
		break;
	}
}

struct tty *
tty_open(struct loop *loop, const struct tty_events *events, void *ctx,
    struct err *err)
{
	static const int signals[SIGNALS] = {
	    SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT};
	struct tty *t;
	int fd;

	if (!tty_check(err))
		return NULL;
	fd = terminal_open(O_RDWR | O_NONBLOCK);
	if (fd < 0 || !terminal_save(fd) || !go_raw(fd)) {
		err_errno(err, _("cannot use the terminal"));
		return NULL;
	}
	t = mem_alloc(sizeof(*t));
	t->fd = fd;
	t->events = events;
	t->ctx = ctx;
	atexit(terminal_put_back);
	mem_on_oom(terminal_put_back);
	t->watch = loop_watch_new(loop, t->fd, LOOP_READ, ready, t, err);
	if (t->watch == NULL) {
		tty_close(t);
		return NULL;
	}
	for (int i = 0; i < SIGNALS; i++)
		t->signal[i] = loop_signal_new(loop, signals[i], on_signal, t);
	enter(t, true);
	return t;
}

void
tty_leave(struct tty *t)
{
	loop_watch_free(t->watch);
	t->watch = NULL;
	terminal_put_back();
	close(t->fd);
	t->fd = -1;
}

void
tty_close(struct tty *t)
{
	if (t == NULL)
		return;
	if (t->fd >= 0)
		tty_leave(t);
	for (int i = 0; i < SIGNALS; i++)
		loop_signal_free(t->signal[i]);
	buf_fini(&t->out);
	free(t);
}

void
tty_size(const struct tty *t, int *cols, int *rows)
{
	*cols = 80;
	*rows = 24;
	(void)terminal_size(t->fd, cols, rows);
}
