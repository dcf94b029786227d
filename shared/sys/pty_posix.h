/*
 * The inside of pty.h, for pty_posix.c and its tests.
 */
#pragma once

#include <sys/types.h>

#include "shared/sys/keeper.h"
#include "shared/sys/kin.h"
#include "shared/sys/pty.h"

struct pty {
	int fd; /* master; -1 when closed */
	pid_t pid; /* leader of the group; 0 when there is none */
	struct keeper keeper; /* keeper.fd is readable when the child ends */
	struct kin stopped; /* by pty_stop() */
	bool reaped;
	int status; /* of waitpid, once reaped */
};
