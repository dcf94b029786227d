/*
 * Two ends of a link in one process and one loop, over a socketpair: what each
 * side was told stands in these variables. A test sets the confs and events,
 * calls pair_connect() and waits with UNTIL().
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/chan.h"
#include "shared/net/forward.h"
#include "shared/net/keys.h"
#include "shared/net/link.h"
#include "shared/net/loop.h"
#include "shared/net/relay.h"
#include "shared/net/sock.h"

struct side {
	struct link *link;
	int up, down;
	enum link_end end;
	char why[500];
	bool allow_forward, keep_wants;
	char forward_name[64];
	struct chan_want *want; /* kept */
	int wants;
	int gone;
	bool want_gone;
	struct chan *chan; /* the last accepted or opened */
	struct buf got, got_err;
	size_t take; /* taken per data call; 0 = nothing */
	bool echo;
	int opened, eof, closed, writable;
	char closed_why[500];
	char requests[400];
	bool refuse;
};

static struct loop *loop;
static struct loop_timer *limit;
static struct key *host_key, *client_key;
static struct side S, C;
static int pair_fds[2]; /* of the server and the client, which own them */
static struct link_serve_conf serve_conf;
static struct link_dial_conf dial_conf;
static bool auth_answer;
static int auth_asked;

static bool too_long;

static void
note_too_long(void *ctx)
{
	too_long = true;
}

/* No assertion may jump out of the loop: the test looks behind it. */
#define UNTIL(cond)                            \
	do {                                   \
		loop_timer_set(limit, 15000);  \
		while (!(cond) && !too_long)   \
			loop_turn(loop, true); \
		loop_timer_stop(limit);        \
		assert_false(too_long);        \
	} while (0)

/* Everything that can happen by itself within ms. */
static inline void
pair_settle(int ms)
{
	int64_t end = clock_ms() + ms;

	while (clock_ms() < end) {
		loop_turn(loop, false);
		usleep(500);
	}
}

static void
note_up(struct link *l, void *ctx)
{
	struct side *s = ctx;

	assert_int_equal(s->up++, 0);
	assert_string_not_equal(link_peer_fingerprint(l), "");
}

static void
note_down(struct link *l, const struct err *why, void *ctx)
{
	struct side *s = ctx;

	assert_int_equal(s->down++, 0);
	s->end = link_end(l);
	str_copy(s->why, sizeof s->why, why->text);
	s->link = NULL;
}

static size_t
note_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct side *s = ctx;
	size_t n = MIN_OF(len, s->take);

	buf_add(is_stderr ? &s->got_err : &s->got, data, n);
	if (s->echo)
		chan_write(c, data, n);
	return n;
}

static void
note_opened(struct chan *c, void *ctx)
{
	((struct side *)ctx)->opened++;
}

static void
note_writable(struct chan *c, void *ctx)
{
	((struct side *)ctx)->writable++;
}

static void
note_eof(struct chan *c, void *ctx)
{
	((struct side *)ctx)->eof++;
}

static void
note_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct side *s = ctx;

	s->closed++;
	str_copy(s->closed_why, sizeof s->closed_why, why->text);
	if (s->chan == c)
		s->chan = NULL;
}

static bool
note_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	static const char *const names[] = {
	    "pty", "resize", "shell", "exec", "subsystem", "env"};
	struct side *s = ctx;
	size_t at = strlen(s->requests);

	snprintf(s->requests + at, sizeof s->requests - at, "%s(%s,%s,%dx%d) ",
	    names[what], info->text, info->value, info->cols, info->rows);
	return !s->refuse;
}

static const struct chan_events note_chan = {
    .opened = note_opened,
    .data = note_data,
    .writable = note_writable,
    .eof = note_eof,
    .closed = note_closed,
    .request = note_request,
};

static void
note_gone(void *ctx)
{
	((struct side *)ctx)->gone++;
}

static bool
note_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	struct side *s = ctx;

	s->wants++;
	if (s->keep_wants) {
		s->want = w;
		chan_want_keep(w, note_gone, s);
		return true;
	}
	s->chan = chan_want_accept(w, &note_chan, s);
	return true;
}

static bool
note_forward(struct link *l, const char *name, void *ctx)
{
	struct side *s = ctx;

	str_copy(s->forward_name, sizeof s->forward_name, name);
	return s->allow_forward;
}

static const struct link_events note_link = {
    .up = note_up,
    .down = note_down,
    .chan_wanted = note_wanted,
    .forward_wanted = note_forward,
};

static bool
note_auth(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t blob_len, void *ctx)
{
	auth_asked++;
	assert_ptr_equal(ctx, &S);
	assert_true(key_fingerprint_valid(fingerprint));
	return auth_answer && str_eq(user, "tech");
}

static inline int
pair_setup(void **state)
{
	loop = loop_new();
	limit = loop_timer_new(loop, note_too_long, NULL);
	too_long = false;
	if (host_key == NULL) {
		host_key = key_generate("host");
		client_key = key_generate("client");
	}
	memset(&S, 0, sizeof S);
	memset(&C, 0, sizeof C);
	S.take = C.take = SIZE_MAX;
	auth_answer = true;
	auth_asked = 0;
	serve_conf = (struct link_serve_conf){
	    .host_key = host_key, .auth = note_auth};
	dial_conf = (struct link_dial_conf){.user = "tech",
	    .fingerprint = key_fingerprint(host_key),
	    .key = client_key};
	return 0;
}

static inline int
pair_teardown(void **state)
{
	link_abort(S.down ? NULL : S.link);
	link_abort(C.down ? NULL : C.link);
	buf_fini(&S.got);
	buf_fini(&C.got);
	buf_fini(&S.got_err);
	buf_fini(&C.got_err);
	loop_timer_free(limit);
	loop_free(loop);
	return 0;
}

static inline int
pair_fini(void **state)
{
	key_free(host_key);
	key_free(client_key);
	host_key = client_key = NULL;
	return 0;
}

static inline void
pair_start(void)
{
	struct err err;
	int *p = pair_fds;

	assert_true(sock_pair(p, &err));
	S.link = link_serve(loop, p[0], &serve_conf, &note_link, &S);
	C.link = link_dial(loop, p[1], &dial_conf, &note_link, &C);
}

static inline void
pair_connect(void)
{
	pair_start();
	UNTIL(S.up && C.up);
}

/* A plain channel from the client, accepted by the server. */
static inline void
pair_open(void)
{
	pair_connect();
	C.chan = chan_open_subsystem(C.link, "pomoc", &note_chan, &C);
	UNTIL(C.opened && S.chan != NULL);
}

#define PAIR_TEST(f) \
	cmocka_unit_test_setup_teardown(f, pair_setup, pair_teardown)
