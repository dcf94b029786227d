/*
 * A chan: one SSH channel of a link, with back-pressure both ways.
 *
 * Writing queues; the queue is bounded: from out_pause on chan_write() says
 * IO_AGAIN and `writable` comes when it has drained, at out_close the link
 * ends. Reading: `data` returns how much it took; the rest waits, inside the
 * SSH window, until chan_resume(). A peer that ignores the window ends its
 * link.
 *
 * Life: open (or chan_want_accept) -> opened -> ... -> closed. After closed()
 * returned the chan is gone by itself. chan_close() is the owner's way out: no
 * callback comes afterwards. Callback rules as in link.h: never from inside
 * libssh, everything may be called in them.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/err.h"
#include "shared/net/link.h"

struct chan;

enum chan_request {
	CHAN_REQ_PTY, /* text = TERM (cut to 32 bytes), cols, rows */
	CHAN_REQ_RESIZE, /* cols, rows; the answer is ignored */
	CHAN_REQ_SHELL,
	CHAN_REQ_EXEC, /* text = command */
	CHAN_REQ_SUBSYSTEM, /* text = name */
	CHAN_REQ_ENV /* text = name, value */
};

struct chan_request_info {
	const char *text; /* any bytes but NUL; "" if none */
	const char *value;
	int cols, rows; /* clamped to 20..500 x 5..200 */
};

struct chan_events {
	/* Ours only: the peer accepted it (and its subsystem, shell...). */
	void (*opened)(struct chan *c, void *ctx);
	/* Bytes for us. Returns how many were taken; if not all, nothing more
	 * comes until chan_resume(). NULL: everything waits. */
	size_t (*data)(struct chan *c, const uint8_t *data, size_t len,
	    bool is_stderr, void *ctx);
	/* The queue fell below half of out_pause after an IO_AGAIN. */
	void (*writable)(struct chan *c, void *ctx);
	/* The peer sends nothing more, and all data was taken. */
	void (*eof)(struct chan *c, void *ctx);
	/* Over: closed by the peer, refused, or its link ended; why is never
	 * NULL, its text is "" for an orderly end. All data was offered
	 * before; only the link's own end takes what a paused owner left. */
	void (*closed)(struct chan *c, const struct err *why, void *ctx);
	/* Plain channels of the peer. True accepts; the answer goes out
	 * when it returns, what is written in it goes out behind that.
	 * NULL refuses all. */
	bool (*request)(struct chan *c, enum chan_request what,
	    const struct chan_request_info *info, void *ctx);
};

/* Plain channels of ours; never NULL, a failure comes as closed(). */
struct chan *chan_open_subsystem(struct link *l, const char *name,
    const struct chan_events *events, void *ctx);

/* Takes all or nothing. IO_OK; IO_AGAIN = taken, but stop until writable;
 * IO_CLOSED = dropped, the chan is closing or its link is down. May be called
 * before opened(). */
enum io chan_write(struct chan *c, const void *data, size_t len);
enum io chan_write_stderr(struct chan *c, const void *data, size_t len);
/* Bytes queued and not yet handed to the socket. */
size_t chan_queued(const struct chan *c);
/* Bytes that may be queued before IO_AGAIN. */
size_t chan_room(const struct chan *c);
/* No more data callbacks until chan_resume(); also stops eof. */
void chan_pause(struct chan *c);
/* Offers what waits, soon (deferred). */
void chan_resume(struct chan *c);
/* We send nothing more; goes out behind the queue. */
void chan_eof(struct chan *c);
/* Reported to the peer before the close; server side. */
void chan_exit_status(struct chan *c, int status);
/* The owner lets go: queued bytes are still sent, then the channel closes. c is
 * not to be used any more. NULL is accepted. */
void chan_close(struct chan *c);

struct link *chan_link(const struct chan *c);
/* Hands the chan to another owner; what waits is offered to him. */
void chan_set_events(
    struct chan *c, const struct chan_events *events, void *ctx);
