#include "agent/tty.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/net/loop_console_windows.h"
#include "shared/sys/terminal.h"

/* As in tty_posix.c; a title is put away where the console knows how. */
#define ENTER "\033[22;2t\033[?1049h\033[H\033[2J\033[?7h"
#define LEAVE                                                     \
	"\033[?2004l\033[?1006l\033[?1003l\033[?1002l\033[?1000l" \
	"\033[?1l\033>\033[r\033[0m\033[0 q\033[?25h\033[?1049l"  \
	"\033[23;2t"

struct tty {
	struct loop_console *console; /* NULL: left */
	const struct tty_events *events;
	void *ctx;
	bool held;
	int cols, rows; /* as last seen */
};

bool
tty_check(struct err *err)
{
	if (!loop_console_is_there())
		return err_set(err,
		    _("a terminal is needed: start pomoc-agent in a terminal "
		      "window, without a pipe"));
	return true;
}

static void
input(const void *bytes, size_t len, void *ctx)
{
	struct tty *t = ctx;

	t->events->input(bytes, len, t->ctx);
}

static void
drained(void *ctx)
{
	struct tty *t = ctx;

	t->events->drained(t->ctx);
}

static void
changed(void *ctx)
{
	struct tty *t = ctx;

	t->events->changed(t->ctx);
}

static void
hangup(int signum, void *ctx)
{
	struct tty *t = ctx;

	t->events->hangup(signum, t->ctx);
}

static const struct loop_console_events console_events = {
    .input = input, .drained = drained, .changed = changed, .hangup = hangup};

struct tty *
tty_open(struct loop *loop, const struct tty_events *events, void *ctx,
    struct err *err)
{
	struct tty *t;

	if (!tty_check(err))
		return NULL;
	t = mem_alloc(sizeof(*t));
	t->events = events;
	t->ctx = ctx;
	terminal_save(0);
	t->console = loop_console_new(loop, &console_events, t, err);
	if (t->console == NULL) {
		free(t);
		return NULL;
	}
	terminal_changed(LEAVE);
	atexit(terminal_put_back);
	mem_on_oom(terminal_put_back);
	loop_console_write(t->console, ENTER, sizeof(ENTER) - 1);
	return t;
}

static void
put_back(void *ctx)
{
	terminal_put_back();
}

/* What is on its way to the screen goes first. */
void
tty_leave(struct tty *t)
{
	tty_size(t, &t->cols, &t->rows);
	loop_console_free(t->console, put_back, NULL);
	t->console = NULL;
}

void
tty_close(struct tty *t)
{
	if (t == NULL)
		return;
	if (t->console != NULL)
		tty_leave(t);
	free(t);
}

void
tty_size(const struct tty *t, int *cols, int *rows)
{
	*cols = t->cols;
	*rows = t->rows;
	if (t->console != NULL)
		loop_console_size(t->console, cols, rows);
}

void
tty_write(struct tty *t, const void *bytes, size_t len)
{
	if (t->console != NULL)
		loop_console_write(t->console, bytes, len);
}

void
tty_hold(struct tty *t, bool on)
{
	if (t == NULL || t->held == on)
		return;
	t->held = on;
	if (t->console != NULL)
		loop_console_hold(t->console, on);
}

bool
tty_is_held(const struct tty *t)
{
	return t != NULL && t->held;
}

size_t
tty_queued(const struct tty *t)
{
	return t->console != NULL ? loop_console_queued(t->console) : 0;
}
