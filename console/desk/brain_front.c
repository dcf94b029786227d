#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/desk/brain_culprit.h"
#include "console/desk/brain_front.h"
#include "console/desk/brain_hear.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_visit.h"
#include "console/desk/front.h"
#include "console/desk/front_log.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/wire/peer.h"

#define FRONT_BINARY "/proc/self/exe"
/* A front that dies this soon after its start is started more slowly. */
#define FRONT_YOUNG_MS 3000
#define FRONT_AGAIN_MOST_MS 10000
#define FRONT_END_MS 1000
/* So many in a row that never served: of the first ones, and of later ones,
 * for what served once may do so again. */
#define FRONT_UNBORN_FIRST 3
#define FRONT_UNBORN_MOST 12

static void expect_reading(struct brain *b);

static void
look(void *ctx)
{
	struct brain *b = ctx;

	if (b->front == NULL || b->cable == NULL)
		return;
	if (b->page->read >= b->front_due && !loop_child_is_stopped(b->front)) {
		expect_reading(b); /* what was sent since */
		return;
	}
	log_error("the front hangs (link %llu): killed",
	    (unsigned long long)b->page->busy);
	b->front_hung = true;
	kill(loop_child_pid(b->front), SIGKILL);
}

/* A stopped front neither dies nor reads; it is given time to be continued. */
static void
child_changed(int signum, void *ctx)
{
	struct brain *b = ctx;

	(void)signum;
	if (b->front != NULL && loop_child_is_stopped(b->front))
		loop_timer_set(b->front_check, b->config.limits.busy_ms);
}

/* What was sent must be read in time; an idle desk checks nothing. */
static void
expect_reading(struct brain *b)
{
	uint64_t sent = cable_sent_bytes(b->cable) + cable_queued(b->cable);

	if (loop_timer_armed(b->front_check) || sent == b->front_due)
		return;
	b->front_due = sent;
	loop_timer_set(b->front_check, WATCH_READ_MS);
}

void
brain_front_send_copy(struct brain *b, int64_t link, const struct msg *m)
{
	if (b->cable == NULL || brain_hold_take(b, link, m))
		return;
	cable_send_copy(b->cable, link, m);
	expect_reading(b);
}

void
brain_front_send(struct brain *b, int64_t link, struct msg *m)
{
	brain_front_send_copy(b, link, m);
	msg_free(m);
}

void
brain_front_allow(const char *key, void *brain)
{
	brain_front_send(brain, 0, msg_put_str(msg_new(MSG_ALLOW), "key", key));
}

void
brain_front_forbid(const char *key, void *brain)
{
	brain_front_send(
	    brain, 0, msg_put_str(msg_new(MSG_FORBID), "key", key));
}

/* --- what the front says itself --- */

static void
on_serving(struct brain *b, const struct msg *m)
{
	(void)m;
	b->front_unborn = 0;
	b->front_why[0] = '\0';
	brain_serves(b);
}

/* It cannot start, and ends now. */
static void
on_error(struct brain *b, const struct msg *m)
{
	utf8_clean(b->front_why, sizeof(b->front_why), msg_str(m, "text"), 0);
}

/* The next front must not take the callers of this one for strangers. */
static void
remember(struct brain *b, const char *key, const char *addr)
{
	struct brain_known *k = &b->known[b->next_known];

	for (size_t i = 0; i < BRAIN_KNOWN; i++)
		if (strcmp(b->known[i].key, key) == 0)
			k = &b->known[i];
	if (k == &b->known[b->next_known])
		b->next_known = (b->next_known + 1) % BRAIN_KNOWN;
	str_copy(k->key, sizeof(k->key), key);
	str_copy(k->addr, sizeof(k->addr), addr);
}

static void
tell_known(struct brain *b)
{
	for (size_t i = 0; i < BRAIN_KNOWN; i++) {
		struct msg *m;

		if (b->known[i].key[0] == '\0')
			continue;
		m = msg_new(MSG_KNOWN);
		msg_put_str(m, "addr", b->known[i].addr);
		msg_put_str(m, "key", b->known[i].key);
		brain_front_send(b, 0, m);
	}
}

static void
on_up(struct brain *b, const struct msg *m)
{
	if (msg_str(m, "addr")[0] != '\0')
		remember(b, msg_str(m, "key"), msg_str(m, "addr"));
	brain_hear_up(b, m);
}

