/* See chan.h: the life of a chan. Its bytes are in chan_io.c. */
#include "shared/net/chan.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/link_priv.h"

#define TERM_MAX 32
#define COLS_MIN 20
#define COLS_MAX 500
#define ROWS_MIN 5
#define ROWS_MAX 200

struct chan *
chan_new(struct link *l, enum chan_kind kind, const char *name,
    const struct chan_events *events, void *ctx)
{
	struct chan *c = mem_alloc(sizeof(*c));

	c->link = l;
	c->kind = kind;
	c->name = str_dup(name);
	c->events = events;
	c->ctx = ctx;
	c->exit_status = -1;
	c->next = l->chans;
	l->chans = c;
	l->chan_count++;
	link_want_work(l);
	return c;
}

void
chan_free(struct chan *c)
{
	c->link->chan_count--;
	buf_fini(&c->out);
	buf_fini(&c->out_err);
	buf_fini(&c->in);
	buf_fini(&c->in_err);
	free(c->name);
	free(c);
}

static int
on_data(ssh_session ssh, ssh_channel ch, void *data, uint32_t len,
    int is_stderr, void *ctx)
{
	return (int)chan_on_data(ctx, data, len, is_stderr != 0);
}

static void
on_eof(ssh_session ssh, ssh_channel ch, void *ctx)
{
	struct chan *c = ctx;

	c->remote_eof = true;
}

static void
on_close(ssh_session ssh, ssh_channel ch, void *ctx)
{
	struct chan *c = ctx;

	c->remote_eof = c->remote_closed = true;
}

void
chan_attach(struct chan *c, ssh_channel ch)
{
	c->ch = ch;
	c->cb.size = sizeof(c->cb);
	c->cb.userdata = c;
	c->cb.channel_data_function = on_data;
	c->cb.channel_eof_function = on_eof;
	c->cb.channel_close_function = on_close;
	ssh_set_channel_callbacks(ch, &c->cb);
}

static int
ask_open(struct chan *c)
{
	switch (c->kind) {
	case CHAN_DIRECT:
		return ssh_channel_open_forward(
		    c->ch, c->name, c->port, "127.0.0.1", 0);
	case CHAN_FORWARDED:
		return ssh_channel_open_reverse_forward(
		    c->ch, c->name, c->port, "127.0.0.1", 0);
	default:
		return ssh_channel_open_session(c->ch);
	}
}

static int
ask(struct chan *c)
{
	ssh_channel ch;

	if (c->step == CHAN_ASK)
		return c->kind == CHAN_SUBSYSTEM
		    ? ssh_channel_request_subsystem(c->ch, c->name)
		    : SSH_OK;
	if (c->ch == NULL) {
		ch = ssh_channel_new(c->link->ssh);
		if (ch == NULL)
			return SSH_ERROR;
		chan_attach(c, ch);
	}
	return ask_open(c);
}

void
chan_step(struct chan *c)
{
	int rc = SSH_OK;

	while (c->step < CHAN_READY && rc == SSH_OK && c->link->why == NULL) {
		link_enter_ssh(c->link);
		rc = ask(c);
		link_leave_ssh(c->link);
		if (rc == SSH_OK)
			c->step++;
	}
	if (rc == SSH_ERROR)
		c->step = CHAN_REFUSED;
}

struct chan *
chan_open_subsystem(struct link *l, const char *name,
    const struct chan_events *events, void *ctx)
{
	return chan_new(l, CHAN_SUBSYSTEM, name, events, ctx);
}

/* Nobody owns it, and both sides have closed or it never opened. */
static bool
is_over(const struct chan *c)
{
	if (c->events != NULL)
		return false;
	return c->ch == NULL || (c->local_closed && c->remote_closed) ||
	    (c->step == CHAN_REFUSED && ssh_channel_is_closed(c->ch) &&
		!c->local_closed);
}

