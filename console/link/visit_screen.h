/*
 * The screen channel of a visit: records in, a vt that shows the client's
 * screen, acknowledgements and scrollback. Internal to visit.c.
 */
#pragma once

#include "console/link/visit.h"

/* finish: what comes is no picture of a screen, so the visit is over. */
void visit_screen_init(
    struct visit *v, void (*finish)(struct visit *v, const char *why));
void visit_screen_fini(struct visit *v);
/* A new channel: the first frame paints all. */
void visit_screen_open(struct visit *v);
/* The channel is gone: what was not shown of its last record is forgotten. */
void visit_screen_close(struct visit *v);
/* Shows what came, a turn of the loop's worth at a time: returns the bytes that
 * were taken, 0 while an earlier record is being shown (the channel is resumed
 * after it). */
size_t visit_screen_feed(struct visit *v, const void *data, size_t len);
