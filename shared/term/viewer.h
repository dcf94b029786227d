/*
 * When to send the next frame to one viewer. Pure: no clock, no I/O; the caller
 * asks, encodes (frame.h), sends, and reports.
 *
 * Quiet screen: at once. Flood: at most 60 frames a second, and short intervals
 * for a moment after a key, so that Ctrl-C is felt. Slow viewer: never more
 * than two frames unacknowledged (more only while they are tiny) nor 32 KiB; it
 * skips states instead of lagging. A stock client has no acknowledgements and
 * is paced by the bytes that the caller has still queued for it.
 *
 * Far viewer: TCP finds a lost packet by those that come after it, or else two
 * round trips and more later. So the tiny frames in flight are many enough to
 * go on while one is sent again, and the last frame before a pause is followed
 * by a probe: a few bytes that say nothing, and more of them where the
 * acknowledgement is late.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define VIEWER_FRAME_MS 17 /* interval under flood */
#define VIEWER_KEY_FRAME_MS 2 /* the same, just after a key */
#define VIEWER_KEY_MS 100 /* "just after" */
#define VIEWER_BURST 3 /* frames without a pause after quiet */
#define VIEWER_FLIGHT 2 /* frames in flight */
#define VIEWER_TINY_FLIGHT 8 /* frames in flight when all are tiny */
#define VIEWER_TINY_BYTES 1024 /* ... in bytes together */
#define VIEWER_FAR_FLIGHT 32 /* the same, far */
#define VIEWER_FAR_BYTES 4096
#define VIEWER_BYTES 32768 /* bytes in flight */
#define VIEWER_QUEUE_BYTES 2048 /* stock client: more queued = wait */
#define VIEWER_ACK_MS 50 /* of waiting for a key to ride on */
#define VIEWER_FAR_MS 120 /* until an acknowledgement comes: this far */
#define VIEWER_PROBE_MS 80 /* without a frame, then a probe */
#define VIEWER_PROBES 10 /* after one frame; then it is no loss but a cut */

/* results of viewer_poll() beside a positive wait in ms */
#define VIEWER_SEND 0
#define VIEWER_IDLE (-1) /* until dirty, acked, queued or thawed */

struct viewer {
	bool acks;
	bool dirty;
	bool frozen;
	uint32_t seq; /* of the last frame sent; 0 = none yet */
	uint32_t acked; /* highest acknowledged */
	struct viewer_frame {
		uint32_t bytes;
		int64_t sent_ms;
	} flight[VIEWER_FAR_FLIGHT];
	int round_ms; /* from a frame to its acknowledgement; 0 = not known */
	int probes; /* since the last frame, */
	int64_t probe_ms; /* the last of them */
	size_t queued;
	int tokens;
	int64_t token_ms;
	int64_t sent_ms;
	int64_t key_ms;
};

/* acks: our console; false: a stock client or the user's own terminal. The
 * first frame is due at once. */
void viewer_init(struct viewer *v, bool acks, int64_t now_ms);
/* The screen may look different. Cheap: call it after every vt_write(). */
void viewer_dirty(struct viewer *v);
/* A key went to the shell. */
void viewer_key(struct viewer *v, int64_t now_ms);
/* VIEWER_SEND, VIEWER_IDLE, or milliseconds to wait. */
int viewer_poll(struct viewer *v, int64_t now_ms);
/* A frame of so many bytes left; returns its sequence number (1, 2, ...). With
 * 0 bytes (nothing to show) no number is used up and 0 is returned. */
uint32_t viewer_sent(struct viewer *v, int64_t now_ms, size_t bytes);
/* All frames up to seq have been shown. False for a number that was never sent:
 * the peer is broken. Repeated or old numbers are ignored. */
bool viewer_acked(struct viewer *v, uint32_t seq, int64_t now_ms);
/* 0 = a probe is due, or milliseconds to wait for one, or VIEWER_IDLE: until a
 * frame was sent. */
int viewer_probe(const struct viewer *v, int64_t now_ms);
void viewer_probed(struct viewer *v, int64_t now_ms);
/* Bytes that still wait in the queue for this viewer (stock client). */
void viewer_queued(struct viewer *v, size_t bytes);
/* "Hide my screen": nothing is sent until thawed. */
void viewer_freeze(struct viewer *v, bool on);
int viewer_in_flight(const struct viewer *v);

/*
 * The other end: so many frames of so many bytes together were shown and are
 * not acknowledged. Milliseconds that the acknowledgement may wait for a key to
 * ride on, 0 = none. What waits never keeps a frame from being sent.
 */
int viewer_ack_wait(uint32_t frames, size_t bytes);
