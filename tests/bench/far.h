/*
 * A far link for measurements, in user space: a relay process that delays what
 * passes, limits its rate and holds a queue of so many bytes before it stops
 * reading. Each connection has its own queues. Nothing is lost on it: ipline.h
 * is a line that loses packets.
 */
#pragma once

#include <stdint.h>
#include <sys/types.h>

#define FAR_DELAY_MS 20 /* each way, unless far_line() says otherwise */
#define FAR_RATE 256000 /* bytes a second each way */
#define FAR_QUEUE 65536

/* Of the relays that are started from now on: the delay each way. */
void far_line(int delay_ms);
/* A relay to that port of 127.0.0.1; *port gets its own. It ends with us. */
pid_t far_start(int target, int *port);
/* Bytes that have passed so far, both ways, over all relays. */
int64_t far_bytes(void);
