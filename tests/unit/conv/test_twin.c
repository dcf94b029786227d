/*
 * The twin of a link to a desk that is far, over real sockets in one loop: when
 * it comes, when it does not, when it comes again, and when it goes.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/conv/conv.h"
#include "shared/conv/desk_link.h"
#include "shared/net/sock.h"
#include "tests/support/listen.h"

#define PATIENCE_MS 15000
#define FIRST_MS 30000 /* until the second try */
#define EMPTY_MS 5000

static struct loop *loop;
static struct loop_timer *tick;
static struct key *key, *host_key, *other_key;
static struct sock_listener *listener;
static struct desk_link *d;

static struct {
	struct link *main, *twin;
	struct chan *control, *carries;
	struct line_reader lines;
	int far_ms; /* what a question takes there and back */
	bool refuses, opens_nothing, is_another;
	int callers, mains, twins;
	int there; /* of the twins */
} desk;

static struct {
	bool wants, in_token;
	int asked, offered;
} our;

static void
nothing(void *ctx)
{
}

static void
turn(void)
{
	loop_timer_set(tick, 1);
	loop_turn(loop, true);
}

static void
turns(int n)
{
	while (n-- > 0)
		turn();
}

#define UNTIL(cond)                                          \
	do {                                                 \
		int64_t until_ms = clock_ms() + PATIENCE_MS; \
		while (!(cond) && clock_ms() < until_ms)     \
			turn();                              \
		assert_true(cond);                           \
	} while (0)

/* Time goes by, in steps that leave nobody for dead. */
static void
pass(int ms)
{
	for (; ms > 0; ms -= 5000) {
		clock_sleep_for(MIN_OF(ms, 5000));
		turns(6);
	}
}

/* --- the desk --- */

static void
desk_line(const char *line, size_t len)
{
	struct msg *m = msg_parse(line, len, NULL);

	if (msg_kind(m) == MSG_HELLO) {
		(void)conv_send_over(
		    desk.control, conv_greeting(MSG_WELCOME, "pomoc"));
	} else if (msg_kind(m) == MSG_PING) {
		clock_sleep_for(desk.far_ms);
		(void)conv_send_over(desk.control,
		    msg_put_int(msg_new(MSG_PONG), "n", msg_int(m, "n")));
	}
	msg_free(m);
}

static size_t
desk_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_err, void *ctx)
{
	const char *line;
	size_t n;

	if (c != desk.control)
		return len;
	(void)line_reader_feed(&desk.lines, data, len, NULL);
	while (line_reader_next(&desk.lines, &line, &n, NULL) == IO_OK)
		desk_line(line, n);
	return len;
}

static void
desk_closed(struct chan *c, const struct err *why, void *ctx)
{
	if (c == desk.control)
		desk.control = NULL;
	if (c == desk.carries)
		desk.carries = NULL;
}

static bool
desk_request(struct chan *c, enum chan_request what,
    const struct chan_request_info *info, void *ctx)
{
	desk.control = c;
	return what == CHAN_REQ_SUBSYSTEM;
}

static const struct chan_events desk_chan = {
    .data = desk_data, .closed = desk_closed, .request = desk_request};

static bool
desk_wanted(struct link *l, struct chan_want *w, void *ctx)
{
	return chan_want_accept(w, &desk_chan, NULL) != NULL;
}

static void
desk_up(struct link *l, void *ctx)
{
	if (str_eq(link_user(l), "tech")) {
		desk.main = l;
		desk.mains++;
		return;
	}
	desk.twin = l;
	desk.twins++;
	desk.there++;
	if (!desk.opens_nothing)
		desk.carries = chan_open_forwarded(
		    l, "visit-1", &desk_chan, NULL);
}

static void
desk_down(struct link *l, const struct err *why, void *ctx)
{
	size_t len;

	if (l == desk.main)
		desk.main = NULL;
	desk.there -= str_eq(link_user(l), "twin") && link_peer_blob(l, &len);
	if (l == desk.twin)
		desk.twin = NULL;
}

