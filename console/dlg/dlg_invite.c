#include "console/dlg/dlg_invite.h"

#include "console/app/app_know.h"
#include "console/dlg/dlg_text.h"
#include "console/link/invite.h"
#include "shared/base/buf.h"
#include "shared/base/i18n.h"
#include "shared/stage/stage.h"

void
dlg_invite(struct app *a)
{
	struct buf b = BUF_INIT;

	if (app_model(a)->firm.address[0] == '\0') {
		stage_notice(app_stage(a), UI_BAR_ALERT,
		    _("There is no link to the desk."));
		return;
	}
	invite_text(&b, app_model(a)->firm.address, app_model(a)->firm.key,
	    app_model(a)->firm.open);
	dlg_text(a, _("What the client types"), buf_str(&b), NULL, 0);
	buf_fini(&b);
}
