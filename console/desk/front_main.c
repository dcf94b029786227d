/* The front as a process: orders of the brain, its life and end. See front.h.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sodium.h>

#include "console/desk/front_alive.h"
#include "console/desk/front_porch.h"
#include "console/desk/front_tunnel.h"
#include "console/desk/sandbox.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/net/fd.h"
#include "shared/net/sock.h"
#include "shared/wire/peer.h"
#include "shared/wire/words.h"

/* Two looks for signs of life are at least so far from each other. */
#define GAP_MS 200

/* --- callers --- */

static const struct front_porch_events porch_events = {
    .let_in = front_link_accept,
    .make_place = front_link_evict,
};

static void
accepted(int fd, const char *peer, void *ctx)
{
	struct front *f = ctx;
	char addr[SOCK_ADDR_SIZE];
	struct admission_caller caller;
	enum admission_verdict verdict;

	sock_addr_only(peer, addr);
	verdict = admission_connect(f->admission, &caller, addr, clock_ms(),
	    (int)randombytes_uniform(100));
	if (verdict == ADMISSION_OK) {
		front_link_accept(f, fd, addr, &caller);
	} else if (verdict == ADMISSION_DOOR) {
		front_porch_add(f->porch, fd, addr, &caller);
	} else {
		log_debug("%s refused: %s", addr, admission_text(verdict));
		front_porch_refuse(fd, verdict);
	}
}

static void
orphaned(struct front *f)
{
	f->exit_code = FRONT_EXIT_ORPHAN;
	loop_stop(f->loop);
}

static void
connector_ready(int events, void *ctx)
{
	struct front *f = ctx;
	struct err err = {0};
	int fd;

	switch (sock_recv_fd(FRONT_FD_CONNECTOR, &fd, &err)) {
	case IO_OK:
		fd_prepare(fd);
		front_link_accept(f, fd, "local", NULL);
		break;
	case IO_AGAIN:
		break;
	case IO_CLOSED:
	case IO_ERROR:
		orphaned(f);
		break;
	}
}

/* --- what the brain says --- */

static void
on_allow(struct front *f, const struct msg *m)
{
	front_allow(f, msg_str(m, "key"));
}

static void
on_forbid(struct front *f, const struct msg *m)
{
	const char *key = msg_str(m, "key");

	front_forbid(f, key);
	front_link_drop_key(f, key);
}

static void
on_drop(struct front *f, const struct msg *m)
{
	struct front_link *l = front_link_find(f, msg_int(m, "link"));

	if (l != NULL)
		front_link_drop(l, msg_str(m, "why"));
}

static void
on_tunnel(struct front *f, const struct msg *m)
{
	struct front_link *agent = front_link_find(f, msg_int(m, "link"));
	int64_t id = msg_int(m, "id");

	if (agent != NULL && agent->role == FRONT_AGENT)
		front_tunnel_couple(f, id, agent->link, msg_int(m, "visit"));
	else
		front_tunnel_deny(f, id);
}

static void
on_deny(struct front *f, const struct msg *m)
{
	front_tunnel_deny(f, msg_int(m, "id"));
}

static void
on_ban(struct front *f, const struct msg *m)
{
	int64_t seconds = msg_int(m, "seconds"), now = clock_ms();
	const char *addr = msg_str(m, "addr");

	if (msg_has(m, "key")) {
		/* it had logged in: others from there are no strangers */
		admission_ban_key(
		    f->admission, msg_str(m, "key"), seconds, now);
		admission_guard(f->admission, addr, seconds, now);
	} else if (addr[0] != '\0') {
		admission_ban(f->admission, addr, seconds, now);
	}
}

static void
on_known(struct front *f, const struct msg *m)
{
	admission_know(
	    f->admission, msg_str(m, "addr"), msg_str(m, "key"), clock_ms());
}

static void
fatal(struct front *f, const char *text)
{
	log_error("%s", text);
	f->exit_code = 1;
	loop_stop(f->loop);
}

/* The brain said whom to let in: open the doors. */
static void
on_listed(struct front *f, const struct msg *m)
{
	struct err err = {0};

	if (f->listener != NULL)
		return;
	f->listener = sock_listen_fd(
	    f->loop, FRONT_FD_LISTEN, accepted, f, &err);
	if (f->listener == NULL)
		fatal(f, err.text);
	if (f->connector != NULL)
		loop_watch_set(f->connector, LOOP_READ);
	if (f->listener != NULL)
		cable_send(f->cable, 0, msg_new(MSG_SERVING));
}

typedef void front_order(struct front *f, const struct msg *m);

static front_order *const front_orders[MSG_KINDS] = {
    [MSG_ALLOW] = on_allow,
    [MSG_FORBID] = on_forbid,
    [MSG_DROP] = on_drop,
    [MSG_TUNNEL] = on_tunnel,
    [MSG_DENY] = on_deny,
    [MSG_BAN] = on_ban,
    [MSG_KNOWN] = on_known,
    [MSG_LISTED] = on_listed,
};

static void
obey(struct front *f, const char *line, size_t len)
{
	struct err err = {0};
	struct msg *m = msg_parse(line, len, &err);

	if (m == NULL) {
		fatal(f, err.text);
		return;
	}
	if (front_orders[msg_kind(m)] != NULL)
		front_orders[msg_kind(m)](f, m);
	msg_free(m);
}

