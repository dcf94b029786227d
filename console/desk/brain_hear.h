/*
 * What links say: they come and go, and each line is checked (stage, version,
 * what a technician orders is his) and given to its row in brain_agent or
 * brain_tech.
 */
#pragma once

#include "console/desk/brain_link.h"

/* What the front says of links and tunnels: up, down, open, closed. */
void brain_hear_front(struct brain *b, const struct msg *m);
/* The link is gone; l is freed. */
void brain_hear_down(struct brain_link *l, const char *why);
void brain_hear_all_down(struct brain *b, const char *why);
/* A line of that link. */
void brain_hear_line(
    struct brain *b, int64_t link, const char *line, size_t len);
