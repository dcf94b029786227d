#include "console/dlg/dlg_quit.h"

#include "console/app/app_desk.h"
#include "console/app/app_know.h"
#include "console/app/app_screen.h"
#include "console/app/app_visits.h"
#include "console/dlg/dlg_ask.h"
#include "shared/base/i18n.h"

static void
quit_asked(struct app *a, int value, int64_t ticket)
{
	if (value == 1)
		app_leave(a);
}

/* What leaving now would do to somebody; NULL when to nobody. */
static const char *
quit_hurts(const struct app *a)
{
	bool running = app_has_visits(a);

	for (int i = 0; i < app_model(a)->clocks; i++)
		running = running || app_model(a)->clock[i].tick.running;
	if (running)
		return _("A visit is open or a clock runs. When you leave, the "
			 "visit is cut and its clock stops; the ticket stays "
			 "open.");
	if (app_has_own_desk(a) && model_expecting(app_model(a)) > 0)
		return _("Clients are waiting or were picked. The desk of this "
			 "console ends with it; their programs will try again "
			 "until it is back.");
	if (!app_has_own_desk(a) && model_expecting_me(app_model(a)) > 0)
		return _("A client whom you have taken counts on you. When you "
			 "leave before any work, he is back in the queue after "
			 "a minute; after work, his ticket stays open and "
			 "yours.");
	return NULL;
}

void
dlg_quit(struct app *a)
{
	static const struct dlg_answer answers[] = {
	    {'y', N_("&yes, leave")}, {'n', N_("&no, stay")}, {0, NULL}};
	const char *hurts = quit_hurts(a);

	if (hurts == NULL)
		app_leave(a);
	else
		dlg_ask(
		    a, _("Leave pomoc?"), hurts, answers, quit_asked, NULL, 0);
}
