/*
 * What a service tells the one who started it, as systemd wants it: a datagram
 * to the socket that NOTIFY_SOCKET names (sd_notify(3)). Started by anybody
 * else all of this does nothing.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

/* Once, at start: opens the socket and takes the words about it out of the
 * environment, so that no child speaks for us. True without a NOTIFY_SOCKET;
 * false, and nobody is told anything, where it leads nowhere. */
bool notify_init(struct err *err);
/* Sends it, such as "READY=1\nSTATUS=..."; lost where nobody hears. Waits for
 * at most a second. */
void notify_tell(const char *state);
/* "RELOADING=1" with the moment that belongs to it. "READY=1" ends it. */
void notify_reloading(void);
/* So often, in ms, "WATCHDOG=1" is to be told: half of what was asked for; 0 =
 * never. */
int64_t notify_watchdog_ms(void);
