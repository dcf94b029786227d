/*
 * The console of this process on its loop, or two pipes that stand for one: a
 * terminal such as that of Git Bash gives its programs pipes, and says nothing
 * of its size; so then POMOC_TTY_SIZE=COLSxROWS is to be set. Bytes are UTF-8
 * with the sequences of xterm, both ways.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/net/loop.h"

struct loop_console;

struct loop_console_events {
	void (*input)(const void *bytes, size_t len, void *ctx);
	/* All that was written is out. */
	void (*drained)(void *ctx);
	/* It has another size. */
	void (*changed)(void *ctx);
	/* As by these signals: SIGHUP the window is closed or the pipe at its
	 * end, SIGINT. */
	void (*hangup)(int signum, void *ctx);
};

bool loop_console_is_there(void);
/* Raw. NULL with err. */
struct loop_console *loop_console_new(struct loop *l,
    const struct loop_console_events *events, void *ctx, struct err *err);
void loop_console_write(struct loop_console *c, const void *bytes, size_t len);
/* What was written and is not out. */
size_t loop_console_queued(const struct loop_console *c);
/* While on, nothing is read. */
void loop_console_hold(struct loop_console *c, bool on);
void loop_console_size(const struct loop_console *c, int *cols, int *rows);
/* No event any more. What was written still goes out, then done(ctx) follows,
 * unless loop_free() comes before. */
void loop_console_free(
    struct loop_console *c, void (*done)(void *ctx), void *ctx);
