/* What both type, on its way to the shell: the gate, what holds it closed, and
 * what to do when the shell does not read. */
#include <string.h>

#include "agent/app.h"
#include "agent/visit.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

#define ACTIVE_MS 60000 /* the desk hears of keys, output so often at most */
#define STALL_MS 1000 /* nothing was read: the user's keys go first */
#define BARS_MS 1000
#define QUEUED_USER 1u
#define QUEUED_GUEST 2u

static bool
is_recent(int64_t told_ms, int64_t now_ms)
{
	return told_ms != 0 && now_ms - told_ms < ACTIVE_MS;
}

static void
tell_active(struct app *a, bool output)
{
	struct msg *m;

	if (a->inner == NULL || a->desk == NULL || a->visit.visit == 0)
		return;
	*(output ? &a->visit.output_ms : &a->visit.active_ms) = clock_ms();
	m = msg_put_int(msg_new(MSG_ACTIVE), "visit", a->visit.visit);
	if (output)
		msg_put_bool(m, "output", true);
	link_desk_send(a->desk, m);
}

/* The desk sees no keys: it is told now and then that there are some. */
static void
say_active(struct app *a)
{
	if (!is_recent(a->visit.active_ms, clock_ms()))
		tell_active(a, false);
}

void
visit_output(struct app *a)
{
	int64_t now = clock_ms();

	if (!is_recent(a->visit.output_ms, now) &&
	    !is_recent(a->visit.active_ms, now))
		tell_active(a, true);
}

static void
set_typist(struct app *a, const char *who)
{
	/* while a password is typed nobody is named */
	if (strcmp(a->typist, who) == 0 || !share_echo(a->share))
		return;
	str_copy(a->typist, sizeof(a->typist), who);
	if (a->inner != NULL)
		inner_typing(a->inner, who);
	app_redraw(a);
}

/* --- the technician --- */

bool
visit_typing_allowed(const struct app *a)
{
	return a->inner != NULL && a->inner_ready && !a->hidden && !a->held &&
	    grants_hold(&a->grants, GRANT_TYPE);
}

unsigned
visit_rights(const struct app *a)
{
	return a->grants.held & ~(a->held ? (unsigned)GRANT_TYPE : 0);
}

/* What may not pass is lost, not kept for later. */
bool
visit_guest_keys(const void *keys, size_t len, void *ctx)
{
	struct app *a = ctx;

	if (!visit_typing_allowed(a) || a->share == NULL)
		return true;
	len = grants_gate(&a->grants, GRANT_TYPE, len);
	if (len == 0)
		return true;
	say_active(a);
	set_typist(a, "technician");
	if (a->queued != 0 && !share_unread(a->share))
		a->queued = 0;
	a->queued |= QUEUED_GUEST;
	paint_key(&a->paint);
	return share_keys(a->share, keys, len);
}

/* --- the user --- */

/* The terminal is not read while the shell has enough, so that the rest of a
 * paste waits there. */
static void
wait_for_room(struct app *a)
{
	a->stalled_len = share_queued(a->share);
	tty_hold(a->tty, true);
	loop_timer_set(a->stall_timer, STALL_MS);
}

void
visit_keys(struct app *a, const void *keys, size_t len)
{
	if (a->share == NULL)
		return;
	say_active(a);
	set_typist(a, "user");
	a->queued |= QUEUED_USER;
	paint_key(&a->paint);
	if (a->stalled)
		paint_bell(&a->paint);
	else if (!share_keys(a->share, keys, len))
		wait_for_room(a);
}

/* F12 may stand behind the paste: it must be seen though nobody reads. */
void
visit_keys_stalled(void *ctx)
{
	struct app *a = ctx;

	if (a->share == NULL)
		return;
	if (share_queued(a->share) < a->stalled_len) {
		wait_for_room(a);
		return;
	}
	a->stalled = true;
	tty_hold(a->tty, false);
	app_notice(a,
	    _("The program does not read: the rest of what you type is lost."));
}

void
visit_keys_room(void *ctx)
{
	struct app *a = ctx;

	a->stalled = false;
	loop_timer_stop(a->stall_timer);
	tty_hold(a->tty, false);
	if (a->inner != NULL)
		inner_room(a->inner);
}

/* --- questions --- */

void
visit_bars_due(void *ctx)
{
	struct app *a = ctx;

	if (a->share == NULL || !(a->held || visit_typing_allowed(a)))
		return;
	paint_bars_again(&a->paint);
	loop_timer_set(a->bars_timer, BARS_MS);
}

void
visit_settle(struct app *a)
{
	bool held = a->share != NULL && app_question(a);

	if (a->share == NULL && (a->stalled || tty_is_held(a->tty)))
		visit_keys_room(a);
	if (held != a->held) {
		a->held = held;
		/* what he typed ahead is not for afterwards, unless the
		 * user's own keys are among it */
		if (held && a->queued == QUEUED_GUEST)
			share_drop_keys(a->share);
		if (a->share != NULL)
			share_hold(a->share, held);
		visit_announce(a);
		app_redraw(a);
	}
	if (!loop_timer_armed(a->bars_timer))
		visit_bars_due(a);
}
