#include "console/desk/brain_front.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "console/desk/brain_hold.h"
#include "console/desk/front.h"
#include "console/desk/front_log.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

#define FRONT_BINARY "/proc/self/exe"
/* A front that dies this soon after its start is started more slowly. */
#define FRONT_YOUNG_MS 3000
#define FRONT_AGAIN_MOST_MS 10000
#define FRONT_END_MS 1000
/* So many in a row that never served: of the first ones, and of later ones,
 * for what served once may do so again. */
#define FRONT_UNBORN_FIRST 3
#define FRONT_UNBORN_MOST 12

/* The last of them that logged in are no strangers to the next front. */
#define KNOWN 1024

struct known {
	char key[KEY_FP_SIZE]; /* "" = free */
	char addr[SOCK_ADDR_SIZE]; /* of its last log-in */
};

struct brain_front {
	struct brain *brain;
	const struct brain_front_events *events;
	struct loop_child *child; /* NULL = there is none now */
	struct cable *cable;
	struct front_page *page;
	int page_fd;
	struct front_log *log;
	struct loop_timer *check;
	uint64_t due; /* bytes that it must have read by then */
	struct loop_timer *again;
	struct loop_timer *end; /* it closed its cable: now end */
	struct loop_signal *signal; /* a stopped front is none */
	int64_t started_ms;
	int fails; /* in a row, soon after its start */
	int unborn; /* in a row, before they served */
	bool served; /* one of them did */
	bool hung; /* killed for it */
	char why[256]; /* what the last of the unborn said */
	struct known known[KNOWN];
	size_t next_known;
};

/* What was sent must be read in time; an idle desk checks nothing. */
static void
expect_reading(struct brain_front *f)
{
	uint64_t sent = cable_sent_bytes(f->cable) + cable_queued(f->cable);

	if (loop_timer_armed(f->check) || sent == f->due)
		return;
	f->due = sent;
	loop_timer_set(f->check, FRONT_PAGE_READ_MS);
}

static void
look(void *ctx)
{
	struct brain_front *f = ctx;

	if (f->child == NULL || f->cable == NULL)
		return;
	if (f->page->read >= f->due && !loop_child_is_stopped(f->child)) {
		expect_reading(f); /* what was sent since */
		return;
	}
	log_error("the front hangs (link %llu): killed",
	    (unsigned long long)f->page->busy);
	f->hung = true;
	kill(loop_child_pid(f->child), SIGKILL);
}

/* A stopped front neither dies nor reads; it is given time to be continued. */
static void
child_changed(int signum, void *ctx)
{
	struct brain_front *f = ctx;

	if (f->child != NULL && loop_child_is_stopped(f->child))
		loop_timer_set(f->check, f->brain->config.limits.busy_ms);
}

