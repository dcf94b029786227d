/*
 * A small process between us and a program that we start: every process that
 * comes of the program, however it detached itself, has the keeper for its last
 * ancestor (child subreaper), so all of them can be found and ended. When we
 * die, by whatever signal, the keeper ends them. When the keeper is killed they
 * become our own children, and we end them.
 *
 * While there is a keeper the caller must have no other children that matter.
 * Not out of reach: processes of another user (sudo), and what somebody else
 * starts for them (at, cron, systemd, a tmux server that ran before).
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "shared/base/err.h"

struct keeper {
	int fd; /* readable when there is something for keeper_status() */
	pid_t pid; /* 0 = none, or over */
};

/* All zero and fd -1. */
void keeper_init(struct keeper *k);
/* Starts a keeper and in it run(ctx), which must not return. The process id of
 * the latter is put into *pid. Descriptor 0 stays open in the keeper: when we
 * die it is the terminal that is opened to others again. */
bool keeper_start(struct keeper *k, void (*run)(void *ctx), void *ctx,
    pid_t *pid, struct err *err);
/* IO_OK: the program has ended, with this status of waitpid(). IO_AGAIN: not
 * yet. IO_CLOSED: the keeper is gone before it. */
enum io keeper_status(struct keeper *k, int *status);
/* All of them stop, or go on, soon: kin_stop() from the keeper's own place, for
 * where /proc hides the keeper from us. Either we do it or the keeper. */
void keeper_hold(struct keeper *k, bool on);
/* SIGKILL for all of them, soon. Safe in a signal handler. */
void keeper_end(struct keeper *k);
/* The same and waits for it, but not for long. Only for a signal handler that
 * ends us. */
void keeper_end_now(struct keeper *k);
/* After keeper_end(): true when none of them is left. late: does itself what
 * the keeper should have done long ago. */
bool keeper_over(struct keeper *k, bool late);
/* The ancestor of all: the keeper, or we ourselves. */
pid_t keeper_root(const struct keeper *k);
