/*
 * What only a stock client does with a channel: a pty, a shell or a command,
 * sizes, and hearing the exit status. The programs open none.
 */
#pragma once

#include "shared/net/link_priv.h"
#include "tests/unit/net/pair.h"

static int stock_status; /* that was reported last */

static inline void
stock_note_status(ssh_session ssh, ssh_channel ch, int status, void *ctx)
{
	stock_status = status;
}

/* The answer to a request that is repeated until it is there. */
#define STOCK_ASK(c, request)                      \
	do {                                       \
		int rc_;                           \
                                                   \
		do {                               \
			loop_turn(loop, false);    \
			link_enter_ssh((c)->link); \
			rc_ = request;             \
			link_leave_ssh((c)->link); \
		} while (rc_ == SSH_AGAIN);        \
		assert_int_equal(rc_, SSH_OK);     \
	} while (0)

/* cols 0: without a pty; command NULL: a shell. Returns when it is granted. */
static inline struct chan *
stock_open(struct link *l, const char *command, const char *term, int cols,
    int rows, const struct chan_events *events, void *ctx)
{
	struct chan *c = chan_new(l, CHAN_OF_PEER, NULL, events, ctx);

	stock_status = -1;
	UNTIL(c->step == CHAN_READY);
	c->cb.channel_exit_status_function = stock_note_status;
	if (cols > 0)
		STOCK_ASK(
		    c, ssh_channel_request_pty_size(c->ch, term, cols, rows));
	if (command != NULL)
		STOCK_ASK(c, ssh_channel_request_exec(c->ch, command));
	else
		STOCK_ASK(c, ssh_channel_request_shell(c->ch));
	return c;
}

static inline void
stock_resize(struct chan *c, int cols, int rows)
{
	link_enter_ssh(c->link);
	ssh_channel_change_pty_size(c->ch, cols, rows);
	link_leave_ssh(c->link);
	link_want_work(c->link);
}