static void
on_down(struct brain *b, const struct msg *m)
{
	struct brain_link *l = brain_link_find(b, msg_int(m, "link"));

	if (l != NULL)
		brain_hear_down(l, msg_str(m, "why"));
}

static void
on_open(struct brain *b, const struct msg *m)
{
	brain_visit_open(
	    b, msg_int(m, "link"), msg_int(m, "id"), msg_int(m, "ticket"));
}

static void
on_closed(struct brain *b, const struct msg *m)
{
	brain_visit_closed(b, msg_int(m, "id"), msg_str(m, "why"));
}

static const struct {
	enum msg_kind kind;
	void (*fn)(struct brain *b, const struct msg *m);
} front_says[] = {
    {MSG_SERVING, on_serving},
    {MSG_ERROR, on_error},
    {MSG_UP, on_up},
    {MSG_DOWN, on_down},
    {MSG_OPEN, on_open},
    {MSG_CLOSED, on_closed},
};

/* The front is not trusted to be sane: a line that it should have refused means
 * that it is not. */
static void
distrust(struct brain *b, const char *why)
{
	log_error("the front talks nonsense (%s): killed", why);
	if (b->front != NULL)
		kill(loop_child_pid(b->front), SIGKILL);
}

static void
from_front(struct brain *b, const char *line, size_t len)
{
	struct err err;
	struct msg *m = msg_parse(line, len, &err);

	if (m == NULL) {
		distrust(b, err.text);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(front_says); i++)
		if (front_says[i].kind == msg_kind(m))
			front_says[i].fn(b, m);
	msg_free(m);
}

static void
cable_line(int64_t link, const char *line, size_t len, void *ctx)
{
	struct brain *b = ctx;
	struct brain_link *l;

	if (link == 0) {
		from_front(b, line, len);
		return;
	}
	l = brain_link_find(b, link);
	if (l != NULL)
		brain_hear_line(l, line, len);
}

static void
too_slow(void *ctx)
{
	struct brain *b = ctx;

	if (b->front != NULL)
		kill(loop_child_pid(b->front), SIGKILL);
}

static void
cable_ended(const struct err *why, void *ctx)
{
	struct brain *b = ctx;

	(void)why;
	/* it is about to end, and its exit code says why; if it does not, it
	 * must not live on headless */
	loop_timer_set(b->front_end, FRONT_END_MS);
}

static const struct cable_events cable_events = {
    .line = cable_line,
    .ended = cable_ended,
};

/* --- death --- */

static void
start_again(void *ctx)
{
	struct brain *b = ctx;
	struct err err;

	if (b->ending)
		return;
	if (brain_front_start(b, &err)) {
		brain_culprit_ban(b);
		return;
	}
	log_error("no new front: %s", err.text);
	loop_timer_set(b->front_again, FRONT_AGAIN_MOST_MS);
}

static int64_t
pause_before_next(struct brain *b)
{
	int64_t ms = 0;

	if (clock_ms() - b->front_started_ms >= FRONT_YOUNG_MS) {
		b->front_fails = 0;
		return 0;
	}
	if (b->front_fails++ > 2)
		ms = 100 << MIN_OF(b->front_fails, 8);
	return MIN_OF(ms, FRONT_AGAIN_MOST_MS);
}

/* No front comes to serve: what it says itself will be the same next time. */
static bool
is_hopeless(struct brain *b)
{
	if (b->front_unborn == 0)
		return false;
	if (!b->serves)
		return b->front_why[0] != '\0' ||
		    b->front_unborn >= FRONT_UNBORN_FIRST;
	return b->front_unborn >= FRONT_UNBORN_MOST;
}

static void
give_up(struct brain *b)
{
	struct err err;

	err_set(&err, _("the front cannot start: %s"),
	    b->front_why[0] != '\0' ? b->front_why
				    : _("it ends before it serves"));
	brain_fail(b, err.text);
}

/* Killed from outside, by whoever, it was no link's fault. */
static bool
is_own_fault(const struct brain *b, int status, int signum)
{
	return b->front_hung || status == WATCH_EXIT ||
	    (signum != 0 && signum != SIGKILL && signum != SIGTERM);
}

