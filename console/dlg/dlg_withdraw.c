#include "console/dlg/dlg_withdraw.h"

#include "console/app/app_send.h"
#include "shared/base/i18n.h"
#include "shared/ui/dialog.h"

static void
withdraw_asked(struct app *a, int value, void *ctx)
{
	if (value == 1)
		app_send_ticket(a, MSG_WITHDRAW, (int64_t)(intptr_t)ctx);
}

void
dlg_withdraw(struct app *a, int64_t ticket, const char *title, const char *text,
    dlg_stands_fn *stands)
{
	struct dialog *d = dlg_ask(a, title, text, DIALOG_ESC, withdraw_asked,
	    (void *)(intptr_t)ticket, NULL);

	if (d == NULL)
		return;
	dialog_add(d, 't', _("&take it back"), 1);
	dialog_add(d, 'l', _("&let it stand"), 2);
	dlg_ask_while(d, stands);
}
