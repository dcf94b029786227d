/*
 * The inside of links and chans, for the files of this layer only. They stand
 * on floors, each calls lower ones: link_core.c, chan_io.c, chan.c and
 * login.c, forward.c, link.c.
 *
 * libssh's callbacks only note what happened, here in the structs; owners are
 * called later from link_work(), when libssh is off the stack. Nothing is freed
 * while a callback may hold it: links are freed by deferred calls, chans by
 * chan_sweep() at the end of their own link's work.
 */
#pragma once

/* The queue of messages is the only way to answer a channel open later; its
 * getters are marked deprecated in favour of callbacks that cannot. */
#define SSH_SUPPRESS_DEPRECATED
#include <libssh/callbacks.h>
#include <libssh/libssh.h>
#include <libssh/server.h>

#include "shared/base/buf.h"
#include "shared/base/util.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/link.h"

#define LINK_LOGIN_BYTES (64 * 1024) /* taken from the peer until up */
#define LINK_READ_SIZE 4096 /* libssh reads this much at a time */

/* The holder of the descriptor's other end, when that is in this process.
 * sent() is called after the link wrote; link is NULL once it is down. */
struct link_mate {
	struct link *link;
	void (*sent)(void *ctx);
	void *ctx;
};

enum link_state {
	LINK_KEX,
	LINK_LOGIN,
	LINK_UP,
	LINK_LEAVING, /* the owner let go, the queues still drain */
	LINK_DOWN
};

struct link {
	struct loop *loop;
	loop_fn *work; /* its turn in link.c, run by link_want_work() */
	ssh_session ssh;
	int fd;
	bool fd_taken; /* libssh closes it */
	struct loop_watch *watch;
	struct loop_timer *timer; /* log-in, then resizes, then linger */
	bool server;
	enum link_state state;
	const struct link_events *events; /* NULL: the owner let go */
	void *ctx;
	struct link_limits lim;
	volatile uint64_t *busy_mark;
	uint64_t busy_id;
	volatile uint64_t *busy_calls;

	/* log-in */
	const struct key *key; /* host's; or client's, now tried or taken */
	struct login_agent *agent; /* of a key of ssh-agent */
	bool (*auth)(const char *user, const char *fingerprint,
	    const uint8_t *blob, size_t blob_len, void *ctx);
	char *pinned;
	char *user;
	char fingerprint[KEY_FP_SIZE];
	uint8_t *blob;
	size_t blob_len;
	int64_t start_ms;
	bool started; /* libssh knows itself connected only then */
	int auth_failed; /* log-ins that were refused */
	bool none_tried; /* by the client */
	uint64_t asked_packets; /* read by then: at the last message of it */
	bool greeted; /* the server's first bytes were looked at */
	bool greeting_told; /* by the event of it */

	struct chan *chans;
	struct chan_want *wants;
	int chan_count;

	/* forward.c */
	bool forward_asked; /* by the peer */
	int forward_port;
	char *forward_name; /* that we ask for; NULL when answered */
	void (*forward_done)(struct link *l, bool ok, void *ctx);
	void *forward_ctx;

	struct ssh_counter_struct in, packets;
	uint64_t blocked_at; /* in.in_bytes when the socket got full */
	bool blocked;
	int depth; /* link_work() on the stack */
	bool work_queued;
	struct link_mate *mate;
	uint64_t mate_told; /* in.out_bytes by then */
	bool again; /* work came up during work */
	bool unread; /* the last work left something unread */
	int64_t second_ms; /* of the count below */
	int requests;
	enum link_end end;
	struct err *why; /* set: it is to end */
};

enum chan_kind { CHAN_OF_PEER, CHAN_SUBSYSTEM, CHAN_DIRECT, CHAN_FORWARDED };

enum chan_step { CHAN_OPENING, CHAN_ASK, CHAN_READY, CHAN_REFUSED };

struct chan {
	struct link *link;
	struct chan *next;
	ssh_channel ch;
	struct ssh_channel_callbacks_struct cb;
	const struct chan_events *events; /* NULL: the owner let go */
	void *ctx;
	enum chan_kind kind;
	enum chan_step step;
	char *name; /* subsystem or host */
	int port, cols, rows;
	struct buf out, out_err, in, in_err;
	size_t stranded[2]; /* unread in libssh: stdout, stderr */
	bool opened_told, eof_told;
	bool paused; /* no data for the owner */
	bool stalled; /* the owner was told IO_AGAIN */
	bool eof_wanted, eof_sent;
	bool local_closed, remote_eof, remote_closed;
	int exit_status; /* to send; -1 = none */
	bool resized; /* cols, rows wait to be told */
	int64_t resized_ms;
};

struct chan_want {
	struct link *link;
	struct chan_want *next;
	ssh_message msg;
	enum chan_want_kind kind;
	char *host;
	int port;
	void (*gone)(void *ctx);
	void *ctx;
};

/* link_core.c: around every call of libssh for this link. */
void link_enter_ssh(struct link *l);
void link_leave_ssh(struct link *l);
void link_refuse(struct link *l, ssh_message msg);
/* libssh's log tells what it has no getter for. */
void link_hear_ssh(void);
/* Marks the link as to be ended; it happens soon. The first reason stays. */
void link_fail(struct link *l, enum link_end end, const char *fmt, ...)
    PRINTF_ARGS(3, 4);
/* Flushes and dispatches soon. */
void link_want_work(struct link *l);
/* False, and the link fails, when the peer asks too much too fast. */
bool link_allow_request(struct link *l);

/* login_agent.c: one step of the log-in with l->key, which ssh-agent has: what
 * libssh's functions return, enum ssh_auth_e. */
int login_agent_step(struct link *l);
/* ssh-agent has signed for l->key, and libssh has that. */
bool login_agent_has_signed(const struct link *l);
void login_agent_free(struct login_agent *a);

/* login.c */
void login_start(struct link *l);
void login_step(struct link *l);
void login_message(struct link *l, ssh_message msg);
/* All messages that came were handled. */
void login_read(struct link *l);
void login_timeout(struct link *l);
/* Whoever sends this much before his log-in means no good: libssh does not even
 * report forged signatures. */
void login_too_long(struct link *l);
/* libssh has given the link up; text is its reason, cleaned. */
void login_lost(struct link *l, const char *text);

/* chan.c */
struct chan *chan_new(struct link *l, enum chan_kind kind, const char *name,
    const struct chan_events *events, void *ctx);
void chan_attach(struct chan *c, ssh_channel ch);
/* One step of opening ours. */
void chan_step(struct chan *c);
void chan_message(struct link *l, ssh_message msg);
void chan_free(struct chan *c);
/* Frees the chans of l that both sides have closed. */
void chan_sweep(struct link *l);

/* chan_io.c */
void chan_dispatch(struct chan *c);
/* Tells the owner the end; he has let go afterwards. */
void chan_tell_closed(struct chan *c, const struct err *why);
void chan_flush(struct chan *c);
/* Nothing more to send and nothing to wait for. */
bool chan_is_drained(const struct chan *c);
size_t chan_on_data(
    struct chan *c, const void *data, size_t len, bool is_stderr);

/* forward.c */
void forward_step(struct link *l);
void forward_message(struct link *l, ssh_message msg);
void want_message(struct link *l, ssh_message msg);
/* Drops them all and tells those who wait. */
void want_drop_all(struct link *l);
