/*
 * Places in the queue, and what clients were told of them.
 */
#pragma once

struct brain;
struct brain_ticket;

void brain_place_free(struct brain *b);

/* They changed: agents are told what is new, soon. */
void brain_place_changed(struct brain *b);
/* `queued` to its agent at once; with the secret. */
void brain_place_tell(struct brain_ticket *bt);
/* It was told that somebody comes: put back, it is told its place again. */
void brain_place_forget(struct brain_ticket *bt);
