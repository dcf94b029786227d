/* For which technician a ticket is. */
#include "console/dlg/dlg_assign.h"

#include <string.h>

#include "console/app/app_know.h"
#include "console/dlg/dlg_pick.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

static void
add(struct pick_box *b, const struct firm_technician *t, bool serves)
{
	struct choice *ch = dlg_pick_add(b, t->id, t->name);

	str_copy(ch->note, sizeof(ch->note),
	    words_text(&presence_words, (int)t->state));
	if (!serves)
		str_copy(ch->note + strlen(ch->note),
		    sizeof(ch->note) - strlen(ch->note),
		    _(", not his product"));
}

/* Whom one hands over to is another one. Who serves the product goes first. */
void
dlg_assign(struct app *a, int64_t ticket)
{
	const struct model *m = app_model(a);
	const struct model_row *row = model_row(m, ticket);
	bool mine = row != NULL && model_is_mine(m, row);
	struct pick_box *b;

	if (!app_know_free(a, ticket))
		return;
	b = dlg_pick_new(a, ticket, m->firm.technicians + 1);
	b->kind = MSG_ASSIGN;
	b->field = "technician";
	b->title = _("For which technician?");
	dlg_pick_add(b, "any", _("anyone"));
	for (int serves = 1; serves >= 0; serves--)
		for (int i = 0; i < m->firm.technicians; i++) {
			const struct firm_technician *t = &m->firm
							       .technician[i];
			bool does = row == NULL || model_serves(m, t->id, row);

			if (does == serves &&
			    !(mine && str_eq(t->id, m->firm.me)))
				add(b, t, does);
		}
	dlg_pick_open(b);
}
