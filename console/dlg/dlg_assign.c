/* For which technician a ticket is. */
#include "console/dlg/dlg_assign.h"

#include <string.h>

#include "console/app/app_know.h"
#include "console/dlg/dlg_pick.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

void
dlg_assign(struct app *a, int64_t ticket)
{
	const struct model_row *row = model_row(app_model(a), ticket);
	struct pick_box *b = dlg_pick_new(
	    a, ticket, app_model(a)->firm.technicians + 1);

	b->kind = MSG_ASSIGN;
	b->field = "technician";
	b->title = _("For which technician?");
	dlg_pick_add(b, "any", _("anyone"));
	for (int i = 0; i < app_model(a)->firm.technicians; i++) {
		const struct firm_technician *t = &app_model(a)
						       ->firm.technician[i];
		struct choice *ch = dlg_pick_add(b, t->id, t->name);

		str_copy(ch->note, sizeof(ch->note),
		    words_text(&presence_words, (int)t->state));
		if (row != NULL && !model_serves(app_model(a), t->id, row))
			str_copy(ch->note + strlen(ch->note),
			    sizeof(ch->note) - strlen(ch->note),
			    _(", not his product"));
	}
	dlg_pick_open(b);
}
