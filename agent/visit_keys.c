/* What both type, on its way to the shell: the gate, what holds it closed, and
 * what to do when the shell does not read. */
#include <stdlib.h>

#include "agent/visit_impl.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"

#define ACTIVE_MS 60000 /* the desk hears of keys, output so often at most */
#define STALL_MS 1000 /* nothing was read: the user's keys go first */
#define BARS_MS 1000 /* between two paintings of the bars */
#define BARS_QUIET_MS 20000 /* the same while nothing happens in the share */
#define QUIET_MS 10000
#define QUEUED_USER 1u
#define QUEUED_GUEST 2u

static bool
is_recent(int64_t told_ms, int64_t now_ms)
{
	return told_ms != 0 && now_ms - told_ms < ACTIVE_MS;
}

static bool
is_quiet(const struct visit *v)
{
	return clock_ms() - v->stirred_ms >= QUIET_MS;
}

static void
tell_active(struct visit *v, bool output)
{
	struct msg *m;

	if (v->inner == NULL || v->seen.visit == 0)
		return;
	*(output ? &v->output_ms : &v->active_ms) = clock_ms();
	m = msg_put_int(msg_new(MSG_ACTIVE), "visit", v->seen.visit);
	if (output)
		msg_put_bool(m, "output", true);
	desk_link_send(v->at.desk, m);
}

/* The bars are painted each second again from now on. */
static void
stir(struct visit *v)
{
	bool was_quiet = is_quiet(v);

	v->stirred_ms = clock_ms();
	if (was_quiet && loop_timer_armed(v->bars_timer))
		loop_timer_set(v->bars_timer, BARS_MS);
}

/* The desk sees no keys: it is told now and then that there are some. */
static void
say_active(struct visit *v)
{
	if (!is_recent(v->active_ms, clock_ms()))
		tell_active(v, false);
}

void
visit_output(struct visit *v)
{
	int64_t now = clock_ms();

	stir(v);
	if (!is_recent(v->output_ms, now) && !is_recent(v->active_ms, now))
		tell_active(v, true);
}

static void
set_typist(struct visit *v, enum typist who)
{
	/* while a password is typed nobody is named */
	if (v->seen.typist == (int)who || !share_echo(v->share))
		return;
	v->seen.typist = (int)who;
	if (v->inner != NULL)
		inner_typing(v->inner, who);
	paint_redraw(v->at.paint);
}

/* Whoever typed, all are to see at once what it does. */
static void
hurry(struct visit *v)
{
	stir(v);
	paint_key(v->at.paint);
	if (v->inner != NULL)
		inner_key(v->inner);
}

/* --- the technician --- */

/* What may not pass is lost, not kept for later. */
bool
visit_guest_keys(const void *keys, size_t len, void *ctx)
{
	struct visit *v = ctx;

	if (v->share == NULL)
		return true;
	if (!visit_typing_allowed(v) ||
	    grants_gate(&v->seen.grants, GRANT_TYPE, len) == 0) {
		share_lost_keys(v->share, PASTING_GUEST, keys, len);
		return true;
	}
	say_active(v);
	set_typist(v, TYPIST_TECHNICIAN);
	/* whose they were counts only beside the other's */
	if ((v->queued & QUEUED_USER) && !share_unread(v->share))
		v->queued = 0;
	v->queued |= QUEUED_GUEST;
	hurry(v);
	return share_keys(v->share, PASTING_GUEST, keys, len);
}

bool
visit_guest_echo(void *ctx)
{
	const struct visit *v = ctx;

	return v->share == NULL || share_echo(v->share);
}

/* --- the user --- */

/* The terminal is not read while the shell has enough, so that the rest of a
 * paste waits there. */
static void
wait_for_room(struct visit *v)
{
	v->stalled_len = share_queued(v->share);
	tty_hold(v->at.tty, true);
	loop_timer_set(v->stall_timer, STALL_MS);
}

static void
send_keys(struct visit *v, const void *keys, size_t len)
{
	say_active(v);
	set_typist(v, TYPIST_USER);
	v->queued |= QUEUED_USER;
	hurry(v);
	if (v->stalled) {
		share_lost_keys(v->share, PASTING_USER, keys, len);
		paint_bell(v->at.paint);
	} else if (!share_keys(v->share, PASTING_USER, keys, len)) {
		wait_for_room(v);
	}
}

/* On the bars nothing is clicked. */
static bool
is_on_screen(struct visit *v, struct keys_event *ev)
{
	const struct grid *g = vt_grid(visit_vt(v));
	struct keys_screen s = {0, 0, g->rows, g->cols, v->mouse_held};
	bool is = ev->code != KEYS_MOUSE || keys_mouse_within(ev, &s);

	v->mouse_held = s.held;
	return is;
}

void
visit_key(struct visit *v, const struct keys_event *ev)
{
	size_t size = ev->raw_len + 32, len;
	struct keys_event its = *ev;
	char *bytes;

	if (v->share == NULL || !is_on_screen(v, &its))
		return;
	/* the clock shows seconds now */
	if (clock_ms() - v->seen.typed_ms >= BILLCLOCK_KEY_MS)
		paint_redraw(v->at.paint);
	v->seen.typed_ms = clock_ms();
	bytes = mem_alloc(size);
	len = keys_encode_pasting(
	    &its, &vt_grid(visit_vt(v))->modes, 0, 0, &v->paste, bytes, size);
	if (len > 0)
		send_keys(v, bytes, len);
	free(bytes);
}

/* F12 may stand behind the paste: it must be seen though nobody reads. */
void
visit_keys_stalled(void *ctx)
{
	struct visit *v = ctx;

	if (v->share == NULL)
		return;
	if (share_queued(v->share) < v->stalled_len) {
		wait_for_room(v);
		return;
	}
	v->stalled = true;
	tty_hold(v->at.tty, false);
	visit_notice(v,
	    _("The program does not read: the rest of what you type is lost."));
}

void
visit_keys_room(void *ctx)
{
	struct visit *v = ctx;

	v->stalled = false;
	loop_timer_stop(v->stall_timer);
	tty_hold(v->at.tty, false);
	if (v->inner != NULL)
		inner_room(v->inner);
}

/* --- questions --- */

void
visit_bars_due(void *ctx)
{
	struct visit *v = ctx;

	if (v->share == NULL || !(v->seen.held || visit_typing_allowed(v)))
		return;
	paint_bars_again(v->at.paint);
	loop_timer_set(v->bars_timer,
	    is_quiet(v) && !v->seen.held ? BARS_QUIET_MS : BARS_MS);
}

void
visit_settle(struct visit *v)
{
	bool held = v->share != NULL && visit_question(v) != VISIT_NO_QUESTION;

	if (v->share == NULL && (v->stalled || tty_is_held(v->at.tty)))
		visit_keys_room(v);
	if (held != v->seen.held) {
		v->seen.held = held;
		/* what he typed ahead is not for afterwards, unless the
		 * user's own keys are among it */
		if (held && v->queued == QUEUED_GUEST)
			share_drop_keys(v->share);
		if (v->share != NULL)
			share_hold(v->share, held);
		visit_announce(v);
		paint_redraw(v->at.paint);
	}
	if (!loop_timer_armed(v->bars_timer))
		visit_bars_due(v);
}
