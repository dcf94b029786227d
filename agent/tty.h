/*
 * The user's terminal: raw mode, size, bytes in and out, and the promise that
 * it is put back on any exit: return, signal, crash, out of memory.
 *
 * It has its own open file, so that the non-blocking flag does not leak to the
 * shell that started us; no other program may open the terminal meanwhile
 * (TIOCEXCL, which does not bind root). What is written is queued; tty_queued()
 * paces the painter. There is one terminal, so there is one struct tty at a
 * time.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/err.h"
#include "shared/net/loop.h"

struct tty;

struct tty_events {
	void (*input)(const void *bytes, size_t len, void *ctx);
	/* The queue has become empty. */
	void (*drained)(void *ctx);
	/* Another size, or back from a stop: paint all. */
	void (*changed)(void *ctx);
	/* The terminal is gone, or SIGHUP, SIGTERM, SIGINT came. */
	void (*hangup)(int signum, void *ctx);
};

/* False with one line for the user when there is no terminal. */
bool tty_check(struct err *err);
/* Takes the terminal: raw, alternate screen. NULL with err. */
struct tty *tty_open(struct loop *loop, const struct tty_events *events,
    void *ctx, struct err *err);
/* Puts it back and calls no event any more. The signals that end us stay caught
 * until tty_close(): a window that is closed sends SIGHUP twice, and what the
 * program says to the desk in leaving must not be cut off by the second. */
void tty_leave(struct tty *t);
/* Leaves it, if that is not done, and frees it. NULL is accepted. */
void tty_close(struct tty *t);
void tty_size(const struct tty *t, int *cols, int *rows);
void tty_write(struct tty *t, const void *bytes, size_t len);
/* While on, nothing is read: what is typed or pasted waits in the terminal. */
void tty_hold(struct tty *t, bool on);
bool tty_is_held(const struct tty *t);
size_t tty_queued(const struct tty *t);
