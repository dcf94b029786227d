/*
 * A program of the user that has our terminal for a while, in a process group
 * of its own: what is typed there (Ctrl-C, Ctrl-Z) reaches none of ours. We do
 * not read the terminal meanwhile, for that would stop us.
 */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

#include "shared/base/err.h"

#define FOREGROUND_LOOK_MS 1000

/* Runs `command "$1"` in sh, $1 being the file. -1 with err. The caller waits
 * by SIGCHLD and foreground_is_over(). */
pid_t foreground_start(const char *command, const char *file, struct err *err);
/* Never waits. One that was stopped goes on: nobody could take it up again.
 * *status is its exit code, -1 = a signal ended it. */
bool foreground_is_over(pid_t pid, int *status);
/* What was started below root and has the terminal goes on where it has stopped
 * alone (SIGSTOP to itself): of that no signal tells, so it is to be called
 * every FOREGROUND_LOOK_MS. */
void foreground_wake(pid_t root);
/* Ends it, for our window is closed. Waits. */
void foreground_end(pid_t pid);
/* The terminal is ours again. */
void foreground_take_back(void);
