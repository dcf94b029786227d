/*
 * A desk and a technician for the tests of the agent: real SSH links on
 * loopback, messages under the test's control. The agent runs in a child
 * behind a pty of its own; what it shows is read back through the emulator.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <sodium.h>

#include "agent/options.h"
#include "agent/run.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/core/sas.h"
#include "shared/net/chan.h"
#include "shared/net/fd.h"
#include "shared/net/forward.h"
#include "shared/net/link.h"
#include "shared/net/relay.h"
#include "shared/net/sock.h"
#include "shared/term/vt.h"
#include "shared/wire/peer.h"
#include "shared/wire/record.h"
#include "tests/support/listen.h"

#define FAKE_PATIENCE_MS 8000
#define FAKE_MSGS 64

/* One end of a conversation: what came, in order. */
struct inbox {
	struct peer peer;
	struct msg *msg[FAKE_MSGS];
	int n;
	struct chan *chan;
	bool closed;
};

struct fake {
	int grace_s; /* that the desk grants */
	struct loop *loop;
	struct loop_timer *tick;
	/* the desk */
	struct key *host_key;
	struct key *tech_key;
	struct sock_listener *listener;
	struct link *link;
	struct inbox desk;
	bool forwarded;
	/* the technician */
	struct link *tech;
	struct inbox talk;
	bool tech_up;
	bool tech_down;
	struct chan *screen;
	struct record_reader records;
	struct vt *tech_vt;
	int frames;
	uint32_t last_frame;
	int lines; /* of the scrollback, */
	int line_marks; /* with so many '#' in all */
	int line_ends;
	uint32_t heard; /* keys, as the agent says, */
	bool no_echo; /* while a password is read */
	char back[SAS_BACK_SIZE]; /* what he reads back, of the last exchange */
	/* the agent's terminal */
	pid_t pid;
	int pty;
	struct loop_watch *watch;
	struct vt *vt;
	char home[64];
	int status;
	bool reaped;
};

static inline bool
fake_take(struct msg *m, void *ctx, struct err *err)
{
	struct inbox *in = ctx;
	struct buf line = BUF_INIT;

	if (msg_kind(m) == MSG_WELCOME || msg_kind(m) == MSG_HELLO)
		in->peer.stage = MSG_READY;
	/* as the desk has it: who comes back may end at once */
	if (msg_kind(m) == MSG_HELLO && msg_has(m, "resume"))
		in->peer.stage = MSG_QUEUE | MSG_VISIT;
	if (msg_kind(m) == MSG_WAITING &&
	    strcmp(msg_str(m, "what"), "consent") == 0)
		in->peer.stage = MSG_VISIT;
	assert_true(in->n < FAKE_MSGS);
	assert_true(msg_write(m, &line, err));
	in->msg[in->n++] = msg_parse(
	    (const char *)buf_data(&line), line.len - 1, err);
	buf_fini(&line);
	return true;
}

static inline size_t
fake_inbox_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct inbox *in = ctx;
	struct err err;

	(void)c;
	(void)is_stderr;
	if (!peer_feed(&in->peer, data, len, 0, fake_take, in, &err))
		fail_msg("the agent broke the protocol: %s", err.text);
	return len;
}

static inline void
fake_inbox_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct inbox *in = ctx;

	(void)c;
	(void)why;
	in->chan = NULL;
	in->closed = true;
}

static const struct chan_events fake_inbox_events = {
    .data = fake_inbox_data,
    .closed = fake_inbox_closed,
};

static inline void
inbox_clear(struct inbox *in)
{
	for (int i = 0; i < in->n; i++)
		msg_free(in->msg[i]);
	in->n = 0;
}

static inline void
inbox_send(struct inbox *in, struct msg *m)
{
	struct buf line = BUF_INIT;
	struct err err;

	if (!msg_write(m, &line, &err))
		fail_msg("%s: %s", msg_name(m), err.text);
	assert_non_null(in->chan);
	chan_write(in->chan, buf_data(&line), line.len);
	buf_fini(&line);
	msg_free(m);
}

