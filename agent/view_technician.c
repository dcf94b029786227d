/* Step 1: who shall help. */
#include <stdio.h>

#include "agent/view.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"

struct technician_self {
	struct app *app;
	struct menu menu;
	char name[MENU_ITEMS][REQUEST_TEXT];
	char note[MENU_ITEMS][REQUEST_TEXT];
};

/* Where the program is known already: he does not help with it. */
static bool
is_wrong(const struct request *q, const struct firm_technician *t)
{
	return q->product[0] != '\0' &&
	    !str_list_allows(t->products, q->product);
}

/* What he is, and what he does where that is not everything. */
static const char *
note_of(const struct request *q, const struct firm_technician *t, char *dst)
{
	char products[REQUEST_TEXT];

	utf8_clean(products, sizeof(products), t->products, 60);
	if (is_wrong(q, t))
		snprintf(dst, REQUEST_TEXT, _("not %s"), q->product);
	else if (products[0] != '\0')
		snprintf(dst, REQUEST_TEXT, "%s · %.200s",
		    words_text(&presence_words, (int)t->state), products);
	else
		str_copy(dst, REQUEST_TEXT,
		    words_text(&presence_words, (int)t->state));
	return dst;
}

/* Also when the list has changed, or at the way back: the choice stays on its
 * row. */
static void
fill_menu(void *self)
{
	struct technician_self *s = self;
	const struct firm *f = &s->app->request->firm;
	int sel = s->menu.sel;

	menu_init(&s->menu);
	menu_add(&s->menu, _("anyone who is free first"), NULL);
	for (int i = 0; i < f->technicians && i + 1 < MENU_ITEMS; i++) {
		const struct firm_technician *t = &f->technician[i];

		utf8_clean(s->name[i + 1], REQUEST_TEXT, t->name, 40);
		menu_add(&s->menu, s->name[i + 1],
		    note_of(s->app->request, t, s->note[i + 1]));
	}
	if (sel > 0 && sel < s->menu.items)
		menu_select(&s->menu, sel);
}

static void
technician_news(void *self, const void *news)
{
	fill_menu(self);
}

/* The price list, folded and not cut; c NULL: only counts. Returns the rows. */
static int
draw_prices(const struct app *a, struct canvas *c, struct rect r)
{
	char price[APP_TEXT], line[3 * APP_TEXT];
	int rows = r.rows;

	view_skip(&r,
	    canvas_wrap(
		c, r, UI_STRONG, _("Prices (waiting is free, VAT is added):")));
	for (int i = 0; i < a->request->firm.prices.n; i++) {
		const struct price *p = &a->request->firm.prices.line[i];

		view_price_text(p, false, price, sizeof(price));
		snprintf(line, sizeof(line), "%s: %s",
		    p->products[0] != '\0' ? p->products
					   : price_kind_title(p->kind),
		    price);
		view_skip(&r, canvas_wrap(c, r, UI_NORMAL, line));
	}
	return rows - r.rows;
}

static void
technician_draw(void *self, struct canvas *c)
{
	struct technician_self *s = self;
	const struct app *a = s->app;
	const struct bar_key keys[] = {
	    {"↑↓", _("choose")}, {"Enter", _("take")}, {"q", _("quit")}};
	struct rect r = view_frame(a, c, _("1 of 3: technician"), keys, 3);
	struct rect list;
	int prices;

	view_desk(a, c, &r);
	view_skip(&r, canvas_wrap(c, r, UI_STRONG, _("Who shall help you?")));
	prices = draw_prices(a, NULL, r);
	/* no price is lost for an empty row */
	view_skip(&r, r.rows > s->menu.items + prices + 1);
	list = r;
	list.rows = MIN_OF(
	    MAX_OF(r.rows - prices - 1, 3), MIN_OF(s->menu.items, r.rows));
	menu_draw(&s->menu, c, list);
	view_skip(&r, list.rows + (r.rows > list.rows + prices));
	if (r.rows >= 3)
		(void)draw_prices(a, c, r);
}

static bool
technician_key(void *self, const struct keys_event *ev)
{
	struct technician_self *s = self;
	struct app *a = s->app;
	int i = menu_key(&s->menu, ev);

	if (i == MENU_IGNORED)
		return app_common_key(a, ev);
	if (i < 0)
		return i == MENU_MOVED;
	app_notice(a, "");
	request_choose_technician(
	    a->request, i == 0 ? "any" : a->request->firm.technician[i - 1].id);
	return true;
}

const struct view view_technician = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.shown = fill_menu,
	.news = technician_news,
	.draw = technician_draw,
	.key = technician_key},
    .size = sizeof(struct technician_self),
};
