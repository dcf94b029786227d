#include "console/app/app_send.h"

#include "console/app/app.h"
#include "shared/base/i18n.h"
#include "shared/core/ticket.h"

bool
app_send(struct app *a, struct msg *m)
{
	if (desk_link_send(a->desk, m))
		return true;
	stage_notice(&a->stage, UI_BAR_ALERT,
	    _("There is no link to the desk: nothing was changed."));
	return false;
}

bool
app_send_ticket(struct app *a, enum msg_kind kind, int64_t ticket)
{
	return app_send(a, msg_about(kind, ticket));
}

void
app_send_state(struct app *a, const char *state)
{
	app_send(a, msg_put_str(msg_new(MSG_STATE), "state", state));
}

/* By itself: when the client answers, when somebody types. */
static bool
goes_on(const struct billclock *c)
{
	return c->tick.running || c->why == TICKET_PAUSE_LINK ||
	    c->why == TICKET_PAUSE_IDLE;
}

void
app_toggle_pause(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);
	const struct billclock *c = model_clock(&a->model, ticket);

	if (row != NULL && !model_is_mine(&a->model, row)) {
		stage_notice(
		    &a->stage, UI_BAR_ALERT, _("That ticket is not yours."));
		return;
	}
	app_send_ticket(
	    a, c == NULL || goes_on(c) ? MSG_PAUSE : MSG_RESUME, ticket);
}
