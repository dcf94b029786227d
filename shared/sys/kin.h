/*
 * All that a process started, and what that started in turn: found by who is
 * whose parent, so that neither setsid(), nor a process group, nor a double
 * fork gets out as long as an ancestor reaps orphans (keeper.h).
 *
 * A pass sees what is there at that moment; what forks meanwhile is seen by the
 * next one. Other users' programs (sudo) cannot be signalled by an ordinary
 * user. The process itself is never among its kin.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct kin_one {
	pid_t pid;
	uint64_t start; /* the same number later is another process */
};

struct kin {
	struct kin_one *one; /* parents before their children */
	size_t n;
	size_t cap;
};

/* False where /proc hides that process from us (hidepid). */
bool kin_is_seen(pid_t root);
/* SIGKILL to all of them, one pass. How many were alive. */
size_t kin_kill(pid_t root);
/* SIGSTOP to all that run, until none does, in bounded time; added to stopped,
 * which begins as all zero. Parents are stopped before their children, so that
 * no shell takes its command for stopped. May be repeated. */
void kin_stop(pid_t root, struct kin *stopped);
/* SIGCONT to exactly those, the children first; stopped is empty then. */
void kin_continue(struct kin *stopped);
/* SIGCONT to those of that process group that are stopped, by whomever. */
void kin_wake(pid_t root, pid_t group);
/* Forgets them. */
void kin_fini(struct kin *k);
