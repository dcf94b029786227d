/*
 * Tickets that were closed while their client's link was lost, or by a desk
 * that ended before it could tell: he is told when he comes back. The last ones
 * of this run are remembered with their secrets. Who comes with another secret
 * that opens nothing is told of the last one of his key: a program that was
 * told has no secret any more.
 */
#pragma once

#include <stdbool.h>

struct brain;
struct brain_link;
struct brain_ticket;
struct msg;
struct ticket;

/* `ended` of a closed ticket; text is what its client reads, or why. */
struct msg *farewell_message(
    const struct ticket *t, bool is_note, const char *text);
/* `ended` goes out for bt: remembers it when its agent is not there. The
 * message stays the caller's. */
void farewell_note(struct brain_ticket *bt, const struct msg *ended);
/* The end of the ticket with that secret and key, to this agent; once. */
void farewell_tell(struct brain_link *agent, const char *secret);
void farewell_free(struct brain *b);