static bool
desk_auth(const char *user, const char *fingerprint, const uint8_t *blob,
    size_t len, void *ctx)
{
	return str_eq(user, "tech") ||
	    (str_eq(user, "twin") && !desk.refuses &&
		str_eq(fingerprint, key_fingerprint(key)));
}

static void
desk_accept(int fd, const char *peer, void *ctx)
{
	static const struct link_events events = {
	    .up = desk_up, .down = desk_down, .chan_wanted = desk_wanted};
	struct link_serve_conf conf = {
	    .host_key = desk.is_another ? other_key : host_key,
	    .auth = desk_auth,
	    .limits.auth_tries = 1};

	desk.callers++;
	link_serve(loop, fd, &conf, &events, NULL);
}

/* --- our side --- */

static void
side_up(struct desk_link *link, struct link *l, void *self)
{
	desk_link_open(link, "pomoc");
}

static void
side_free(void *self)
{
}

static const struct desk_link_side side = {.user = "tech",
    .program = "pomoc",
    .other_key = "another",
    .hears = MSG_DESK_TECH,
    .up = side_up,
    .free = side_free};

static void
on_message(const struct msg *m, void *ctx)
{
}

static void
on_state(enum desk_link_state state, void *ctx)
{
}

static const struct desk_link_events events = {
    .message = on_message, .state = on_state};

static bool
twin_wanted(void *ctx)
{
	our.asked++;
	return our.wants;
}

static bool
twin_offered(struct chan_want *want, void *ctx)
{
	static const struct chan_events none;

	our.offered += str_eq(chan_want_host(want), "visit-1") &&
	    chan_want_accept(want, &none, NULL) != NULL;
	return true;
}

static const struct twin_events twin_events = {
    .wanted = twin_wanted, .offered = twin_offered};

/* the Makefile has the linker put it before that of keys.h */
bool __real_key_blob_in_token(const uint8_t *blob, size_t len);
bool __wrap_key_blob_in_token(const uint8_t *blob, size_t len);

bool
__wrap_key_blob_in_token(const uint8_t *blob, size_t len)
{
	return our.in_token || __real_key_blob_in_token(blob, len);
}

/* --- the cases --- */

static void
connect_to(void)
{
	desk_link_to_host(
	    d, "localhost", listen_port(), key_fingerprint(host_key));
	UNTIL(desk_link_state(d) == DESK_LINK_UP);
}

static int
setup(void **state)
{
	struct err err = {0};

	memset(&desk, 0, sizeof(desk));
	memset(&our, 0, sizeof(our));
	line_reader_init(&desk.lines, MSG_MAX);
	listener = listen_at(loop, "127.0.0.1:0", desk_accept, NULL, &err);
	desk.far_ms = 200;
	our.wants = true;
	d = desk_link_new(loop, key, &side, NULL, &events, NULL);
	desk_link_twin(d, &twin_events, NULL);
	connect_to();
	return 0;
}

static int
teardown(void **state)
{
	if (d != NULL)
		desk_link_free(d);
	d = NULL;
	UNTIL(desk.main == NULL && desk.twin == NULL);
	sock_listener_free(listener);
	line_reader_fini(&desk.lines);
	return 0;
}

/* Asked and answered: whatever comes of it has begun. */
static void
a_tunnel_more(void)
{
	int64_t before = clock_ms();

	desk_link_tunnel(d);
	UNTIL(clock_ms() - before >= desk.far_ms);
	turns(20);
}

static void
carries(void)
{
	UNTIL(desk.carries != NULL && our.offered == 1);
}

static void
only_who_is_far_has_one(void **state)
{
	static const int near[] = {0, 60, TWIN_FAR_MS - 20};

	for (int i = 0; i < 3; i++) {
		desk.far_ms = near[i];
		a_tunnel_more();
		assert_int_equal(desk.callers, 1);
	}
	assert_int_equal(our.asked, 0);
	desk.far_ms = TWIN_FAR_MS;
	a_tunnel_more();
	carries();
	assert_int_equal(desk.callers, 2);
	assert_int_equal(desk.mains, 1);
}

