/* A conversation with whoever: what comes in is answered in lines that a peer
 * of the other side may take, and nothing else is sent. */
#include <stdlib.h>
#include <string.h>

#include "shared/conv/conv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct ends {
	struct peer other; /* what it hears is what we said */
	enum msg_kind last;
};

static bool
heard(struct msg *m, void *ctx, struct err *err)
{
	struct ends *e = ctx;

	e->last = msg_kind(m);
	return true;
}

static bool
send_bytes(const void *bytes, size_t len, void *ctx)
{
	struct ends *e = ctx;
	struct err err = {0};

	if (!peer_feed(&e->other, bytes, len, 0, heard, e, &err))
		abort();
	if (e->last != MSG_PING && e->last != MSG_PONG)
		abort();
	return true;
}

static bool
on_message(struct msg *m, void *ctx, struct err *err)
{
	if (msg_kind(m) == MSG_PING)
		abort();
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct conv_events events = {
	    .send = send_bytes, .message = on_message};
	struct ends e = {.last = MSG_KINDS};
	struct conv c;
	struct err err = {0};
	int64_t now_ms = 1, next_ms;

	if (size < 3)
		return 0;
	peer_init(
	    &e.other, data[0] & 1 ? MSG_AGENT_DESK : MSG_TECH_DESK, 0, 0, 0);
	conv_init(&c, data[0] & 1 ? MSG_DESK_AGENT : MSG_DESK_TECH, data[1], 10,
	    &events, &e);
	conv_begin(&c, now_ms);
	for (size_t at = 2, n; at < size; at += n) {
		n = 1 + data[at] % 60;
		n = n < size - at ? n : size - at;
		now_ms += data[at] * 100;
		if (data[at] % 7 == 0 &&
		    conv_look(&c, now_ms, &next_ms) == ALIVE_DEAD)
			break;
		if (!conv_feed(&c, data + at, n, now_ms, &err))
			break;
		c.peer.stage = (enum msg_stage)(1 << data[at] % 5);
	}
	conv_fini(&c);
	peer_fini(&e.other);
	return 0;
}
