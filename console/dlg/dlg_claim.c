#include "console/dlg/dlg_claim.h"

#include <stdlib.h>

#include "console/app/app_know.h"
#include "console/app/app_visits.h"
#include "console/dlg/dlg_ask.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/stage/stage.h"
#include "shared/ui/dialog.h"

static bool
may_claim(struct app *a, void *ctx)
{
	const struct model_row *row = model_row(
	    app_model(a), (int64_t)(intptr_t)ctx);

	if (row != NULL && model_is_waiting(row))
		return true;
	if (row != NULL && row->r.by[0] != '\0')
		stage_notice(app_stage(a), UI_BAR_ALERT,
		    _("%s is with %s already."), model_client(row), row->r.by);
	return false;
}

static void
claim_asked(struct app *a, int value, void *ctx)
{
	if (value == 1)
		app_claim(a, (int64_t)(intptr_t)ctx);
}

/* As a client cannot ask for a technician who does not serve his product, so
 * none takes him without having read it. */
static void
ask_claim(struct app *a, const struct model_row *row)
{
	const struct firm *firm = &app_model(a)->firm;
	char *text = str_fmt(
	    _("%s needs help with %s. The desk knows you for other products: "
	      "%s."),
	    model_client(row), row->r.product,
	    firm_technician(firm, firm->me)->products);
	struct dialog *d = dlg_ask(a, _("Not your product"), text, DIALOG_ESC,
	    claim_asked, (void *)(intptr_t)row->ticket, NULL);

	free(text);
	if (d == NULL)
		return;
	dialog_add(d, 't', _("&take the client all the same"), 1);
	dialog_add(d, 'l', _("&leave him to others"), 2);
	dlg_ask_while(d, may_claim);
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
