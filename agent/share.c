#include "agent/share.h"

#include <stdlib.h>
#include <string.h>

#include "agent/guard.h"
#include "shared/base/buf.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/sys/pty.h"

/* A paste that a person makes by hand fits, so that the keys behind it are seen
 * at once; what is longer waits where it comes from. */
#define KEYS_FULL (1024 * 1024)
#define KEYS_MOST ((size_t)2 * KEYS_FULL)
#define KEYS_LOW (512 * 1024)
/* One turn of the loop takes at most so much, in bytes and in cells that they
 * touch (vt_work): keys and revokes stay quick, whatever comes. */
#define TURN_BYTES (32 * 1024)
#define TURN_WORK (256 * 1024)
#define LAST_TURNS 16 /* for what an ended shell has left */
#define READ_BYTES (4 * 1024)
#define SHORT_BYTES 1024
#define GOODBYE_MS 50 /* between the hang-up and the kill */
#define GONE_MS 10 /* to look again whether they have gone */
#define LATE_MS 500 /* then by force */
#define HOPELESS_MS 3000
#define HOLD_MS 1000 /* somebody else may have woken them */
#define AGAIN_MS 2000 /* a shell that lived so long is started again */

struct share {
	struct loop *loop;
	const struct share_events *events;
	void *ctx;
	struct pty *pty;
	struct vt *vt;
	struct loop_watch *watch;
	struct loop_watch *child; /* the shell's end */
	struct loop_timer *hold; /* armed while all stand still */
	char *const *command; /* the owner's; NULL = the user's shell */
	int64_t started_ms;
	struct loop_timer *again; /* armed until the next shell is there */
	int waited_ms; /* for what the last one has left */
	struct buf keys;
	struct pasting pasting;
	bool full;
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
say_room(void *ctx)
{
	struct share *s = ctx;

	s->events->room(s->ctx);
}

static void
check_room(struct share *s)
{
	if (!s->full || s->keys.len > KEYS_LOW)
		return;
	s->full = false;
	loop_defer(s->loop, say_room, s);
}

static void
flush_keys(void *ctx)
{
	struct share *s = ctx;
	size_t put;

	while (s->keys.len > 0 && s->watch != NULL &&
	    pty_write(s->pty, buf_data(&s->keys), s->keys.len, &put) == IO_OK)
		buf_consume(&s->keys, put);
	want_write(s);
	check_room(s);
}

static bool
queue_keys(struct share *s, const void *keys, size_t len)
{
	bool first = s->keys.len == 0;

	if (len == 0)
		return true;
	if (s->watch == NULL || !buf_add(&s->keys, keys, len))
		return false;
	/* once for all the keys of one read; else the shell has enough */
	if (first)
		loop_soon(s->loop, flush_keys, s);
	return true;
}

bool
share_keys(struct share *s, enum pasting_who who, const void *keys, size_t len)
{
	char marks[PASTING_MARKS];
	size_t skip;

	if (s->watch == NULL)
		return true;
	if (s->keys.len + len + sizeof(marks) > KEYS_MOST) {
		share_lost_keys(s, who, keys, len);
		return false;
	}
	skip = pasting_skip(&s->pasting, who, keys, len);
	keys = (const char *)keys + skip;
	len -= skip;
	queue_keys(s, marks, pasting_turn(&s->pasting, who, marks));
	pasting_sent(&s->pasting, who, keys, len);
	queue_keys(s, keys, len);
	s->full = s->full || s->keys.len >= KEYS_FULL;
	return !s->full;
}

void
share_lost_keys(
    struct share *s, enum pasting_who who, const void *keys, size_t len)
{
	pasting_lost(&s->pasting, who, keys, len);
}

void
share_left(struct share *s, enum pasting_who who)
{
	char mark[PASTING_MARKS];

	queue_keys(s, mark, pasting_left(&s->pasting, who, mark));
}

size_t
share_queued(const struct share *s)
{
	return s->keys.len;
}

bool
share_unread(const struct share *s)
{
	return s->keys.len > 0 || pty_unread(s->pty) > 0;
}

void
share_drop_keys(struct share *s)
{
	size_t unread = s->keys.len + pty_unread(s->pty);
	char mark[PASTING_MARKS];

	buf_clear(&s->keys);
	pty_drop(s->pty);
	queue_keys(s, mark, pasting_dropped(&s->pasting, unread, mark));
	want_write(s);
	check_room(s);
}

static void
hold_again(void *ctx)
{
	struct share *s = ctx;

	if (s->watch != NULL)
		pty_stop(s->pty);
	loop_timer_set(s->hold, HOLD_MS);
}

void
share_hold(struct share *s, bool on)
{
	if (loop_timer_armed(s->hold) == on)
		return;
	if (on) {
		hold_again(s);
		return;
	}
	loop_timer_stop(s->hold);
	pty_continue(s->pty);
}

static void
answer(void *ctx, const char *bytes, size_t len)
{
	struct share *s = ctx;

	if (queue_keys(s, bytes, len))
		s->pasting.sent += len;
}

static void
say_ended(void *ctx)
{
	struct share *s = ctx;

	s->events->ended(s->status, s->ctx);
}

static bool
drain(struct share *s)
{
	static char bytes[READ_BYTES];
	uint64_t work = vt_work(s->vt) + TURN_WORK;
	size_t total = 0, got;
	enum io io = IO_OK;

	while (total < TURN_BYTES && vt_work(s->vt) < work &&
	    (io = pty_read(s->pty, bytes, sizeof(bytes), &got)) == IO_OK) {
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

/* In the signal handler of the guard. */
static void
kill_now(void *ctx)
{
	struct share *s = ctx;

	pty_kill_now(s->pty);
}

/* --- the shell's life --- */

static void child_ready(int events, void *ctx);

static bool
start(struct share *s, int cols, int rows, struct err *err)
{
	if (!pty_open(s->pty, s->command, cols, rows, err))
		return false;
	s->eof = s->exited = false;
	s->started_ms = clock_ms();
	s->watch = loop_watch_new(
	    s->loop, pty_fd(s->pty), LOOP_READ, ready, s, err);
	s->child = loop_watch_new(
	    s->loop, pty_end_fd(s->pty), LOOP_READ, child_ready, s, err);
	return s->watch != NULL && s->child != NULL;
}

/* What the last one had set is not for the next; what it wrote stays. */
static void
tell_again(struct share *s)
{
	const char *text = _("The shell has ended and was started again. F12 "
			     "ends the visit.");

	if (vt_grid(s->vt)->modes.alt)
		vt_write(s->vt, "\033[?1049l", 8);
	vt_write(s->vt, "\030\033[!p\033[?5l\033]2;\a", 15);
	if (vt_grid(s->vt)->cursor.col > 0)
		vt_write(s->vt, "\r\n", 2);
	vt_write(s->vt, text, strlen(text));
	vt_write(s->vt, "\r\n", 2);
}

/* All that came of the last one goes first: the keeper of the next is to have
 * no other children beside it. */
static void
again_due(void *ctx)
{
	struct share *s = ctx;
	const struct grid *g = vt_grid(s->vt);
	struct err err = {0};

	if (!pty_gone(s->pty, s->waited_ms >= LATE_MS) &&
	    s->waited_ms < HOPELESS_MS) {
		s->waited_ms += GONE_MS;
		loop_timer_set(s->again, GONE_MS);
		return;
	}
	if (!start(s, g->cols, g->rows, &err)) {
		log_error("cannot start the shell again: %s", err.text);
		say_ended(s);
		return;
	}
	if (loop_timer_armed(s->hold))
		hold_again(s);
	tell_again(s);
	s->events->changed(s->ctx);
	s->events->again(s->ctx);
}

static void
begin_again(struct share *s)
{
	buf_clear(&s->keys);
	pasting_anew(&s->pasting);
	check_room(s);
	pty_continue(s->pty);
	pty_hangup(s->pty);
	pty_kill(s->pty);
	s->waited_ms = 0;
	loop_timer_set(s->again, 0);
}

/* Over when the shell is gone; its daemons may hold the pty for ever. */
static void
check_end(struct share *s)
{
	loop_watch_free(s->watch);
	s->watch = NULL;
	if (s->command == NULL && clock_ms() - s->started_ms >= AGAIN_MS)
		begin_again(s);
	else
		loop_defer(s->loop, say_ended, s);
}

static void
child_ready(int events, void *ctx)
{
	struct share *s = ctx;
	bool changed = false;

	if (!pty_reap(s->pty))
		return;
	loop_watch_free(s->child);
	s->child = NULL;
	s->exited = true;
	s->status = pty_exit_code(s->pty);
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
	s->command = command;
	s->pasting.in = PASTING_NOBODY;
	buf_init(&s->keys, KEYS_MOST);
	s->pty = pty_new();
	s->vt = vt_new(cols, rows, &cb);
	s->hold = loop_timer_new(loop, hold_again, s);
	s->again = loop_timer_new(loop, again_due, s);
	guard_share(kill_now, s);
	if (!start(s, cols, rows, err)) {
		share_free(s);
		return NULL;
	}
	return s;
}

/* --- the end: the share is gone, its processes still have to go --- */

struct ending {
	struct pty *pty;
	struct loop_timer *timer;
	int waited_ms; /* since the kill; -1 = not yet */
};

static void
ending_due(void *ctx)
{
	struct ending *e = ctx;

	if (e->waited_ms < 0) {
		pty_kill(e->pty);
		e->waited_ms = 0;
	}
	if (!pty_gone(e->pty, e->waited_ms >= LATE_MS)) {
		e->waited_ms += GONE_MS;
		if (e->waited_ms < HOPELESS_MS) {
			loop_timer_set(e->timer, GONE_MS);
			return;
		}
		log_warn("something of the shell could not be ended");
	}
	loop_timer_free(e->timer);
	pty_free(e->pty);
	free(e);
}

/* First a hang-up, as a terminal does it: a shell saves its history. Takes the
 * pty over. */
static void
begin_end(struct loop *loop, struct pty *pty, bool exited)
{
	struct ending *e = mem_alloc(sizeof(*e));

	e->pty = pty;
	e->waited_ms = -1;
	e->timer = loop_timer_new(loop, ending_due, e);
	pty_continue(e->pty);
	pty_hangup(e->pty);
	loop_timer_set(e->timer, exited ? 0 : GOODBYE_MS);
}

void
share_free(struct share *s)
{
	if (s == NULL)
		return;
	guard_share(NULL, NULL);
	loop_forget(s->loop, s);
	loop_watch_free(s->watch);
	loop_watch_free(s->child);
	loop_timer_free(s->hold);
	loop_timer_free(s->again);
	begin_end(s->loop, s->pty, s->exited);
	vt_free(s->vt);
	buf_fini(&s->keys);
	free(s);
}

void
share_resize(struct share *s, int cols, int rows)
{
	grid_clamp(&cols, &rows);
	pty_resize(s->pty, cols, rows);
	vt_resize(s->vt, cols, rows);
}

bool
share_echo(const struct share *s)
{
	return s->watch == NULL || pty_echo(s->pty);
}

struct vt *
share_vt(struct share *s)
{
	return s->vt;
}
