/*
 * Sockets: listening, connecting, pairs, descriptor passing.
 *
 * All descriptors made here are CLOEXEC and non-blocking; TCP ones have
 * NODELAY, a user time-out and a low NOTSENT_LOWAT, so that a key never waits
 * behind buffered output. Nothing here knows SSH.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/base/err.h"
#include "shared/net/loop.h"

#define SOCK_ADDR_SIZE 64 /* "[v6 address%scope]:65535" and NUL */

/* --- listening --- */

struct sock_listener;

/* fd is the callee's; peer is "1.2.3.4:567" or "[::1]:567". */
typedef void sock_accept_fn(int fd, const char *peer, void *ctx);

/* An already bound and listening descriptor (a child got it by fork or by
 * descriptor passing); it becomes the listener's. When descriptors run out,
 * waiting callers are turned away and the listener goes on. */
struct sock_listener *sock_listen_fd(
    struct loop *l, int fd, sock_accept_fn *fn, void *ctx, struct err *err);
void sock_listener_free(struct sock_listener *s);
/*
 * Takes a place, where nobody is heard before sock_serve(). where: "ADDR:PORT"
 * or "[ADDR]:PORT" with a numeric address, "localhost:PORT", or "*:PORT" for
 * all addresses of both families; port 0 lets the kernel choose. addr gets the
 * bound text. -1 with err.
 */
int sock_hold(const char *where, char addr[SOCK_ADDR_SIZE], struct err *err);
bool sock_serve(int fd, const char *where, struct err *err);
/* Whether it is written as sock_hold() wants it; nothing is opened. */
bool sock_can_bind(const char *where, struct err *err);

/* --- connecting --- */

enum sock_fail {
	SOCK_FAIL_NONE,
	SOCK_FAIL_UNKNOWN, /* the name has no address, or nobody says which */
	SOCK_FAIL_REFUSED, /* nobody listens there */
	SOCK_FAIL_TIMEOUT, /* no answer */
	SOCK_FAIL_OTHER /* unreachable, no descriptors, ... */
};

struct sock_dial;

/* Once. fd >= 0 is the callee's; else why and err (a translated sentence that
 * names the host) say what happened. The dial is over and freed. */
typedef void sock_dial_fn(
    int fd, enum sock_fail why, const struct err *err, void *ctx);

/* Resolves without blocking, then tries the addresses of both families, a new
 * one every 250 ms or as soon as one fails; the first that answers wins. Always
 * calls back later, never from inside. */
struct sock_dial *sock_dial(struct loop *l, const char *host, int port,
    int timeout_ms, sock_dial_fn *fn, void *ctx);

/*
 * What the owner of several dials to one host remembers: addresses where
 * somebody took the connection, and then was no use. They are tried last, and
 * only when the others have failed. All 0 at first.
 */
#define SOCK_SHUNNED 8
struct sock_shun {
	char bad[SOCK_SHUNNED][SOCK_ADDR_SIZE]; /* the latest last */
	int count;
	char last[SOCK_ADDR_SIZE]; /* that the last dial connected to */
};

/* Right after sock_dial(); s must live as long as the dial. */
void sock_dial_shun(struct sock_dial *d, struct sock_shun *s);
/* Right after it, too: told once when the name has addresses, the first of them
 * as text and how many there are. Must not cancel it. */
typedef void sock_found_fn(const char *addr, int count, void *ctx);
void sock_dial_found(struct sock_dial *d, sock_found_fn *found);
/* What came of the last connection. */
void sock_shun_last(struct sock_shun *s, bool good);
/* Gives up; no callback. NULL is accepted. */
void sock_dial_cancel(struct sock_dial *d);
/* "HOST", "HOST:PORT", "[V6]:PORT", "V6" into parts; host needs size bytes. */
bool sock_split(const char *where, int default_port, char *host, size_t size,
    int *port, struct err *err);

/* --- pairs and descriptor passing --- */

/* A connected pair of stream sockets. */
bool sock_pair(int fds[2], struct err *err);
/* One byte and one descriptor over a unix socket; fd stays the caller's. */
enum io sock_send_fd(int sock, int fd, struct err *err);
/* IO_OK puts a new descriptor (CLOEXEC) into *fd. */
enum io sock_recv_fd(int sock, int *fd, struct err *err);

/* --- the text of an address --- */

/* The address part of a peer text, without port and brackets: the key for
 * limits per address; a v4 address mapped into v6 is given as v4. */
void sock_addr_only(const char *peer, char out[SOCK_ADDR_SIZE]);
bool sock_is_loopback(const char *addr);
