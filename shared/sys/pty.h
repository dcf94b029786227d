/*
 * A shell (or another command) behind a pseudo-terminal.
 *
 * The child gets its own process group (setsid), a clean environment (HOME
 * USER LOGNAME SHELL PATH LANG TERM=tmux-256color, nothing else), default
 * signals, no inherited file descriptors. The caller watches two descriptors in
 * its own loop, both non-blocking and close-on-exec. Not here: the loop, the
 * emulator, rights.
 *
 * All that the child starts, detached or not, ends with it and with us: see
 * keeper.h (elsewhere a job object does this, and the descriptors are ends of
 * os_pair(): a thread moves the bytes).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/err.h"

struct pty;

/* Without a program yet. */
struct pty *pty_new(void);
/* Only the memory: after pty_gone(), or of one that never had a program. NULL
 * is accepted. */
void pty_free(struct pty *p);
/* argv NULL: the user's login shell (/bin/sh when there is none, or one that
 * lets nobody in), as a login shell. Otherwise argv[0] is looked up in PATH.
 * The directory is HOME, / when that is missing. A command that cannot be
 * started is reported here. p was new, or all of its last program is gone. */
bool pty_open(
    struct pty *p, char *const argv[], int cols, int rows, struct err *err);
/* The screen's side, for pty_read() and pty_write(); -1 when closed. */
int pty_fd(const struct pty *p);
/* Is readable when the child has ended: then pty_reap(). What it wrote before
 * that can be read from pty_fd() by then. -1 when there is none. */
int pty_end_fd(const struct pty *p);
/* *got bytes were read. IO_CLOSED when nobody holds the other side. */
enum io pty_read(struct pty *p, void *dst, size_t size, size_t *got);
/* *put bytes were taken; IO_AGAIN when none. */
enum io pty_write(struct pty *p, const void *src, size_t len, size_t *put);
/* Forgets what was written and not yet read by a program. */
void pty_drop(struct pty *p);
/* How many bytes of that there are. A line that is not complete does not count.
 */
size_t pty_unread(const struct pty *p);
bool pty_resize(struct pty *p, int cols, int rows);
/* Whether typed characters are shown: false while a password is read. True
 * where nobody can tell. */
bool pty_echo(const struct pty *p);
/* Non-blocking: true once the child has ended (or there was none). */
bool pty_reap(struct pty *p);
/* How, once reaped: its exit code, 128 + the signal that ended it. */
int pty_exit_code(const struct pty *p);
/* All that the child started stands still until pty_continue(), which wakes
 * exactly what this stopped. To be repeated now and then: somebody else may
 * wake them. In bounded time, some 20 ms at most. */
void pty_stop(struct pty *p);
void pty_continue(struct pty *p);
/* Ends it: SIGHUP and SIGCONT to the process group and to whoever is in the
 * foreground, and pty_fd() is closed. Call pty_kill() a moment later. */
void pty_hangup(struct pty *p);
/* SIGKILL for all that is left of them. Then pty_gone() until true. */
void pty_kill(struct pty *p);
/* Nothing is left and p needs no more care. late: it is time for force. */
bool pty_gone(struct pty *p, bool late);
/* For the signal handler of a crash, or a thread that guards (agent/guard.h):
 * kills all of them, waits a little. */
void pty_kill_now(struct pty *p);
