/* Steps 2 and 3: the product, then who asks and what the trouble is. */
#include <stdio.h>

#include "agent/view.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/card.h"

/* --- the product --- */

struct product_self {
	struct app *app;
	struct menu menu;
	char name[MENU_ITEMS][PRICE_PRODUCT_SIZE];
	char not_his[REQUEST_TEXT];
};

/* Does the technician who was chosen help with it? */
static bool
is_served(const struct app *a, const char *product)
{
	const struct request *q = a->request;

	return firm_serves(&q->firm, q->technician, product);
}

static void
product_shown(void *self)
{
	struct product_self *s = self;
	const struct app *a = s->app;
	const struct firm_technician *t = firm_technician(
	    &a->request->firm, a->request->technician);
	char product[PRICE_PRODUCT_SIZE];
	int first = -1;

	snprintf(s->not_his, sizeof(s->not_his), _("not with %s"),
	    UTF8_CLEAN(REQUEST_TEXT, t != NULL ? t->name : "", 40));
	menu_init(&s->menu);
	for (int i = 0; i < MENU_ITEMS &&
	     prices_product(&a->request->firm.prices, i, product);
	     i++) {
		str_copy(s->name[i], sizeof(s->name[i]), product);
		menu_add(&s->menu, s->name[i],
		    is_served(a, product) ? NULL : s->not_his);
		if (first < 0 && is_served(a, product))
			first = i;
	}
	menu_select(&s->menu, first);
}

/* What the chosen one costs, "" where that is not known. */
static void
product_price(
    const struct app *a, const struct product_self *s, char *dst, size_t size)
{
	const struct prices *prices = &a->request->firm.prices;
	char price[APP_TEXT];
	int i = s->menu.sel < 0
	    ? -1
	    : prices_find(
		  prices, s->menu.item[s->menu.sel].label, PRICE_SUPPORT);

	dst[0] = '\0';
	if (i < 0)
		return;
	view_price_text(&prices->line[i], true, price, sizeof(price));
	snprintf(dst, size, _("Price: %s. Waiting is free."), price);
}

static void
product_draw(void *self, struct canvas *c)
{
	struct product_self *s = self;
	const struct app *a = s->app;
	const struct bar_key keys[] = {{"↑↓", _("choose")},
	    {"Enter", _("take")}, {"Esc", _("back")}, {"F12", _("quit")}};
	struct rect r = view_frame(a, c, _("2 of 3: program"), keys, 4);
	struct rect list;
	char line[2 * APP_TEXT];
	int below;

	view_desk(a, c, &r);
	view_text(c, &r, UI_STRONG, _("Which program is it about?"));
	product_price(a, s, line, sizeof(line));
	below = canvas_wrap(NULL, r, UI_NORMAL, line) + 1;
	list = r;
	list.rows = MAX_OF(MIN_OF(r.rows - below, s->menu.items), 1);
	menu_draw(&s->menu, c, list);
	view_skip(&r, list.rows + 1);
	view_text(c, &r, UI_NORMAL, line);
}

static bool
product_key(void *self, const struct keys_event *ev)
{
	struct product_self *s = self;
	struct app *a = s->app;
	int i = menu_key(&s->menu, ev);

	if (i == MENU_IGNORED && ev->code != KEYS_ESC)
		return app_common_key(a, ev);
	if (i == MENU_IGNORED)
		request_back(a->request);
	if (i < 0)
		return i == MENU_MOVED;
	app_notice(a, "");
	request_choose_product(a->request, s->name[i]);
	return true;
}

const struct view view_product = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.shown = product_shown,
	.draw = product_draw,
	.key = product_key},
    .size = sizeof(struct product_self),
};

/* --- the form: only what was not given --- */

struct field {
	const char *label;
	size_t offset;
	size_t size;
	size_t chars;
	bool (*check)(const char *text, struct err *err);
};

#define FIELD(label, member, chars, check)                                \
	{                                                                 \
		label, offsetof(struct request_card, member),             \
		    sizeof(((struct request_card *)NULL)->member), chars, \
		    check                                                 \
	}

static const struct field fields[] = {
    FIELD(N_("Your name *"), name, CARD_NAME_CHARS, card_check_name),
    FIELD(N_("Company"), company, CARD_NAME_CHARS, card_check_company),
    FIELD(N_("NIP, if any"), nip, CARD_NIP_CHARS, card_check_nip),
    FIELD(N_("Phone"), phone, CARD_PHONE_CHARS, card_check_phone),
    FIELD(N_("What is wrong"), problem, CARD_PROBLEM_CHARS, card_check_problem),
};

