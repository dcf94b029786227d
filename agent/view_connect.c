/* Until the desk has greeted: where to, and what went wrong so far. */
#include <stdio.h>

#include "agent/view.h"
#include "shared/base/i18n.h"
#include "shared/base/utf8.h"

static void
connect_draw(void *self, struct canvas *c)
{
	const struct app *a = ((struct app_self *)self)->app;
	const struct bar_key keys[] = {
	    {"Enter", _("try now")}, {"q", _("quit")}};
	struct rect r = view_frame(a, c, _("connecting"), keys, 2);
	char text[700];

	snprintf(text, sizeof(text), _("Connecting to %s, port %d …"),
	    a->options->host, a->options->port);
	view_text(c, &r, UI_STRONG, text);
	if (a->desk_state != DESK_LINK_WAITING)
		return;
	view_text(c, &r, UI_BAD, UTF8_CLEAN(500, a->desk_why, 0));
	if (a->retry_s > 0)
		snprintf(text, sizeof(text),
		    _("The next try is in %d s. If it goes on like this, phone "
		      "the service point."),
		    a->retry_s);
	else
		snprintf(text, sizeof(text), "%s", _("Trying again."));
	view_text(c, &r, UI_NORMAL, text);
}

static bool
connect_key(void *self, const struct keys_event *ev)
{
	struct app *a = ((struct app_self *)self)->app;

	if (ev->code != KEYS_ENTER)
		return app_common_key(a, ev);
	desk_link_retry(a->desk);
	return false;
}

const struct view view_connect = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.draw = connect_draw,
	.key = connect_key},
    .size = sizeof(struct app_self),
};
