/*
 * Couples two byte streams with back-pressure: chan and chan (the desk), or
 * chan and descriptor (one end of a socketpair: the programs' inner SSH).
 *
 * End of stream is passed on in its direction; when one side is closed, what
 * is queued goes out, then the other is closed too.
 *
 * A chan may get a twin: a second one to the same place, over another TCP
 * connection. The same bytes go into both, from both the one that is first is
 * passed on and what the other brings later is dropped, so that a packet lost
 * on one of them delays nothing. A twin begins anywhere in the stream: its
 * first 8 bytes say where, the number of bytes that came before (big endian).
 * It may come and go while the relay runs; the chan sets the pace, and a twin
 * that cannot follow is closed.
 */
#pragma once

#include <stdbool.h>
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
/* Takes over the twin of a, or of b; instead of one that was there. It may
 * still be opening, and the relay goes on without it when that fails. */
void relay_twin_a(struct relay *r, struct chan *twin);
void relay_twin_b(struct relay *r, struct chan *twin);
bool relay_has_twin_a(const struct relay *r);
bool relay_has_twin_b(const struct relay *r);
/* One of them is in that link. */
bool relay_has_twin_in(const struct relay *r, const struct link *l);
/* Bytes taken from a and from b (the descriptor) so far. */
uint64_t relay_from_a(const struct relay *r);
uint64_t relay_from_b(const struct relay *r);
/* Who gave `ended` is gone; the relay goes on. NULL is accepted. */
void relay_leave(struct relay *r);
/* Closes both sides; no callback. NULL is accepted. */
void relay_free(struct relay *r);
