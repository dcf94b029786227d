/* A check code was wrong: what it may mean, and nobody is let in before the
 * user has read it. Whoever is in the middle would like to hurry on: nothing
 * but the user's answer leads away from here, see app_release(). */
#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"

#define READ 1

struct alarm_self {
	struct app *app;
	struct dialog dialog;
};

static void
alarm_shown(void *self)
{
	struct alarm_self *s = self;
	struct dialog *d = &s->dialog;

	dialog_init(d, _("Warning"), visit_seen(s->app->visit)->after,
	    DIALOG_UNASKED | DIALOG_ALERT, clock_ms());
	dialog_add(d, 'r', _("I have &read it"), READ);
	paint_bell(&s->app->paint);
}

static void
alarm_draw(void *self, struct canvas *c)
{
	struct alarm_self *s = self;
	const struct bar_key keys[] = {{"F12", _("end everything")}};
	struct rect r = view_frame(s->app, c, _("warning"), keys, 1);

	view_text(c, &r, UI_NORMAL,
	    _("Nobody sees your screen and nobody can type here. The "
	      "technician can try again after you have read this."));
	dialog_draw(&s->dialog, c, clock_ms());
}

static bool
alarm_key(void *self, const struct keys_event *ev)
{
	struct alarm_self *s = self;
	struct app *a = s->app;

	if (keys_is_ctrl(ev, 'l'))
		paint_reset(&a->paint);
	if (dialog_key(&s->dialog, ev, clock_ms()) == READ) {
		app_release(a);
		if (!a->alarm)
			visit_read(a->visit);
		app_notice(a, visit_seen(a->visit)->after);
	}
	return true;
}

/* A wide window has room for it in few rows. */
static bool
alarm_fits(const void *self)
{
	const struct alarm_self *s = self;

	return s->dialog.whole;
}

const struct view view_alarm = {
    .ops = {.shown = alarm_shown,
	.draw = alarm_draw,
	.fits = alarm_fits,
	.key = alarm_key},
    .size = sizeof(struct alarm_self),
    .alarm = true,
};
