/*
 * Watches the inner server: with a maximum packet of 10 bytes a technician can
 * make libssh spin for ever, and no key of the user's would be heard any more.
 * It counts processor time, so it costs nothing while nothing happens. A call
 * that takes GUARD_MS of it ends the program at once: all that the shell
 * started is killed, then the terminal put back (by the handler of crashes,
 * sys/terminal.h). Elsewhere a thread of its own does all that.
 */
#pragma once

#include <stdint.h>

#define GUARD_MS 500

/* For link_serve_conf: busy_mark and busy_calls. */
extern volatile uint64_t guard_mark;
extern volatile uint64_t guard_calls;

void guard_start(void);
/* What is called before the end, in the signal handler or that thread; NULL =
 * nothing. */
void guard_share(void (*kill_now)(void *ctx), void *ctx);
