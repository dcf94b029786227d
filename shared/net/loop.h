/*
 * The one event loop of a process: timers, descriptors, signals, child
 * processes and deferred calls, on top of libuv, of which nothing shows here.
 *
 * One thread. Every callback runs from loop_run(), never from inside the call
 * that set it up. Every *_free() may be called from any callback, also from the
 * object's own, accepts NULL, and no callback of that object comes afterwards.
 * Not fork-safe: a forked child makes its own loop and leaves the parent's
 * alone.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "shared/base/err.h"

struct loop;
struct loop_timer;
struct loop_watch;
struct loop_signal;
struct loop_child;

typedef void loop_fn(void *ctx);

/* Ignores SIGPIPE for the whole process. */
struct loop *loop_new(void);
/* Objects made on it must be freed before. Deferred calls still waiting are
 * run, and links that linger after link_close() finish (at most 2 s). */
void loop_free(struct loop *l);
/* Until loop_stop(), or until nothing is left that could call back. */
void loop_run(struct loop *l);
/* One turn; wait = sleep until something happens. For tests and start-up. */
void loop_turn(struct loop *l, bool wait);
/* loop_run() returns after the current turn. */
void loop_stop(struct loop *l);

/* Runs fn once after the current callback, before the loop sleeps again: the
 * place to free what is in use further up the stack. In order of the calls. */
void loop_defer(struct loop *l, loop_fn *fn, void *ctx);
/* The same, but before all of those, and what such a call asks for in its turn
 * is still done before the loop looks at its descriptors again: for the steps
 * that bytes take through one process. */
void loop_soon(struct loop *l, loop_fn *fn, void *ctx);
/* Deferred calls with this ctx are dropped, of both kinds. */
void loop_forget(struct loop *l, const void *ctx);

/*
 * A one-shot timer, not armed yet. It keeps loop_run() alive while armed. It
 * waits for clock_ms(), the clock of all deadlines: time in which the machine
 * slept has passed, and what fell due in it fires when the machine wakes up.
 */
struct loop_timer *loop_timer_new(struct loop *l, loop_fn *fn, void *ctx);
/* Fires once in ms from now (0 = next turn, never from in here); arming again
 * moves it. */
void loop_timer_set(struct loop_timer *t, int64_t ms);
void loop_timer_stop(struct loop_timer *t);
bool loop_timer_armed(const struct loop_timer *t);
void loop_timer_free(struct loop_timer *t);

enum { LOOP_READ = 1, LOOP_WRITE = 2 };

/* events: LOOP_READ and/or LOOP_WRITE; errors and hang-ups arrive as both. */
typedef void loop_watch_fn(int events, void *ctx);

/* One watch per descriptor, which stays the caller's and must be closed only
 * after loop_watch_free(). It is a socket (net/fd.h, sys/pty.h) where nothing
 * else can be watched. NULL with err for what cannot be polled (a file). */
struct loop_watch *loop_watch_new(struct loop *l, int fd, int events,
    loop_watch_fn *fn, void *ctx, struct err *err);
/* 0 pauses it; cheap when nothing changes. */
void loop_watch_set(struct loop_watch *w, int events);
void loop_watch_free(struct loop_watch *w);

typedef void loop_signal_fn(int signum, void *ctx);

/* Signal watches do not keep loop_run() alive. */
struct loop_signal *loop_signal_new(
    struct loop *l, int signum, loop_signal_fn *fn, void *ctx);
void loop_signal_free(struct loop_signal *s);

/* status is the exit code, or -1 and signum tells what killed it. */
typedef void loop_exit_fn(pid_t pid, int status, int signum, void *ctx);

struct loop_spawn {
	const char *const *argv; /* argv[0] is looked up in PATH */
	const int *fds; /* fds[i] becomes descriptor i; -1 = none */
	int fd_count; /* all other descriptors are closed */
	bool detached; /* setsid(): its own process group */
};

/* NULL with err when it cannot be started (also: no such program). */
struct loop_child *loop_spawn(struct loop *l, const struct loop_spawn *conf,
    loop_exit_fn *fn, void *ctx, struct err *err);
pid_t loop_child_pid(const struct loop_child *c);
/* Stopped by a signal, and not continued since. SIGCHLD tells of it. */
bool loop_child_is_stopped(const struct loop_child *c);
/* Forgets the child without ending it: no callback, it is still reaped. After
 * its exit callback a child is gone by itself. */
void loop_child_free(struct loop_child *c);
