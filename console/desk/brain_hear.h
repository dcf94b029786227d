/*
 * What links say: they come and go, and each line is checked (stage, version,
 * what a technician orders is his) and given to its row in brain_agent or
 * brain_tech.
 */
#ifndef DESK_BRAIN_HEAR_H
#define DESK_BRAIN_HEAR_H

#include "console/desk/brain_link.h"

/* `up` of the front. */
void brain_hear_up(struct brain *b, const struct msg *m);
/* The link is gone; l is freed. */
void brain_hear_down(struct brain_link *l, const char *why);
void brain_hear_all_down(struct brain *b, const char *why);
/* A line that it sent. */
void brain_hear_line(struct brain_link *l, const char *line, size_t len);

#endif
