#include "console/app/app_ticket.h"

#include <stdio.h>

#include "console/app/app.h"
#include "shared/base/i18n.h"

const struct model_row *
app_row(const struct app *a, int64_t ticket)
{
	return model_row(&a->model, ticket);
}

const char *
app_client(const struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);
	static char number[32];

	if (row != NULL)
		return model_client(row);
	snprintf(number, sizeof(number), "#%lld", (long long)ticket);
	return number;
}

static bool
say_whose(struct app *a, const struct model_row *row)
{
	if (row->r.by[0] != '\0')
		stage_notice(&a->stage, UI_BAR_ALERT,
		    _("%s is with %s already."), model_client(row), row->r.by);
	else
		stage_notice(
		    &a->stage, UI_BAR_ALERT, _("That ticket is not yours."));
	return false;
}

bool
app_ticket_own(struct app *a, int64_t ticket)
{
	const struct model_row *row = app_row(a, ticket);

	return row == NULL || model_is_mine(&a->model, row) ||
	    say_whose(a, row);
}

bool
app_ticket_free(struct app *a, int64_t ticket)
{
	const struct model_row *row = app_row(a, ticket);

	return row == NULL || model_may_end(&a->model, row) ||
	    say_whose(a, row);
}
