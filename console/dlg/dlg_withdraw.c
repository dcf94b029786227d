#include "console/dlg/dlg_withdraw.h"

#include "console/app/app_send.h"
#include "shared/base/i18n.h"

static void
withdraw_asked(struct app *a, int value, int64_t ticket)
{
	if (value == 1)
		app_send_ticket(a, MSG_WITHDRAW, ticket);
}

void
dlg_withdraw(struct app *a, int64_t ticket, const char *title, const char *text,
    dlg_stands_fn *stands)
{
	static const struct dlg_answer answers[] = {
	    {'t', N_("&take it back")}, {'l', N_("&let it stand")}, {0, NULL}};

	dlg_ask(a, title, text, answers, withdraw_asked, stands, ticket);
}
