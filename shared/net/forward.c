/* See forward.h. */
#include "shared/net/forward.h"

#include <stdlib.h>

#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/net/link_priv.h"

/* What stands where a TCP port would; the desk opens none. */
#define FORWARD_PORT 1

/* --- asking --- */

void
forward_request(struct link *l, const char *name,
    void (*done)(struct link *l, bool ok, void *ctx), void *ctx)
{
	free(l->forward_name);
	l->forward_name = str_dup(name);
	l->forward_done = done;
	l->forward_ctx = ctx;
	link_want_work(l);
}

void
forward_step(struct link *l)
{
	int rc;

	if (l->forward_name == NULL || l->state != LINK_UP)
		return;
	link_enter_ssh(l);
	rc = ssh_channel_listen_forward(l->ssh, l->forward_name, 0, NULL);
	link_leave_ssh(l);
	if (rc == SSH_AGAIN)
		return;
	free(l->forward_name);
	l->forward_name = NULL;
	if (l->events != NULL && l->forward_done != NULL)
		l->forward_done(l, rc == SSH_OK, l->forward_ctx);
}

struct chan *
chan_open_forwarded(struct link *l, const char *name,
    const struct chan_events *events, void *ctx)
{
	struct chan *c = chan_new(l, CHAN_FORWARDED, name, events, ctx);

	c->port = l->forward_port;
	return c;
}

struct chan *
chan_open_direct(struct link *l, const char *host, int port,
    const struct chan_events *events, void *ctx)
{
	struct chan *c = chan_new(l, CHAN_DIRECT, host, events, ctx);

	c->port = port;
	return c;
}

/* --- being asked --- */

static bool
allow_forward(struct link *l, ssh_message msg)
{
	const char *name = ssh_message_global_request_address(msg);
	int port = ssh_message_global_request_port(msg);

	if (ssh_message_subtype(msg) != SSH_GLOBAL_REQUEST_TCPIP_FORWARD)
		return false;
	if (l->forward_asked) {
		link_fail(l, LINK_END_ABUSE, "a second forward was asked for");
		return false;
	}
	l->forward_asked = true;
	l->forward_port = port > 0 ? port : FORWARD_PORT;
	return l->events != NULL && l->events->forward_wanted != NULL &&
	    l->events->forward_wanted(l, name != NULL ? name : "", l->ctx);
}

void
forward_message(struct link *l, ssh_message msg)
{
	bool yes;

	if (!link_allow_request(l))
		return;
	yes = allow_forward(l, msg);
	link_enter_ssh(l);
	if (yes)
		ssh_message_global_request_reply_success(
		    msg, (uint16_t)l->forward_port);
	else
		ssh_message_reply_default(msg);
	link_leave_ssh(l);
}

static void
free_want(struct chan_want *w)
{
	struct chan_want **at = &w->link->wants;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
	w->link->chan_count--;
	ssh_message_free(w->msg);
	free(w->host);
	free(w);
}

static bool
want_kind(struct link *l, ssh_message msg, enum chan_want_kind *kind)
{
	switch (ssh_message_subtype(msg)) {
	case SSH_CHANNEL_SESSION:
		*kind = CHAN_WANT_PLAIN;
		return l->server;
	case SSH_CHANNEL_DIRECT_TCPIP:
		*kind = CHAN_WANT_DIRECT;
		return l->server;
	case SSH_CHANNEL_FORWARDED_TCPIP:
		*kind = CHAN_WANT_FORWARDED;
		return !l->server;
	default:
		return false;
	}
}

/* The owner may have ended the link in its callback. */
static bool
is_waiting(const struct link *l, const struct chan_want *want)
{
	const struct chan_want *w;

	for (w = l->wants; w != NULL && w != want; w = w->next)
		;
	return w != NULL;
}

void
want_message(struct link *l, ssh_message msg)
{
	const char *host = ssh_message_channel_request_open_destination(msg);
	enum chan_want_kind kind;
	struct chan_want *w;

	if (!link_allow_request(l) || l->state != LINK_UP ||
	    l->events == NULL || l->events->chan_wanted == NULL ||
	    l->chan_count >= l->lim.chans || !want_kind(l, msg, &kind)) {
		link_refuse(l, msg);
		ssh_message_free(msg);
		return;
	}
	w = mem_alloc(sizeof(*w));
	w->link = l;
	w->msg = msg;
	w->kind = kind;
	w->host = str_dup(host != NULL ? host : "");
	w->port = kind == CHAN_WANT_PLAIN
	    ? 0
	    : ssh_message_channel_request_open_destination_port(msg);
	w->next = l->wants;
	l->wants = w;
	l->chan_count++;
	if (!l->events->chan_wanted(l, w, l->ctx) && is_waiting(l, w))
		chan_want_refuse(w);
}

void
want_drop_all(struct link *l)
{
	struct chan_want *w;
	void (*gone)(void *ctx);
	void *ctx;

	while ((w = l->wants) != NULL) {
		gone = w->gone;
		ctx = w->ctx;
		if (l->state == LINK_LEAVING)
			link_refuse(l, w->msg);
		free_want(w);
		if (gone != NULL)
			gone(ctx);
	}
}

enum chan_want_kind
chan_want_kind(const struct chan_want *w)
{
	return w->kind;
}

const char *
chan_want_host(const struct chan_want *w)
{
	return w->host;
}

int
chan_want_port(const struct chan_want *w)
{
	return w->port;
}

void
chan_want_keep(struct chan_want *w, void (*gone)(void *ctx), void *ctx)
{
	w->gone = gone;
	w->ctx = ctx;
}

struct chan *
chan_want_accept(
    struct chan_want *w, const struct chan_events *events, void *ctx)
{
	struct link *l = w->link;
	ssh_channel ch = NULL;
	struct chan *c = NULL;

	if (l->why == NULL && l->state == LINK_UP) {
		link_enter_ssh(l);
		ch = ssh_message_channel_request_open_reply_accept(w->msg);
		link_leave_ssh(l);
	}
	if (ch != NULL) {
		c = chan_new(l, CHAN_OF_PEER, w->host, events, ctx);
		c->step = CHAN_READY;
		c->port = w->port;
		chan_attach(c, ch);
	}
	free_want(w);
	return c;
}

void
chan_want_refuse(struct chan_want *w)
{
	if (w->link->why == NULL && w->link->state != LINK_DOWN)
		link_refuse(w->link, w->msg);
	link_want_work(w->link);
	free_want(w);
}
