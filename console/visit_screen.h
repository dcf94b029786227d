/*
 * The screen channel of a visit: records in, a vt that shows the client's
 * screen, acknowledgements and scrollback. Internal to visit.c.
 */
#ifndef CONSOLE_VISIT_SCREEN_H
#define CONSOLE_VISIT_SCREEN_H

#include "console/visit.h"

void visit_screen_init(struct visit *v);
void visit_screen_fini(struct visit *v);
/* A new channel: the first frame paints all. */
void visit_screen_open(struct visit *v);
/* False: the channel is to be closed, err says why. */
bool visit_screen_feed(
    struct visit *v, const void *data, size_t len, struct err *err);

#endif