void
chan_sweep(struct link *l)
{
	struct chan **at = &l->chans, *c;

	while ((c = *at) != NULL) {
		if (!is_over(c)) {
			at = &c->next;
			continue;
		}
		*at = c->next;
		if (c->ch != NULL) {
			ssh_remove_channel_callbacks(c->ch, &c->cb);
			ssh_channel_free(c->ch);
		}
		chan_free(c);
	}
}

static int
clamp(int n, int min, int max)
{
	return n < min ? min : n > max ? max : n;
}

static bool
ask_owner(
    struct chan *c, enum chan_request what, const char *text, const char *value)
{
	struct chan_request_info info = {.text = text != NULL ? text : "",
	    .value = value != NULL ? value : "",
	    .cols = c->cols,
	    .rows = c->rows};

	if (c->events == NULL || c->events->request == NULL)
		return false;
	return c->events->request(c, what, &info, c->ctx);
}

static void
take_size(struct chan *c, ssh_message msg)
{
	c->cols = clamp(
	    ssh_message_channel_request_pty_width(msg), COLS_MIN, COLS_MAX);
	c->rows = clamp(
	    ssh_message_channel_request_pty_height(msg), ROWS_MIN, ROWS_MAX);
}

static bool
decide(struct chan *c, ssh_message msg)
{
	char term[TERM_MAX + 1];

	switch (ssh_message_subtype(msg)) {
	case SSH_CHANNEL_REQUEST_PTY:
		take_size(c, msg);
		str_copy(term, sizeof(term),
		    ssh_message_channel_request_pty_term(msg));
		return ask_owner(c, CHAN_REQ_PTY, term, NULL);
	case SSH_CHANNEL_REQUEST_WINDOW_CHANGE:
		take_size(c, msg);
		c->resized = true; /* told by chan_dispatch(), in its time */
		return true;
	case SSH_CHANNEL_REQUEST_SHELL:
		return ask_owner(c, CHAN_REQ_SHELL, NULL, NULL);
	case SSH_CHANNEL_REQUEST_EXEC:
		return ask_owner(c, CHAN_REQ_EXEC,
		    ssh_message_channel_request_command(msg), NULL);
	case SSH_CHANNEL_REQUEST_SUBSYSTEM:
		return ask_owner(c, CHAN_REQ_SUBSYSTEM,
		    ssh_message_channel_request_subsystem(msg), NULL);
	case SSH_CHANNEL_REQUEST_ENV:
		return ask_owner(c, CHAN_REQ_ENV,
		    ssh_message_channel_request_env_name(msg),
		    ssh_message_channel_request_env_value(msg));
	default:
		return false;
	}
}

void
chan_message(struct link *l, ssh_message msg)
{
	ssh_channel ch = ssh_message_channel_request_channel(msg);
	struct chan *c;
	bool yes;

	for (c = l->chans; c != NULL && c->ch != ch; c = c->next)
		;
	if (ssh_message_subtype(msg) != SSH_CHANNEL_REQUEST_WINDOW_CHANGE &&
	    !link_allow_request(l))
		return;
	yes = c != NULL && c->kind == CHAN_OF_PEER && decide(c, msg);
	link_enter_ssh(l);
	if (yes)
		ssh_message_channel_request_reply_success(msg);
	else
		ssh_message_reply_default(msg);
	link_leave_ssh(l);
}

void
chan_exit_status(struct chan *c, int status)
{
	c->exit_status = status;
}

void
chan_close(struct chan *c)
{
	if (c == NULL)
		return;
	c->events = NULL;
	buf_clear(&c->in);
	buf_clear(&c->in_err);
	link_want_work(c->link);
}

struct link *
chan_link(const struct chan *c)
{
	return c->link;
}

void
chan_set_events(struct chan *c, const struct chan_events *events, void *ctx)
{
	c->events = events;
	c->ctx = ctx;
	c->paused = false;
	link_want_work(c->link);
}
