#include "shared/term/viewer.h"

#include "shared/base/util.h"

void
viewer_init(struct viewer *v, bool acks, int64_t now_ms)
{
	*v = (struct viewer){.acks = acks,
	    .dirty = true,
	    .tokens = VIEWER_BURST,
	    .token_ms = now_ms,
	    .sent_ms = now_ms - VIEWER_FRAME_MS,
	    .key_ms = now_ms - VIEWER_KEY_MS};
}

void
viewer_dirty(struct viewer *v)
{
	v->dirty = true;
}

void
viewer_key(struct viewer *v, int64_t now_ms)
{
	v->key_ms = now_ms;
}

int
viewer_in_flight(const struct viewer *v)
{
	return v->acks ? (int)(v->seq - v->acked) : 0;
}

static bool
is_far(const struct viewer *v)
{
	return v->round_ms >= VIEWER_FAR_MS;
}

static bool
has_credit(const struct viewer *v)
{
	int n = viewer_in_flight(v);
	size_t bytes = 0;

	if (!v->acks)
		return v->queued <= VIEWER_QUEUE_BYTES;
	for (int i = 0; i < n; i++)
		bytes += v->flight[(v->seq - (uint32_t)i) % VIEWER_FAR_FLIGHT]
			     .bytes;
	if (n < VIEWER_FLIGHT)
		return bytes < VIEWER_BYTES;
	if (is_far(v))
		return n < VIEWER_FAR_FLIGHT && bytes <= VIEWER_FAR_BYTES;
	return n < VIEWER_TINY_FLIGHT && bytes <= VIEWER_TINY_BYTES;
}

/* One token per interval, up to a burst. */
static void
refill(struct viewer *v, int64_t now_ms)
{
	int64_t n = (now_ms - v->token_ms) / VIEWER_FRAME_MS;

	if (n <= 0)
		return;
	v->token_ms += n * VIEWER_FRAME_MS;
	v->tokens = (int)MIN_OF(v->tokens + n, VIEWER_BURST);
	if (v->tokens == VIEWER_BURST)
		v->token_ms = now_ms;
}

int
viewer_poll(struct viewer *v, int64_t now_ms)
{
	int64_t at;

	if (!v->dirty || v->frozen || !has_credit(v))
		return VIEWER_IDLE;
	refill(v, now_ms);
	if (v->tokens > 0)
		return VIEWER_SEND;
	at = v->token_ms + VIEWER_FRAME_MS;
	if (now_ms - v->key_ms < VIEWER_KEY_MS)
		at = MIN_OF(at, v->sent_ms + VIEWER_KEY_FRAME_MS);
	return at <= now_ms ? VIEWER_SEND : (int)(at - now_ms);
}

uint32_t
viewer_sent(struct viewer *v, int64_t now_ms, size_t bytes)
{
	v->dirty = false;
	if (bytes == 0)
		return 0;
	v->sent_ms = now_ms;
	if (v->tokens > 0)
		v->tokens--;
	v->seq++;
	v->probes = 0;
	v->flight[v->seq % VIEWER_FAR_FLIGHT] = (struct viewer_frame){
	    (uint32_t)MIN_OF(bytes, UINT32_MAX), now_ms};
	return v->seq;
}

/* Shorter counts at once, longer by and by: it may have been a loss. */
static void
measure(struct viewer *v, int64_t ms)
{
	int is = (int)MIN_OF(ms, INT32_MAX / 8);

	if (v->round_ms == 0 || is < v->round_ms)
		v->round_ms = is;
	else
		v->round_ms += (is - v->round_ms) / 8;
}

bool
viewer_acked(struct viewer *v, uint32_t seq, int64_t now_ms)
{
	if (seq > v->seq)
		return false;
	if (seq <= v->acked)
		return true;
	measure(v, now_ms - v->flight[seq % VIEWER_FAR_FLIGHT].sent_ms);
	v->acked = seq;
	return true;
}

int
viewer_probe(const struct viewer *v, int64_t now_ms)
{
	const struct viewer_frame
	    *last = &v->flight[v->seq % VIEWER_FAR_FLIGHT];
	int64_t at = last->sent_ms + VIEWER_PROBE_MS;

	if (viewer_in_flight(v) == 0 || v->frozen || !is_far(v) ||
	    v->probes == VIEWER_PROBES)
		return VIEWER_IDLE;
	if (v->probes > 0)
		at = MAX_OF(at + v->round_ms, v->probe_ms + VIEWER_PROBE_MS);
	return (int)MAX_OF(0, at - now_ms);
}

void
viewer_probed(struct viewer *v, int64_t now_ms)
{
	v->probes++;
	v->probe_ms = now_ms;
}

void
viewer_queued(struct viewer *v, size_t bytes)
{
	v->queued = bytes;
}

void
viewer_freeze(struct viewer *v, bool on)
{
	v->frozen = on;
	v->dirty = true;
}

int
viewer_ack_wait(uint32_t frames, size_t bytes)
{
	return frames < VIEWER_TINY_FLIGHT / 2 && bytes <= VIEWER_TINY_BYTES / 2
	    ? VIEWER_ACK_MS
	    : 0;
}