static bool
is_asked(const struct app *a, int i)
{
	const struct options *o = a->options;
	/* whose company is known needs no number either */
	const char *given[] = {o->name, o->company,
	    o->nip != NULL ? o->nip : o->company, o->phone, o->problem};

	return given[i] == NULL;
}

/* After a refusal everything can be changed. */
static bool
ask_all(const struct app *a)
{
	for (int i = 0; i < (int)ARRAY_LEN(fields); i++)
		if (is_asked(a, i))
			return a->stage.notice[0] != '\0';
	return true;
}

struct form_self {
	struct app *app;
	struct form form;
};

static void
card_shown(void *self)
{
	struct form_self *s = self;
	const struct app *a = s->app;
	struct form *f = &s->form;
	bool all = ask_all(a);

	*f = (struct form){0};
	for (int i = 0; i < (int)ARRAY_LEN(fields); i++) {
		const char *value = (const char *)&a->request->card +
		    fields[i].offset;

		if (all || is_asked(a, i))
			form_add(
			    f, _(fields[i].label), value, fields[i].chars, 0);
	}
}

/* What was typed is there again when he comes back. */
static void
keep_form(const struct form *f, struct request_card *card)
{
	for (int i = 0, n = 0; i < (int)ARRAY_LEN(fields) && n < f->fields; i++)
		if (str_eq(f->field[n].label, _(fields[i].label)))
			str_copy((char *)card + fields[i].offset,
			    fields[i].size, form_text(f, n++));
}

static void
card_left(void *self)
{
	struct form_self *s = self;

	keep_form(&s->form, &s->app->request->card);
	form_fini(&s->form);
}

static void
card_draw(void *self, struct canvas *c)
{
	struct form_self *s = self;
	const struct app *a = s->app;
	struct form *f = &s->form;
	const struct bar_key keys[] = {{"Tab", _("field")},
	    {"Enter", _("next, send")}, {"Esc", _("back")}, {"F12", _("quit")}};
	struct rect r = view_frame(a, c, _("3 of 3: your request"), keys, 4);
	char price[APP_TEXT], line[3 * APP_TEXT];
	const struct price *p = request_price(a->request);
	struct rect all;

	view_desk(a, c, &r);
	/* the fields first, where there is little room */
	if (r.rows > f->fields + 3)
		view_text(c, &r, UI_STRONG,
		    _("Who asks, and what is wrong? One line is enough; only "
		      "your name * is needed."));
	view_skip(&r, form_draw(f, c, r, 16));
	if (p == NULL)
		return;
	view_price_text(p, true, price, sizeof(price));
	snprintf(line, sizeof(line), _("%s: %s. Waiting is free."),
	    a->request->product, price);
	all = r;
	all.rows++; /* one more than there are: is a blank one left? */
	if (canvas_wrap(NULL, all, UI_NORMAL, line) < r.rows)
		view_skip(&r, 1);
	view_text(c, &r, UI_NORMAL, line);
}

static bool
take_form(struct form *f, struct request_card *card)
{
	struct err err = {0};
	int n = 0;

	for (int i = 0; i < (int)ARRAY_LEN(fields) && n < f->fields; i++) {
		const struct field *row = &fields[i];
		char *to = (char *)card + row->offset;

		if (!str_eq(f->field[n].label, _(row->label)))
			continue;
		if (!row->check(form_text(f, n), &err)) {
			form_blame(f, n, err.text);
			return false;
		}
		str_copy(to, row->size, form_text(f, n));
		n++;
	}
	return true;
}

static void
card_done(struct app *a, struct form *f)
{
	struct request_card card = a->request->card;

	app_notice(a, "");
	if (take_form(f, &card))
		request_fill(a->request, &card);
}

static bool
card_key(void *self, const struct keys_event *ev)
{
	struct form_self *s = self;

	switch (form_key(&s->form, ev)) {
	case FORM_DONE:
		card_done(s->app, &s->form);
		break;
	case FORM_ESCAPED:
		request_back(s->app->request);
		break;
	case FORM_IGNORED:
		if (keys_is_ctrl(ev, 'c') || keys_is_ctrl(ev, 'l'))
			app_common_key(s->app, ev);
		break;
	default:
		break;
	}
	return true;
}

const struct view view_form = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.shown = card_shown,
	.left = card_left,
	.draw = card_draw,
	.key = card_key},
    .size = sizeof(struct form_self),
};
