/* A check code was wrong: what it may mean, and nobody is let in before the
 * user has read it. Whoever is in the middle would like to hurry on: nothing
 * but the user's answer leads away from here, see app_release(). */
#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"

#define READ 1

static void
alarm_enter(struct app *a, void *self)
{
	struct dialog *d = self;

	dialog_init(d, _("Warning"), visit_seen(a->visit)->after,
	    DIALOG_UNASKED | DIALOG_ALERT, clock_ms());
	dialog_add(d, 'r', _("I have &read it"), READ);
	paint_bell(&a->paint);
}

static void
alarm_draw(const struct app *a, void *self, struct canvas *c)
{
	const struct bar_key keys[] = {{"F12", _("end everything")}};
	struct rect r = view_frame(a, c, _("warning"), keys, 1);

	view_text(c, &r, UI_NORMAL,
	    _("Nobody sees your screen and nobody can type here. The "
	      "technician can try again after you have read this."));
	dialog_draw(self, c, clock_ms());
}

static void
alarm_key(struct app *a, void *self, const struct keys_event *ev)
{
	if (keys_is_ctrl(ev, 'l'))
		paint_reset(&a->paint);
	if (dialog_key(self, ev, clock_ms()) == READ) {
		app_release(a);
		if (!a->alarm)
			visit_read(a->visit);
		app_notice(a, visit_seen(a->visit)->after);
	}
	app_redraw(a);
}

const struct view view_alarm = {
    .name = "alarm",
    .size = sizeof(struct dialog),
    .enter = alarm_enter,
    .draw = alarm_draw,
    .key = alarm_key,
    .alarm = true,
};
