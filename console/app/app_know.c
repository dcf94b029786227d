#include "console/app/app_know.h"

#include "console/app/app.h"
#include "shared/base/i18n.h"

const struct model *
app_model(const struct app *a)
{
	return &a->model;
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
app_know_own(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);

	return row == NULL || model_is_mine(&a->model, row) ||
	    say_whose(a, row);
}

bool
app_know_free(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(&a->model, ticket);

	return row == NULL || model_may_end(&a->model, row) ||
	    say_whose(a, row);
}