static void
front_died(pid_t pid, int status, int signum, void *ctx)
{
	struct brain *b = ctx;

	loop_child_free(b->front);
	b->front = NULL;
	if (b->front_unborn > 0)
		cable_drain(b->cable); /* why it could not start */
	cable_free(b->cable);
	b->cable = NULL;
	loop_timer_stop(b->front_check);
	loop_timer_stop(b->front_end);
	front_log_free(b->front_log);
	b->front_log = NULL;
	if (status == FRONT_EXIT_ORPHAN && !b->ending) {
		log_info("the console is gone");
		brain_end(b);
		return;
	}
	if (b->ending && signum == 0 &&
	    (status == 0 || status == FRONT_EXIT_ORPHAN))
		return;
	log_error("the front [%d] died (status %d, signal %d)", (int)pid,
	    status, signum);
	if (b->ending)
		return;
	if (is_own_fault(b, status, signum))
		brain_culprit_note(b);
	b->page->busy = 0;
	brain_hear_all_down(b, "the front was replaced");
	if (is_hopeless(b))
		give_up(b);
	else
		loop_timer_set(b->front_again, pause_before_next(b));
}

/* --- birth --- */

/* Detached, so that no terminal is its terminal, and given nothing that
 * leads to one. */
static struct loop_child *
spawn(struct brain *b, int cable_fd, int log_fd, struct err *err)
{
	bool embedded = b->options->connector_fd >= 0;
	const char *argv[] = {FRONT_BINARY, "__front", b->host_key_path,
	    embedded ? "1" : "0", NULL};
	int fds[FRONT_FDS] = {-1, log_fd, log_fd, [FRONT_FD_CABLE] = cable_fd,
	    [FRONT_FD_PAGE] = b->page_fd, [FRONT_FD_LISTEN] = b->listen_fd,
	    [FRONT_FD_CONNECTOR] = b->options->connector_fd};
	struct loop_spawn conf = {
	    .argv = argv,
	    .fds = fds,
	    .fd_count = embedded ? FRONT_FDS : FRONT_FD_CONNECTOR,
	    .detached = true,
	};

	return loop_spawn(b->loop, &conf, front_died, b, err);
}

static void
make_timers(struct brain *b)
{
	if (b->front_check != NULL)
		return;
	b->front_check = loop_timer_new(b->loop, look, b);
	b->front_again = loop_timer_new(b->loop, start_again, b);
	b->front_end = loop_timer_new(b->loop, too_slow, b);
	b->front_signal = loop_signal_new(b->loop, SIGCHLD, child_changed, b);
}

static void
close_pair(int pair[2])
{
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
}

/* What it shares with the front: the page, the log's pipe, the cable. */
static bool
make_shared(struct brain *b, int pair[2], int *log_fd, struct err *err)
{
	if (b->page == NULL)
		b->page = watch_make(&b->page_fd, err);
	if (b->page == NULL || !sock_pair(pair, err))
		return false;
	b->front_log = front_log_new(b->loop, log_fd, err);
	if (b->front_log == NULL) {
		close_pair(pair);
		return false;
	}
	b->page->read = 0;
	b->front_due = 0;
	b->front_hung = false;
	b->page->limits = b->config.limits;
	return true;
}

bool
brain_front_start(struct brain *b, struct err *err)
{
	int pair[2], log_fd;

	make_timers(b);
	if (!make_shared(b, pair, &log_fd, err))
		return false;
	b->front = spawn(b, pair[1], log_fd, err);
	close(log_fd);
	if (b->front == NULL) {
		close_pair(pair);
		front_log_free(b->front_log);
		b->front_log = NULL;
		return false;
	}
	close(pair[1]);
	b->front_unborn++; /* until it serves */
	b->front_started_ms = clock_ms();
	b->cable = cable_new(b->loop, pair[0], &cable_events, b);
	roster_each_key(b->roster, brain_front_allow, b);
	tell_known(b);
	brain_front_send(b, 0, msg_new(MSG_LISTED));
	return true;
}

/* It ends by itself when its cable does, unless it hangs. */
static void
wait_for_end(struct brain *b)
{
	loop_timer_set(b->front_end, FRONT_END_MS);
	while (b->front != NULL)
		loop_turn(b->loop, true);
}

void
brain_front_stop(struct brain *b)
{
	cable_free(b->cable);
	b->cable = NULL;
	if (b->front != NULL)
		wait_for_end(b);
	loop_timer_free(b->front_check);
	loop_timer_free(b->front_again);
	loop_timer_free(b->front_end);
	loop_signal_free(b->front_signal);
	front_log_free(b->front_log);
	watch_free(b->page);
	if (b->page_fd >= 0)
		close(b->page_fd);
}