static void
cable_line(int64_t link, const char *line, size_t len, void *ctx)
{
	struct front *f = ctx;
	struct front_link *l;

	f->page->read = cable_read_bytes(f->cable);
	if (link == 0) {
		obey(f, line, len);
		return;
	}
	l = front_link_find(f, link);
	if (l != NULL)
		front_link_send(l, line, len);
}

static void
cable_room(void *ctx)
{
	front_link_resume_all(ctx);
}

static void
cable_ended(const struct err *why, void *ctx)
{
	struct front *f = ctx;

	log_info("the brain is gone: %s", why->text);
	loop_stop(f->loop);
}

static const struct cable_events cable_events = {
    .line = cable_line,
    .room = cable_room,
    .ended = cable_ended,
};

/* --- who is silent --- */

/* Ms until the next look at this link; it may be gone afterwards. */
static int64_t
look(struct front_link *l, int64_t now_ms)
{
	int64_t next_ms;

	if (!front_alive_look(l, now_ms, &next_ms))
		front_link_drop(l, "no sign of life");
	return next_ms;
}

static void
sweep(void *ctx)
{
	struct front *f = ctx;
	int64_t next = -1, now = clock_ms();

	for (size_t i = 0; i < FRONT_BUCKETS; i++) {
		struct front_link *l = f->bucket[i], *after;

		for (; l != NULL; l = after) {
			int64_t due;

			after = l->next;
			if (l->role == FRONT_TWIN &&
			    !front_tunnel_in(f, l->link)) {
				front_link_drop(l, "it carries nothing");
				continue;
			}
			if (l->control == NULL)
				continue;
			due = look(l, now);
			if (next < 0 || due < next)
				next = due;
		}
	}
	if (next >= 0)
		loop_timer_set(f->sweep, MAX_OF(next, GAP_MS));
}

/* --- life --- */

/* Nothing to do: the brain ends first, and its cable with it. */
static void
ended_by_signal(int signum, void *ctx)
{
}

static bool
prepare(struct front *f, const char *key_path, bool embedded, struct err *err)
{
	f->page = front_page_map(FRONT_FD_PAGE, err);
	if (f->page == NULL)
		return false;
	f->limits = &f->page->limits;
	f->host_key = key_load(key_path, NULL, err);
	if (f->host_key == NULL)
		return false;
	f->admission = admission_new(f->limits);
	f->sweep = loop_timer_new(f->loop, sweep, f);
	f->porch = front_porch_new(f, &porch_events);
	f->cable = cable_new(f->loop, FRONT_FD_CABLE, &cable_events, f);
	if (embedded) {
		f->connector = loop_watch_new(
		    f->loop, FRONT_FD_CONNECTOR, 0, connector_ready, f, err);
		if (f->connector == NULL)
			return false;
	}
	return true;
}

/* What libraries load lazily from files must be there before the doors of the
 * sandbox close. */
static bool
warm_up(void)
{
	time_t now = time(NULL);
	struct tm tm;

	(void)gmtime_r(&now, &tm);
	(void)localtime_r(&now, &tm);
	return sodium_init() >= 0;
}

static void
release(struct front *f)
{
	front_tunnel_free_all(f);
	front_link_drop_all(f); /* each looks at the porch */
	front_porch_free(f->porch);
	sock_listener_free(f->listener);
	loop_watch_free(f->connector);
	loop_timer_free(f->sweep);
	cable_free(f->cable);
	admission_free(f->admission);
	key_free(f->host_key);
	free(f->technicians);
	loop_free(f->loop);
	front_page_free(f->page);
}

/* The brain decides whether another try makes sense. */
static void
say_why(const char *why)
{
	struct msg *m = msg_new(MSG_ERROR);
	struct buf line = BUF_INIT;

	msg_put_word(m, "code", ERROR_START);
	msg_put_str(m, "text", why);
	buf_adds(&line, "0 ");
	if (msg_write(m, &line, NULL))
		(void)!write(FRONT_FD_CABLE, buf_data(&line), line.len);
	buf_fini(&line);
	msg_free(m);
}

static bool
start(struct front *f, const char *key_path, bool embedded, struct err *err)
{
	char report[200];

	if (!warm_up())
		return err_set(err, "the random generator does not work");
	if (!prepare(f, key_path, embedded, err) ||
	    !front_page_guard(f->page, f->limits->busy_ms, err) ||
	    !sandbox_enter(report, sizeof(report), err))
		return false;
	log_line(strstr(report, "no ") != NULL ? LOG_WARN : LOG_INFO,
	    "started: %s", report);
	return true;
}

int
front_main(int argc, char **argv)
{
	struct front f = {.exit_code = 0};
	struct loop_signal *term, *intr;
	struct err err = {0};
	int64_t level;

	if (argc != 4 || !str_int(argv[3], LOG_ERROR, LOG_DEBUG, &level))
		return 2;
	log_init("front", (enum log_level)level);
	fd_nonblock(STDERR_FILENO);
	log_plain(); /* the brain puts time and name there */
	f.loop = loop_new();
	term = loop_signal_new(f.loop, SIGTERM, ended_by_signal, &f);
	intr = loop_signal_new(f.loop, SIGINT, ended_by_signal, &f);
	if (start(&f, argv[1], str_eq(argv[2], "1"), &err)) {
		loop_run(f.loop);
	} else {
		say_why(err.text);
		f.exit_code = 1;
	}
	loop_signal_free(term);
	loop_signal_free(intr);
	release(&f);
	return f.exit_code;
}
