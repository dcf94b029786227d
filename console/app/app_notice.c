#include "console/app/app_notice.h"

#include <stdarg.h>
#include <stdio.h>

#include "console/app/app.h"
#include "shared/base/clock.h"

#define NOTICE_MS 6000

void
app_redraw(struct app *a)
{
	bool waits = a->pace.dirty; /* a draw is on its way already */
	int wait_ms;

	viewer_dirty(&a->pace);
	wait_ms = viewer_poll(&a->pace, clock_ms());
	if (wait_ms > 0)
		loop_timer_set(a->draw_timer, wait_ms);
	else if (!waits)
		loop_defer(a->loop, a->draw, a);
}

void
app_notice(struct app *a, enum ui_style style, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(a->notice, sizeof(a->notice), fmt, ap);
	va_end(ap);
	a->notice_style = style;
	a->notice_until_ms = clock_ms() + NOTICE_MS;
	app_redraw(a);
}

void
app_leave(struct app *a)
{
	a->quitting = true;
	loop_stop(a->loop);
}

const char *
app_notice_text(const struct app *a, enum ui_style *style)
{
	*style = a->notice_style;
	return a->notice_until_ms > clock_ms() ? a->notice : NULL;
}
