/* Which kind of work it is from now on; or the question about it. */
#include "console/dlg/dlg_kind.h"

#include <stdlib.h>
#include <string.h>

#include "console/app/app_know.h"
#include "console/dlg/dlg_pick.h"
#include "console/dlg/dlg_withdraw.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/money.h"
#include "shared/core/prices.h"
#include "shared/core/title.h"

/* The line of its kind for that product. */
static bool
applies(const struct prices *list, const struct price *p, const char *product)
{
	if (product[0] == '\0' || price_has_product(p, product))
		return true;
	for (int i = 0; i < list->n; i++)
		if (list->line[i].kind == p->kind &&
		    price_has_product(&list->line[i], product))
			return false;
	return p->products[0] == '\0';
}

static void
kind_note(const struct price *p, bool asks, struct choice *ch)
{
	char *hour;

	hour = str_fmt(asks ? _("%s/h net, needs a yes") : _("%s/h net"),
	    MONEY_TEXT(p->net_gr));
	str_copy(ch->note, sizeof(ch->note),
	    p->net_gr > 0 ? hour : _("by quote only"));
	free(hour);
}

static bool
rate_stands(struct app *a, int64_t ticket)
{
	return model_rate(app_model(a), ticket) != NULL;
}

void
dlg_kind(struct app *a, int64_t ticket)
{
	const struct billclock *clock = model_clock(app_model(a), ticket);
	const struct model_row *row = model_row(app_model(a), ticket);
	const struct prices *list = &app_model(a)->firm.prices;
	struct pick_box *b;

	if (!app_know_own(a, ticket))
		return;
	if (model_rate(app_model(a), ticket) != NULL) {
		dlg_withdraw(a, ticket, _("Take the question back?"),
		    _("The client is asked whether to go on at another price. Taken "
		      "back, it cannot be answered any more; the work goes on as "
		      "before."),
		    rate_stands);
		return;
	}
	b = dlg_pick_new(a, ticket, list->n + 1);
	b->kind = MSG_KIND;
	b->field = "kind";
	b->title = _("Kind of work from now on");
	for (int i = 0; i < list->n; i++) {
		const struct price *p = &list->line[i];

		if (applies(list, p, row != NULL ? row->r.product : ""))
			kind_note(p, billclock_asks(clock, p->kind),
			    dlg_pick_add(b, price_kind_name(p->kind),
				title_work(p->name)));
	}
	if (billclock_undo(clock, clock_ms()))
		dlg_pick_add(b, "",
		    _("the last change was a mistake: take it back (60 s)"));
	dlg_pick_open(b);
	for (int i = 0; clock != NULL && i < b->choices; i++)
		if (str_eq(b->choice[i].word, price_kind_name(clock->kind)))
			menu_select(&b->menu, i);
}
