/*
 * One conversation as seen by the receiver: cuts lines, limits their rate,
 * parses them, and lets through only what the table permits on this route in
 * this stage. What is not permitted ends that peer, never the program.
 *
 * The owner moves the stage on (peer->stage = MSG_READY); the peer does not
 * interpret messages.
 */
#pragma once

#include "shared/base/bucket.h"
#include "shared/wire/line.h"
#include "shared/wire/msg.h"

struct peer {
	struct line_reader lines;
	enum msg_route route; /* what we receive */
	enum msg_stage stage;
	int rate; /* messages a second; 0 = no limit */
	int burst;
	struct bucket may;
};

void peer_init(
    struct peer *p, enum msg_route route, int rate, int burst, int64_t now_ms);
void peer_fini(struct peer *p);

/* Called once per message; takes no ownership. False ends the feeding at once
 * (err filled). The callback may change the stage, but must not free the peer.
 */
typedef bool peer_fn(struct msg *m, void *ctx, struct err *err);

/* Feeds bytes and calls fn for each message. False means: this peer is to be
 * dropped, err says why in words that may be sent to it. */
bool peer_feed(struct peer *p, const void *data, size_t len, int64_t now_ms,
    peer_fn *fn, void *ctx, struct err *err);
/* One line that was cut elsewhere (front <-> brain); NULL when refused. */
struct msg *peer_accept(struct peer *p, const char *line, size_t len,
    int64_t now_ms, struct err *err);