static void
not_before_there_is_a_tunnel(void **state)
{
	pass(60000); /* they have asked each other how they are */
	assert_int_equal(desk.callers, 1);
	assert_int_equal(our.asked, 0);
	our.wants = false; /* it has gone before the answer came */
	a_tunnel_more();
	assert_int_equal(desk.callers, 1);
}

static void
not_with_a_key_in_a_token(void **state)
{
	our.in_token = true;
	a_tunnel_more();
	pass(2 * FIRST_MS);
	assert_int_equal(desk.callers, 1);
}

/* The wait before the try that comes now, of the most that it may be. */
static void
comes_again_after(int most_ms)
{
	int before = desk.callers;

	pass(most_ms / 4 * 3 - 5000);
	assert_int_equal(desk.callers, before);
	for (int ms = most_ms / 4 + 5000; desk.callers == before; ms -= 1000) {
		assert_true(ms > 0);
		pass(1000);
	}
	turns(50);
}

static void
it_tries_again_and_ever_more_seldom(void **state)
{
	desk.refuses = true;
	a_tunnel_more();
	UNTIL(desk.callers == 2);
	turns(50);
	for (int i = 0; i < 5; i++)
		comes_again_after(FIRST_MS << MIN_OF(i, 3));
	assert_int_equal(desk.twins, 0);
	desk.refuses = false;
	comes_again_after(FIRST_MS << 3);
	carries();
	assert_int_equal(desk_link_state(d), DESK_LINK_UP);
	assert_int_equal(desk.mains, 1);
}

static void
it_tries_no_more_when_there_is_nothing_to_carry(void **state)
{
	desk.refuses = true;
	a_tunnel_more();
	UNTIL(desk.callers == 2);
	turns(50);
	our.wants = false;
	pass(20 * FIRST_MS);
	assert_int_equal(desk.callers, 2);
}

static void
breaks(void)
{
	link_abort(desk.twin);
	desk.twin = NULL;
	desk.carries = NULL;
	turns(50);
}

static void
one_that_breaks_comes_again(void **state)
{
	a_tunnel_more();
	carries();
	breaks();
	comes_again_after(FIRST_MS);
	UNTIL(desk.carries != NULL && our.offered == 2);
}

/* What broke it then says nothing of now. */
static void
one_that_was_good_for_a_minute_waits_shortly(void **state)
{
	desk.refuses = true;
	a_tunnel_more();
	UNTIL(desk.callers == 2);
	turns(50);
	comes_again_after(FIRST_MS);
	desk.refuses = false;
	comes_again_after(FIRST_MS << 1);
	carries();
	pass(50000);
	breaks();
	comes_again_after(FIRST_MS << 2);
	UNTIL(desk.carries != NULL);
	pass(60000);
	breaks();
	comes_again_after(FIRST_MS);
}

/* A new tunnel does not wait for what an old one has come to. */
static void
a_second_tunnel_begins_with_short_waits(void **state)
{
	desk.refuses = true;
	a_tunnel_more();
	UNTIL(desk.callers == 2);
	turns(50);
	for (int i = 0; i < 3; i++)
		comes_again_after(FIRST_MS << i);
	a_tunnel_more();
	UNTIL(desk.callers == 6);
	turns(50);
	comes_again_after(FIRST_MS);
}

/* Hung up on before it has its channel: that is one failure, not two. */
static void
one_that_breaks_while_it_is_empty_waits_once(void **state)
{
	desk.opens_nothing = true;
	a_tunnel_more();
	UNTIL(desk.twin != NULL);
	turns(20);
	link_abort(desk.twin);
	desk.twin = NULL;
	turns(50);
	comes_again_after(FIRST_MS);
}