void
brain_front_send_copy(struct brain *b, int64_t link, const struct msg *m)
{
	struct brain_front *f = b->front;

	if (f == NULL || f->cable == NULL || brain_hold_take(b, link, m))
		return;
	cable_send_copy(f->cable, link, m);
	expect_reading(f);
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
on_serving(struct brain_front *f)
{
	f->unborn = 0;
	f->why[0] = '\0';
	f->served = true;
	f->events->serves(f->brain);
}

/* It cannot start, and ends now. */
static void
on_error(struct brain_front *f, const struct msg *m)
{
	utf8_clean(f->why, sizeof(f->why), msg_str(m, "text"), 0);
}

/* The next front must not take the callers of this one for strangers. */
static void
remember(struct brain_front *f, const char *key, const char *addr)
{
	struct known *k = &f->known[f->next_known];

	for (size_t i = 0; i < KNOWN; i++)
		if (str_eq(f->known[i].key, key))
			k = &f->known[i];
	if (k == &f->known[f->next_known])
		f->next_known = (f->next_known + 1) % KNOWN;
	str_copy(k->key, sizeof(k->key), key);
	str_copy(k->addr, sizeof(k->addr), addr);
}

static void
tell_known(struct brain_front *f)
{
	for (size_t i = 0; i < KNOWN; i++) {
		struct msg *m;

		if (f->known[i].key[0] == '\0')
			continue;
		m = msg_new(MSG_KNOWN);
		msg_put_str(m, "addr", f->known[i].addr);
		msg_put_str(m, "key", f->known[i].key);
		brain_front_send(f->brain, 0, m);
	}
}

/* Of itself, or of a link: that goes up. */
static void
hear(struct brain_front *f, const struct msg *m)
{
	switch (msg_kind(m)) {
	case MSG_SERVING:
		on_serving(f);
		break;
	case MSG_ERROR:
		on_error(f, m);
		break;
	case MSG_UP:
		if (msg_str(m, "addr")[0] != '\0')
			remember(f, msg_str(m, "key"), msg_str(m, "addr"));
		f->events->says(f->brain, m);
		break;
	default:
		f->events->says(f->brain, m);
	}
}

/* The front is not trusted to be sane: a line that it should have refused means
 * that it is not. */
static void
distrust(struct brain_front *f, const char *why)
{
	log_error("the front talks nonsense (%s): killed", why);
	if (f->child != NULL)
		kill(loop_child_pid(f->child), SIGKILL);
}

static void
from_front(struct brain_front *f, const char *line, size_t len)
{
	struct err err = {0};
	struct msg *m = msg_parse(line, len, &err);

	if (m == NULL) {
		distrust(f, err.text);
		return;
	}
	hear(f, m);
	msg_free(m);
}

static void
cable_line(int64_t link, const char *line, size_t len, void *ctx)
{
	struct brain_front *f = ctx;

	if (link == 0)
		from_front(f, line, len);
	else
		f->events->line(f->brain, link, line, len);
}

static void
too_slow(void *ctx)
{
	struct brain_front *f = ctx;

	if (f->child != NULL)
		kill(loop_child_pid(f->child), SIGKILL);
}

static void
cable_ended(const struct err *why, void *ctx)
{
	struct brain_front *f = ctx;

	/* it is about to end, and its exit code says why; if it does not, it
	 * must not live on headless */
	loop_timer_set(f->end, FRONT_END_MS);
}

static const struct cable_events cable_events = {
    .line = cable_line,
    .ended = cable_ended,
};

/* --- death --- */

static void
start_again(void *ctx)
{
	struct brain_front *f = ctx;
	struct brain *b = f->brain;
	struct err err = {0};

	if (b->ending)
		return;
	if (brain_front_start(b, &err)) {
		f->events->replaced(b);
		return;
	}
	log_error("no new front: %s", err.text);
	loop_timer_set(f->again, FRONT_AGAIN_MOST_MS);
}

static int64_t
pause_before_next(struct brain_front *f)
{
	int64_t ms = 0;

	if (clock_ms() - f->started_ms >= FRONT_YOUNG_MS) {
		f->fails = 0;
		return 0;
	}
	if (f->fails++ > 2)
		ms = 100 << MIN_OF(f->fails, 8);
	return MIN_OF(ms, FRONT_AGAIN_MOST_MS);
}

/* No front comes to serve: what it says itself will be the same next time. */
static bool
is_hopeless(const struct brain_front *f)
{
	if (f->unborn == 0)
		return false;
	if (!f->served)
		return f->why[0] != '\0' || f->unborn >= FRONT_UNBORN_FIRST;
	return f->unborn >= FRONT_UNBORN_MOST;
}

static void
give_up(struct brain_front *f)
{
	struct err err = {0};

	err_set(&err, _("the front cannot start: %s"),
	    f->why[0] != '\0' ? f->why : _("it ends before it serves"));
	brain_fail(f->brain, err.text);
}

/* Killed from outside, by whoever, it was no link's fault. */
static bool
is_own_fault(const struct brain_front *f, int status, int signum)
{
	return f->hung || status == FRONT_PAGE_EXIT ||
	    (signum != 0 && signum != SIGKILL && signum != SIGTERM);
}

static void
forget_child(struct brain_front *f)
{
	loop_child_free(f->child);
	f->child = NULL;
	if (f->unborn > 0)
		cable_drain(f->cable); /* why it could not start */
	cable_free(f->cable);
	f->cable = NULL;
	loop_timer_stop(f->check);
	loop_timer_stop(f->end);
	front_log_free(f->log);
	f->log = NULL;
}

static void
front_died(pid_t pid, int status, int signum, void *ctx)
{
	struct brain_front *f = ctx;
	struct brain *b = f->brain;

	forget_child(f);
	if (status == FRONT_EXIT_ORPHAN && !b->ending) {
		f->events->orphaned(b);
		return;
	}
	if (b->ending && signum == 0 &&
	    (status == 0 || status == FRONT_EXIT_ORPHAN))
		return;
	log_error("the front [%d] died (status %d, signal %d)", (int)pid,
	    status, signum);
	if (b->ending)
		return;
	f->events->died(b, is_own_fault(f, status, signum));
	f->page->busy = 0;
	if (is_hopeless(f))
		give_up(f);
	else
		loop_timer_set(f->again, pause_before_next(f));
}

/* --- birth --- */

/* Detached, so that no terminal is its terminal, and given nothing that
 * leads to one. */
static struct loop_child *
spawn(struct brain_front *f, int cable_fd, int log_fd, struct err *err)
{
	const struct brain *b = f->brain;
	bool embedded = b->options->connector_fd >= 0;
	const char level[] = {(char)('0' + log_wanted()), '\0'};
	const char *argv[] = {FRONT_BINARY, "__front", b->host_key_path,
	    embedded ? "1" : "0", level, NULL};
	int fds[FRONT_FDS] = {-1, log_fd, log_fd, [FRONT_FD_CABLE] = cable_fd,
	    [FRONT_FD_PAGE] = f->page_fd, [FRONT_FD_LISTEN] = b->listen_fd,
	    [FRONT_FD_CONNECTOR] = b->options->connector_fd};
	struct loop_spawn conf = {
	    .argv = argv,
	    .fds = fds,
	    .fd_count = embedded ? FRONT_FDS : FRONT_FD_CONNECTOR,
	    .detached = true,
	};

	return loop_spawn(b->loop, &conf, front_died, f, err);
}

void
brain_front_new(struct brain *b, const struct brain_front_events *events)
{
	struct brain_front *f = mem_alloc(sizeof(*f));

	f->brain = b;
	f->events = events;
	f->page_fd = -1;
	f->check = loop_timer_new(b->loop, look, f);
	f->again = loop_timer_new(b->loop, start_again, f);
	f->end = loop_timer_new(b->loop, too_slow, f);
	f->signal = loop_signal_new(b->loop, SIGCHLD, child_changed, f);
	b->front = f;
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
make_shared(struct brain_front *f, int pair[2], int *log_fd, struct err *err)
{
	if (f->page == NULL)
		f->page = front_page_make(&f->page_fd, err);
	if (f->page == NULL || !sock_pair(pair, err))
		return false;
	f->log = front_log_new(f->brain->loop, log_fd, err);
	if (f->log == NULL) {
		close_pair(pair);
		return false;
	}
	f->page->read = 0;
	f->due = 0;
	f->hung = false;
	f->page->limits = f->brain->config.limits;
	return true;
}

void
brain_front_join(struct brain *b, int fd)
{
	struct brain_front *f = b->front;

	f->cable = cable_new(b->loop, fd, &cable_events, f);
	roster_each_key(b->roster, brain_front_allow, b);
	tell_known(f);
	brain_front_send(b, 0, msg_new(MSG_LISTED));
}

bool
brain_front_start(struct brain *b, struct err *err)
{
	struct brain_front *f = b->front;
	int pair[2], log_fd;

	if (!make_shared(f, pair, &log_fd, err))
		return false;
	f->child = spawn(f, pair[1], log_fd, err);
	close(log_fd);
	if (f->child == NULL) {
		close_pair(pair);
		front_log_free(f->log);
		f->log = NULL;
		return false;
	}
	close(pair[1]);
	f->unborn++; /* until it serves */
	f->started_ms = clock_ms();
	brain_front_join(b, pair[0]);
	return true;
}

const struct front_page *
brain_front_page(const struct brain *b)
{
	return b->front->page;
}

void
brain_front_limits(struct brain *b)
{
	if (b->front->page != NULL)
		b->front->page->limits = b->config.limits;
}

/* It ends by itself when its cable does, unless it hangs. */
static void
wait_for_end(struct brain_front *f)
{
	loop_timer_set(f->end, FRONT_END_MS);
	while (f->child != NULL)
		loop_turn(f->brain->loop, true);
}

void
brain_front_stop(struct brain *b)
{
	struct brain_front *f = b->front;

	if (f == NULL)
		return;
	cable_free(f->cable);
	f->cable = NULL;
	if (f->child != NULL)
		wait_for_end(f);
	loop_timer_free(f->check);
	loop_timer_free(f->again);
	loop_timer_free(f->end);
	loop_signal_free(f->signal);
	front_log_free(f->log);
	front_page_free(f->page);
	if (f->page_fd >= 0)
		close(f->page_fd);
	free(f);
	b->front = NULL;
}
