#include "console/desk/brain_door.h"
#include "console/desk/brain_tell.h"
#include "console/desk/brain_visit.h"
#include "shared/base/clock.h"
#include "shared/base/log.h"
#include "shared/base/str.h"

#define TIMES 3 /* one technician may let it run out so often */
/* What could not be written is tried again after so long. */
#define AGAIN_MS 5000

static bool
is_waiting(const struct brain_ticket *bt)
{
	const struct brain_door *d = &bt->door;

	return bt->t.attached && !(bt->t.consent && d->visit == bt->visit);
}

static void
begin(struct brain_ticket *bt)
{
	struct brain_door *d = &bt->door;

	if (!str_eq(d->technician, bt->t.technician)) {
		str_copy(
		    d->technician, sizeof(d->technician), bt->t.technician);
		d->spent_ms = 0;
		d->times = 0;
	}
	d->since_ms = clock_ms();
}

void
brain_door_note(struct brain_ticket *bt, const struct ticket_event *ev)
{
	struct brain_door *d = &bt->door;

	if (ev->kind == TICKET_EV_CONSENT && ev->yes) {
		d->visit = bt->visit;
		d->spent_ms = d->since_ms = 0;
		d->times = 0;
	}
	if (is_waiting(bt)) {
		if (d->since_ms == 0)
			begin(bt);
	} else if (d->since_ms != 0) {
		d->spent_ms += clock_ms() - d->since_ms;
		d->since_ms = 0;
	}
}

int64_t
brain_door_deadline(const struct brain_ticket *bt)
{
	const struct brain_door *d = &bt->door;

	if (d->since_ms == 0)
		return -1;
	return d->since_ms + bt->brain->config.limits.let_in_s * 1000 -
	    d->spent_ms;
}

void
brain_door_due(struct brain_ticket *bt, int64_t now_ms)
{
	int64_t at = brain_door_deadline(bt);

	if (at < 0 || now_ms < at)
		return;
	log_warn("ticket %lld: %s was not let in in time",
	    (long long)bt->t.number, bt->t.technician);
	brain_tell_warn(bt, "not-let-in");
	brain_visit_end(bt, "nobody was let in in time");
	if (bt->t.attached) {
		bt->door.spent_ms -= AGAIN_MS;
		return;
	}
	bt->door.spent_ms = 0;
	if (++bt->door.times >= TIMES) /* the client is for others now */
		loop_timer_set(bt->hold, 0);
}

bool
brain_door_is_shut(const struct brain_ticket *bt, const char *technician)
{
	return bt->door.times >= TIMES &&
	    str_eq(bt->door.technician, technician);
}