static void
one_that_gets_no_channel_is_let_go(void **state)
{
	desk.opens_nothing = true;
	a_tunnel_more();
	UNTIL(desk.twin != NULL);
	pass(EMPTY_MS - 2000);
	assert_non_null(desk.twin);
	pass(3000);
	UNTIL(desk.twin == NULL);
	desk.opens_nothing = false;
	comes_again_after(FIRST_MS);
	carries();
	pass(2 * EMPTY_MS);
	assert_non_null(desk.twin);
}

static void
another_desk_is_not_logged_in_at(void **state)
{
	desk.is_another = true;
	a_tunnel_more();
	UNTIL(desk.callers == 2);
	turns(50);
	assert_int_equal(desk.twins, 0);
	assert_int_equal(desk_link_state(d), DESK_LINK_UP);
	desk.is_another = false;
	comes_again_after(FIRST_MS);
	carries();
}

/* The desk opens channels only when it comes. */
static void
a_second_tunnel_brings_it_anew(void **state)
{
	a_tunnel_more();
	carries();
	a_tunnel_more();
	UNTIL(desk.twins == 2 && our.offered == 2);
	UNTIL(desk.there == 1); /* the one before has ended */
	assert_non_null(desk.twin);
	assert_int_equal(desk.callers, 3);
}

/* They ask each other how they are all the time, and that is no new tunnel. */
static void
it_stays_as_long_as_it_carries(void **state)
{
	a_tunnel_more();
	carries();
	pass(120000);
	assert_int_equal(desk.callers, 2);
	assert_non_null(desk.carries);
}

static void
it_ends_with_the_link(void **state)
{
	a_tunnel_more();
	carries();
	desk.refuses = true;
	link_abort(desk.main);
	desk.main = NULL;
	desk.control = NULL;
	UNTIL(desk.twin == NULL && desk.mains == 2);
	UNTIL(desk_link_state(d) == DESK_LINK_UP);
	pass(2 * FIRST_MS);
	assert_int_equal(desk.twins, 1);
	assert_int_equal(desk.callers, 3);
	/* and while it waits for its next try */
	a_tunnel_more();
	UNTIL(desk.callers == 4);
	turns(50);
	desk_link_stop(d);
	pass(2 * FIRST_MS);
	assert_int_equal(desk.callers, 4);
}

static void
it_ends_when_the_link_is_stopped(void **state)
{
	a_tunnel_more();
	carries();
	desk_link_stop(d);
	UNTIL(desk.twin == NULL && desk.main == NULL);
	connect_to();
	a_tunnel_more();
	UNTIL(desk.twins == 2 && our.offered == 2);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(only_who_is_far_has_one),
	    T(not_before_there_is_a_tunnel),
	    T(not_with_a_key_in_a_token),
	    T(it_tries_again_and_ever_more_seldom),
	    T(it_tries_no_more_when_there_is_nothing_to_carry),
	    T(one_that_breaks_comes_again),
	    T(one_that_was_good_for_a_minute_waits_shortly),
	    T(a_second_tunnel_begins_with_short_waits),
	    T(one_that_breaks_while_it_is_empty_waits_once),
	    T(one_that_gets_no_channel_is_let_go),
	    T(another_desk_is_not_logged_in_at),
	    T(a_second_tunnel_brings_it_anew),
	    T(it_stays_as_long_as_it_carries),
	    T(it_ends_with_the_link),
	    T(it_ends_when_the_link_is_stopped),
	};
	int rc;

	i18n_init();
	log_init("test", LOG_ERROR);
	if (sodium_init() < 0)
		return 1;
	loop = loop_new();
	tick = loop_timer_new(loop, nothing, NULL);
	key = key_generate("anna");
	host_key = key_generate("desk");
	other_key = key_generate("other");
	rc = cmocka_run_group_tests(tests, NULL, NULL);
	loop_timer_free(tick);
	loop_free(loop);
	key_free(key);
	key_free(host_key);
	key_free(other_key);
	return rc;
}
