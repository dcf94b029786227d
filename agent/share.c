#include <stdlib.h>
#include <time.h>

#include "agent/guard.h"
#include "agent/share.h"
#include "shared/base/buf.h"
#include "shared/base/mem.h"
#include "shared/sys/pty.h"

#define KEYS_MAX (64 * 1024)
/* One turn of the loop takes at most so much, in bytes and in cells that they
 * touch (vt_work): keys and revokes stay quick, whatever comes. */
#define TURN_BYTES (32 * 1024)
#define TURN_WORK (256 * 1024)
#define LAST_TURNS 16 /* for what an ended shell has left */
#define READ_BYTES (4 * 1024)
#define SHORT_BYTES 1024
#define GOODBYE_MS 50 /* between the hang-up and the kill */

struct share {
	struct loop *loop;
	const struct share_events *events;
	void *ctx;
	struct pty pty;
	struct vt *vt;
	struct loop_watch *watch;
	struct loop_child *child;
	struct buf keys;
	bool eof;
	bool exited;
	int status;
};

static void
want_write(struct share *s)
{
	if (s->watch != NULL)
		loop_watch_set(s->watch,
		    s->keys.len > 0 ? LOOP_READ | LOOP_WRITE : LOOP_READ);
}

static void
flush_keys(struct share *s)
{
	size_t put;

	while (s->keys.len > 0 && s->watch != NULL &&
	    pty_write(&s->pty, buf_data(&s->keys), s->keys.len, &put) == IO_OK)
		buf_consume(&s->keys, put);
	want_write(s);
}

bool
share_keys(struct share *s, const void *keys, size_t len)
{
	if (s->watch == NULL || !buf_add(&s->keys, keys, len))
		return false;
	flush_keys(s);
	return true;
}

void
share_drop_keys(struct share *s)
{
	buf_clear(&s->keys);
	pty_drop(&s->pty);
	want_write(s);
}

static void
answer(void *ctx, const char *bytes, size_t len)
{
	share_keys(ctx, bytes, len);
}

static void
say_ended(void *ctx)
{
	struct share *s = ctx;

	s->events->ended(s->status, s->ctx);
}

/* Over when the shell is gone; its daemons may hold the pty for ever. */
static void
check_end(struct share *s)
{
	if (!s->exited)
		return;
	loop_watch_free(s->watch);
	s->watch = NULL;
	loop_defer(s->loop, say_ended, s);
}

static bool
drain(struct share *s)
{
	static char bytes[READ_BYTES];
	uint64_t work = vt_work(s->vt) + TURN_WORK;
	size_t total = 0, got;
	enum io io = IO_OK;

	while (total < TURN_BYTES && vt_work(s->vt) < work &&
	    (io = pty_read(&s->pty, bytes, sizeof(bytes), &got)) == IO_OK) {
		vt_write(s->vt, bytes, got);
		total += got;
		if (got < SHORT_BYTES)
			break; /* that was all; else the loop calls again */
	}
	if (io == IO_CLOSED || io == IO_ERROR) {
		s->eof = true;
		loop_watch_set(s->watch, 0);
	}
	return total > 0;
}

static void
ready(int events, void *ctx)
{
	struct share *s = ctx;

	if (events & LOOP_WRITE)
		flush_keys(s);
	if (events & LOOP_READ && drain(s))
		s->events->changed(s->ctx);
}

static void
child_exit(pid_t pid, int status, int signum, void *ctx)
{
	struct share *s = ctx;
	bool changed = false;

	(void)pid;
	s->child = NULL;
	guard_shell(0);
	s->pty.reaped = true;
	s->exited = true;
	s->status = signum > 0 ? 128 + signum : status;
	for (int i = 0; i < LAST_TURNS && !s->eof && drain(s); i++)
		changed = true;
	if (changed)
		s->events->changed(s->ctx);
	check_end(s);
}

struct share *
share_new(struct loop *loop, char *const *command, int cols, int rows,
    const struct share_events *events, void *ctx, struct err *err)
{
	struct share *s = mem_alloc(sizeof(*s));
	struct vt_callbacks cb = {.answer = answer, .ctx = s};

	s->loop = loop;
	s->events = events;
	s->ctx = ctx;
	buf_init(&s->keys, KEYS_MAX);
	pty_init(&s->pty);
	if (!pty_open(&s->pty, command, cols, rows, err)) {
		free(s);
		return NULL;
	}
	guard_shell(s->pty.pid);
	s->vt = vt_new(cols, rows, &cb);
	s->watch = loop_watch_new(loop, s->pty.fd, LOOP_READ, ready, s, err);
	if (s->watch == NULL) {
		share_free(s);
		return NULL;
	}
	s->child = loop_child_watch(loop, s->pty.pid, child_exit, s);
	return s;
}

/* What the shell started in the background goes too, so the group is killed
 * even when the leader has ended already. */
static void
end_group(struct share *s)
{
	const struct timespec moment = {0, GOODBYE_MS * 1000000L};
	bool alive = !s->pty.reaped;

	pty_hangup(&s->pty);
	if (alive)
		nanosleep(&moment, NULL);
	pty_kill(&s->pty);
	if (alive)
		pty_reap(&s->pty);
}

void
share_free(struct share *s)
{
	if (s == NULL)
		return;
	guard_shell(0);
	loop_forget(s->loop, s);
	loop_watch_free(s->watch);
	loop_child_free(s->child);
	end_group(s);
	vt_free(s->vt);
	buf_fini(&s->keys);
	free(s);
}

void
share_resize(struct share *s, int cols, int rows)
{
	grid_clamp(&cols, &rows);
	pty_resize(&s->pty, cols, rows);
	vt_resize(s->vt, cols, rows);
}

bool
share_echo(const struct share *s)
{
	return s->watch == NULL || pty_echo(&s->pty);
}

struct vt *
share_vt(struct share *s)
{
	return s->vt;
}
