/*
 * Forwards and the channels that a peer opens.
 *
 * The desk's side: accepts one tcpip-forward of a given name (link_events.
 * forward_wanted) and opens channels through it with chan_open_forwarded(). The
 * agent's side: forward_request(), then the channels come as chan_wanted with
 * kind CHAN_WANT_FORWARDED and their name. No TCP port is ever opened. Direct
 * channels (`ssh -J`, `ssh -W`, the console's way to an agent) are opened with
 * chan_open_direct() and come as CHAN_WANT_DIRECT; whoever is asked may answer
 * at any later time.
 */
#pragma once

#include "shared/net/chan.h"
#include "shared/net/link.h"

/* --- asking --- */

/* Client: asks the server for the forward `name`. done comes once, unless the
 * link ends first. */
void forward_request(struct link *l, const char *name,
    void (*done)(struct link *l, bool ok, void *ctx), void *ctx);
/* Server: a channel through the peer's forward; name is the destination it
 * sees ("control", "visit-7"). */
struct chan *chan_open_forwarded(struct link *l, const char *name,
    const struct chan_events *events, void *ctx);
/* Client: a direct-tcpip channel. */
struct chan *chan_open_direct(struct link *l, const char *host, int port,
    const struct chan_events *events, void *ctx);

/* --- being asked --- */

enum chan_want_kind {
	CHAN_WANT_PLAIN, /* for a shell, a command or a subsystem */
	CHAN_WANT_DIRECT, /* host and port */
	CHAN_WANT_FORWARDED /* host is the name that the server gave */
};

/* Lives until it is accepted or refused, or its link ends: then `gone` of
 * chan_want_keep() is called. */
enum chan_want_kind chan_want_kind(const struct chan_want *w);
const char *chan_want_host(const struct chan_want *w); /* any bytes */
int chan_want_port(const struct chan_want *w);
/* For answers given later: gone is called when the link ended before. */
void chan_want_keep(struct chan_want *w, void (*gone)(void *ctx), void *ctx);
/* The want is used up. NULL when the link cannot take it any more. */
struct chan *chan_want_accept(
    struct chan_want *w, const struct chan_events *events, void *ctx);
void chan_want_refuse(struct chan_want *w);
