/*
 * Couples two byte streams with back-pressure: chan and chan (the desk), or
 * chan and descriptor (one end of a socketpair: the programs' inner SSH).
 *
 * End of stream is passed on in its direction; when one side is closed, what
 * is queued goes out, then the other is closed too.
 */
#pragma once

#include <stdint.h>

#include "shared/net/chan.h"
#include "shared/net/loop.h"

struct relay;

/* Both sides are closed; the relay is gone when this returns. Called from the
 * loop. NULL is accepted where a relay_fn is asked for. */
typedef void relay_fn(struct relay *r, void *ctx);

/* Takes over both chans (their events are replaced); either may still be
 * opening. */
struct relay *relay_chans(
    struct chan *a, struct chan *b, relay_fn *ended, void *ctx);
/* Takes over the chan and the descriptor. */
struct relay *relay_fd(struct chan *a, int fd, relay_fn *ended, void *ctx);
/* The other end of the descriptor is l's, in this process: bytes are handed
 * over at once, not when the loop next finds them there. */
void relay_mate(struct relay *r, struct link *l);
/* Bytes taken from a and from b (the descriptor) so far. */
uint64_t relay_from_a(const struct relay *r);
uint64_t relay_from_b(const struct relay *r);
/* Closes both sides; no callback. NULL is accepted. */
void relay_free(struct relay *r);
