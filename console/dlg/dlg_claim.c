#include "console/dlg/dlg_claim.h"

#include <stdlib.h>

#include "console/app/app_know.h"
#include "console/app/app_visits.h"
#include "console/dlg/dlg_ask.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/stage/stage.h"

static bool
may_claim(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(app_model(a), ticket);

	if (row != NULL && model_is_waiting(row))
		return true;
	if (row != NULL && row->r.by[0] != '\0')
		stage_notice(app_stage(a), UI_BAR_ALERT,
		    _("%s is with %s already."), model_client(row), row->r.by);
	return false;
}

static void
claim_asked(struct app *a, int value, int64_t ticket)
{
	if (value == 1)
		app_claim(a, ticket);
}

/* As a client cannot ask for a technician who does not serve his product, so
 * none takes him without having read it. */
static void
ask_claim(struct app *a, const struct model_row *row)
{
	static const struct dlg_answer answers[] = {
	    {'t', N_("&take the client all the same")},
	    {'l', N_("&leave him to others")}, {0, NULL}};
	const struct firm *firm = &app_model(a)->firm;
	char *text = str_fmt(
	    _("%s needs help with %s. The desk knows you for other products: "
	      "%s."),
	    model_client(row), row->r.product,
	    firm_technician(firm, firm->me)->products);

	dlg_ask(a, _("Not your product"), text, answers, claim_asked, may_claim,
	    row->ticket);
	free(text);
}

void
dlg_claim(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(app_model(a), ticket);

	if (row == NULL)
		return;
	if (model_is_waiting(row)) {
		if (model_serves(app_model(a), app_model(a)->firm.me, row))
			app_claim(a, ticket);
		else
			ask_claim(a, row);
		return;
	}
	if (!model_is_mine(app_model(a), row)) {
		stage_notice(app_stage(a), UI_BAR_ALERT,
		    _("%s is with %s already."), model_client(row), row->r.by);
		return;
	}
	app_ask_again(a, ticket);
}
