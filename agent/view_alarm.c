/* A check code was wrong: what it may mean, and nobody is let in before the
 * user has read it. Whoever is in the middle would like to hurry on. */
#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"

#define READ_MS 1000 /* an Enter before that was meant for something else */

static void
alarm_enter(struct app *a)
{
	a->visit.alarm_ms = clock_ms();
	paint_bell(&a->paint);
}

static void
alarm_draw(struct app *a, struct canvas *c)
{
	const struct bar_key keys[] = {{"Enter", _("I have read it")}};
	struct rect r = view_frame(a, c, _("warning"), keys, 1);

	view_text(c, &r, UI_BAD, a->visit.after);
	view_text(c, &r, UI_NORMAL,
	    _("Nobody sees your screen and nobody can type here. The "
	      "technician can try again after you have pressed Enter."));
}

static void
alarm_key(struct app *a, const struct keys_event *ev)
{
	if (ev->code == KEYS_ENTER && clock_ms() - a->visit.alarm_ms >= READ_MS)
		visit_go_alone(a);
	else if (keys_is_ctrl(ev, 'l'))
		paint_reset(&a->paint);
}

const struct view view_alarm = {
    .name = "alarm",
    .enter = alarm_enter,
    .draw = alarm_draw,
    .key = alarm_key,
};