static inline const struct msg *
inbox_find(const struct inbox *in, enum msg_kind kind)
{
	for (int i = in->n - 1; i >= 0; i--)
		if (msg_kind(in->msg[i]) == kind)
			return in->msg[i];
	return NULL;
}

/* --- time --- */

static inline void
fake_tick(void *ctx)
{
	(void)ctx;
}

/* One turn; comes back after at most 20 ms. */
static inline void
fake_turn(struct fake *f)
{
	loop_timer_set(f->tick, 20);
	loop_turn(f->loop, true);
}

#define WAIT_FOR(f, condition) WAIT_LONG(f, FAKE_PATIENCE_MS, condition)
#define WAIT_LONG(f, ms, condition)                                      \
	do {                                                             \
		int64_t until_ms = clock_ms() + (ms);                    \
		while (!(condition)) {                                   \
			if (clock_ms() > until_ms) {                     \
				fake_print(f);                           \
				fail_msg("never happened: " #condition); \
			}                                                \
			fake_turn(f);                                    \
		}                                                        \
	} while (0)

/* For what must NOT happen: that long, with everything running. */
static inline void
fake_run(struct fake *f, int64_t ms)
{
	int64_t until_ms = clock_ms() + ms;

	while (clock_ms() < until_ms)
		fake_turn(f);
}

/* For a shell that is to be busy until fake_go(). */
#define FAKE_BUSY "until [ -e ~/go ]; do sleep 0.02; done; "

static inline void
fake_go(struct fake *f)
{
	char *path = path_join(f->home, "go");
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fclose(file);
	free(path);
}

/* --- the terminal --- */

static inline void
fake_print(struct fake *f)
{
	char line[2048];

	for (int i = 0; f->vt != NULL && i < vt_grid(f->vt)->rows; i++) {
		grid_text(vt_grid(f->vt), i, line, sizeof(line));
		print_message("|%s\n", line);
	}
}

/* All that was said to it there, the agent has taken in, or it has hung up. */
static inline void
fake_heard(struct fake *f, struct inbox *in)
{
	static int64_t n = 1000;
	const struct msg *m;

	inbox_send(in, msg_put_int(msg_new(MSG_PING), "n", ++n));
	WAIT_FOR(f,
	    in->chan == NULL ||
		((m = inbox_find(in, MSG_PONG)) != NULL &&
		    msg_int(m, "n") == n));
}

static inline bool
fake_vt_has(struct vt *vt, const char *text)
{
	char line[2048];

	for (int i = 0; i < vt_grid(vt)->rows; i++) {
		grid_text(vt_grid(vt), i, line, sizeof(line));
		if (strstr(line, text) != NULL)
			return true;
	}
	return false;
}

#define SEES(f, text) WAIT_FOR(f, fake_vt_has((f)->vt, text))

static inline void
fake_keys(struct fake *f, const char *keys)
{
	assert_int_equal(write(f->pty, keys, strlen(keys)), strlen(keys));
}

static inline void
fake_pty_ready(int events, void *ctx)
{
	struct fake *f = ctx;
	char bytes[65536];
	ssize_t n = read(f->pty, bytes, sizeof(bytes));

	(void)events;
	if (n > 0)
		vt_write(f->vt, bytes, (size_t)n);
	else
		loop_watch_set(f->watch, 0);
}

static inline bool
fake_reap(struct fake *f)
{
	int status;

	if (f->reaped)
		return true;
	if (waitpid(f->pid, &status, WNOHANG) != f->pid)
		return false;
	f->reaped = true;
	f->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return true;
}

/* --- the desk --- */

static inline void
fake_open_control(void *ctx)
{
	struct fake *f = ctx;

	peer_fini(&f->desk.peer);
	peer_init(&f->desk.peer, MSG_AGENT_DESK, 0, 0, 0);
	f->desk.peer.stage = MSG_NEW;
	f->desk.closed = false;
	f->desk.chan = chan_open_forwarded(
	    f->link, "control", &fake_inbox_events, &f->desk);
}

static inline bool
fake_forward_wanted(struct link *l, const char *name, void *ctx)
{
	struct fake *f = ctx;

	(void)l;
	assert_string_equal(name, "pomoc");
	f->forwarded = true;
	loop_defer(f->loop, fake_open_control, f);
	return true;
}

static inline void
fake_link_down(struct link *l, const struct err *why, void *ctx)
{
	struct fake *f = ctx;

	(void)why;
	if (l == f->link)
		f->link = NULL;
}

static inline bool
fake_auth(const char *user, const char *fp, const uint8_t *blob, size_t len,
    void *ctx)
{
	return strcmp(user, "agent") == 0;
}

static inline void
fake_accept(int fd, const char *peer, void *ctx)
{
	static const struct link_events events = {
	    .down = fake_link_down,
	    .forward_wanted = fake_forward_wanted,
	};
	struct fake *f = ctx;
	struct link_serve_conf conf = {
	    .host_key = f->host_key, .auth = fake_auth};

	(void)peer;
	f->link = link_serve(f->loop, fd, &conf, &events, f);
}

/* --- the technician --- */

static inline void
fake_take_line(struct fake *f, const struct record *r)
{
	if (r->type == RECORD_LINES_END)
		f->line_ends++;
	if (r->type != RECORD_LINE)
		return;
	f->lines++;
	for (size_t i = 0; i < r->len; i++)
		f->line_marks += r->data[i] == '#';
}

static inline size_t
fake_screen_data(
    struct chan *c, const uint8_t *data, size_t len, bool is_stderr, void *ctx)
{
	struct fake *f = ctx;
	struct record r;
	struct err err;
	struct buf ack = BUF_INIT;

	record_reader_feed(&f->records, data, len);
	while (record_reader_next(&f->records, &r, &err) == IO_OK) {
		fake_take_line(f, &r);
		if (r.type == RECORD_HEARD) {
			f->heard = r.number;
			f->no_echo = !r.echo;
		}
		if (r.type != RECORD_FRAME)
			continue;
		vt_write(f->tech_vt, r.data, r.len);
		f->frames++;
		f->last_frame = r.number;
		record_ack(&ack, r.number);
	}
	if (ack.len > 0)
		chan_write(c, buf_data(&ack), ack.len);
	buf_fini(&ack);
	return len;
}

static inline void
fake_screen_closed(struct chan *c, const struct err *why, void *ctx)
{
	struct fake *f = ctx;

	f->screen = NULL;
}

static inline void
fake_tech_up(struct link *l, void *ctx)
{
	static const struct chan_events screen_events = {
	    .data = fake_screen_data,
	    .closed = fake_screen_closed,
	};
	struct fake *f = ctx;

	f->tech_up = true;
	f->talk.chan = chan_open_subsystem(
	    l, "pomoc-visit", &fake_inbox_events, &f->talk);
	f->screen = chan_open_subsystem(l, "pomoc-screen", &screen_events, f);
}

static inline void
fake_tech_down(struct link *l, const struct err *why, void *ctx)
{
	struct fake *f = ctx;

	f->tech = NULL;
	f->tech_down = true;
}

/* Opens visit-N and logs in to the agent's inner server with that key. */
static inline void
fake_visit(struct fake *f, int64_t visit, const struct key *key)
{
	static const struct link_events events = {
	    .up = fake_tech_up, .down = fake_tech_down};
	static const struct chan_events none;
	struct link_dial_conf conf = {.user = "tech", .key = key};
	char name[32];
	int fds[2];

	snprintf(name, sizeof(name), "visit-%d", (int)visit);
	assert_true(sock_pair(fds, NULL));
	f->tech_up = f->tech_down = false;
	f->frames = 0;
	inbox_clear(&f->talk);
	peer_fini(&f->talk.peer);
	peer_init(&f->talk.peer, MSG_HOST_GUEST, 0, 0, 0);
	f->talk.closed = false;
	record_reader_fini(&f->records);
	record_reader_init(&f->records, true);
	relay_fd(chan_open_forwarded(f->link, name, &none, NULL), fds[0], NULL,
	    NULL);
	f->tech = link_dial(f->loop, fds[1], &conf, &events, f);
}

static inline void
fake_type(struct fake *f, const char *keys)
{
	struct buf out = BUF_INIT;

	record_keys(&out, keys, strlen(keys));
	chan_write(f->screen, buf_data(&out), out.len);
	buf_fini(&out);
}

/* --- start and end --- */

/* The agent's clock goes on by so much, as in a sleep of its machine: by one
 * signal each, and it sees it when it wakes. */
#define FAKE_SLEEP_MS 20000

static inline void
fake_sleep(int sig)
{
	(void)sig;
	clock_sleep_for(FAKE_SLEEP_MS);
}

static inline void
fake_child(struct fake *f, const char *const *more)
{
	char where[SOCK_ADDR_SIZE + 16];
	const char *argv[32] = {"pomoc-agent", where, "--fingerprint",
	    key_fingerprint(f->host_key)};
	struct options o;
	struct err err;
	int n = 4;

	setenv("HOME", f->home, 1);
	setenv("PS1", "$ ", 1);
	setenv("TERM", "xterm-256color", 1);
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_CONFIG_HOME");
	str_copy(where, sizeof(where), listen_addr);
	for (; *more != NULL; more++)
		argv[n++] = *more;
	signal(SIGUSR1, fake_sleep);
	options_init(&o);
	if (!options_read(&o, n, (char **)argv, &err))
		_exit(99);
	_exit(run_agent(&o));
}

static inline void
fake_start(struct fake *f, const char *const *more)
{
	struct winsize ws = {.ws_col = 80, .ws_row = 24};

	f->pid = forkpty(&f->pty, NULL, NULL, &ws);
	assert_true(f->pid >= 0);
	if (f->pid == 0)
		fake_child(f, more);
	f->reaped = false;
	fd_nonblock(f->pty);
	f->vt = vt_new(80, 24, NULL);
	f->watch = loop_watch_new(
	    f->loop, f->pty, LOOP_READ, fake_pty_ready, f, NULL);
}

static inline struct fake *
fake_new(void)
{
	struct fake *f = mem_alloc(sizeof(*f));
	struct err err;

	i18n_init();
	assert_true(sodium_init() >= 0);
	strcpy(f->home, "/tmp/pomoc-agent-test.XXXXXX");
	assert_non_null(mkdtemp(f->home));
	f->grace_s = 600;
	f->loop = loop_new();
	f->tick = loop_timer_new(f->loop, fake_tick, f);
	f->host_key = key_generate("desk");
	f->tech_key = key_generate("anna");
	f->listener = listen_at(f->loop, "127.0.0.1:0", fake_accept, f, &err);
	assert_non_null(f->listener);
	f->tech_vt = vt_new(80, 24, NULL);
	f->pty = -1;
	return f;
}

static inline void
fake_free(struct fake *f)
{
	char command[128];

	if (f->pid > 0 && !fake_reap(f)) {
		kill(f->pid, SIGKILL);
		waitpid(f->pid, NULL, 0);
	}
	link_abort(f->tech);
	link_abort(f->link);
	sock_listener_free(f->listener);
	loop_watch_free(f->watch);
	loop_timer_free(f->tick);
	loop_free(f->loop);
	if (f->pty >= 0)
		close(f->pty);
	vt_free(f->vt);
	vt_free(f->tech_vt);
	inbox_clear(&f->desk);
	inbox_clear(&f->talk);
	peer_fini(&f->desk.peer);
	peer_fini(&f->talk.peer);
	record_reader_fini(&f->records);
	key_free(f->host_key);
	key_free(f->tech_key);
	snprintf(command, sizeof(command), "rm -rf '%s'", f->home);
	assert_int_equal(system(command), 0);
	free(f);
}
