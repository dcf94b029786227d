/*
 * Watches the inner server: with a maximum packet of 10 bytes a technician can
 * make libssh spin for ever, and no key of the user's would be heard any more.
 * It counts processor time, so it costs nothing while nothing happens. A call
 * that takes GUARD_MS of it ends the program at once: the shell is killed, the
 * terminal put back (by the handler of crashes in tty.c).
 */
#ifndef AGENT_GUARD_H
#define AGENT_GUARD_H

#include <stdint.h>
#include <sys/types.h>

#define GUARD_MS 500

/* For link_serve_conf: busy_mark and busy_calls. */
extern volatile uint64_t guard_mark;
extern volatile uint64_t guard_calls;

void guard_start(void);
/* The process group that goes too; 0 = none. */
void guard_shell(pid_t group);

#endif
