/*
 * The front's life as the brain leads it: start, lines both ways, and what
 * happens when it hangs or dies.
 */
#ifndef DESK_BRAIN_FRONT_H
#define DESK_BRAIN_FRONT_H

#include "console/desk/brain.h"

bool brain_front_start(struct brain *b, struct err *err);
/* Ends it, at the latest after a second. */
void brain_front_stop(struct brain *b);
/* To a link, or to the front itself with link 0. m is freed. */
void brain_front_send(struct brain *b, int64_t link, struct msg *m);
/* The same message to another one. */
void brain_front_send_copy(struct brain *b, int64_t link, const struct msg *m);
void brain_front_allow(const char *key, void *brain);
void brain_front_forbid(const char *key, void *brain);

#endif
