/* Steps 2 and 3: the product, then who asks and what the trouble is. */
#include <stdio.h>

#include "agent/view.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/util.h"
#include "shared/core/card.h"

/* --- the product --- */

struct product_self {
	struct menu menu;
	char name[MENU_ITEMS][PRICE_PRODUCT_SIZE];
};

static void
product_enter(struct app *a, void *self)
{
	struct product_self *s = self;
	char product[PRICE_PRODUCT_SIZE];

	menu_init(&s->menu);
	for (int i = 0; i < MENU_ITEMS &&
	     prices_product(&a->request->firm.prices, i, product);
	     i++) {
		str_copy(s->name[i], sizeof(s->name[i]), product);
		menu_add(&s->menu, s->name[i], NULL, false);
	}
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
	view_price_text(&prices->line[i], price, sizeof(price));
	snprintf(dst, size, _("Price: %s. Waiting is free."), price);
}

static void
product_draw(const struct app *a, void *self, struct canvas *c)
{
	const struct bar_key keys[] = {{"↑↓", _("choose")},
	    {"Enter", _("take")}, {"Esc", _("back")}, {"F12", _("quit")}};
	struct rect r = view_frame(a, c, _("2 of 3: program"), keys, 4);
	struct rect list;
	char line[2 * APP_TEXT];
	int below;
	struct product_self *s = self;

	view_text(c, &r, UI_STRONG, _("Which program is it about?"));
	product_price(a, s, line, sizeof(line));
	below = canvas_wrap(NULL, r, UI_NORMAL, line) + 1;
	list = r;
	list.rows = MAX_OF(MIN_OF(r.rows - below, s->menu.items), 1);
	menu_draw(&s->menu, c, list);
	view_skip(&r, list.rows + 1);
	view_text(c, &r, UI_NORMAL, line);
}

static void
product_key(struct app *a, void *self, const struct keys_event *ev)
{
	struct product_self *s = self;
	int i = menu_key(&s->menu, ev);

	if (i == MENU_MOVED)
		app_redraw(a);
	if (i == MENU_IGNORED && ev->code == KEYS_ESC) {
		request_back(a->request);
	} else if (i == MENU_IGNORED) {
		app_common_key(a, ev);
	}
	if (i < 0)
		return;
	app_notice(a, "");
	request_choose_product(a->request, s->name[i]);
}

const struct view view_product = {
    .name = "product",
    .size = sizeof(struct product_self),
    .enter = product_enter,
    .draw = product_draw,
    .key = product_key,
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
    FIELD(N_("Your name"), name, CARD_NAME_CHARS, card_check_name),
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
			return a->notice[0] != '\0';
	return true;
}

static void
card_enter(struct app *a, void *self)
{
	struct form *f = self;
	bool all = ask_all(a);

	form_init(f);
	for (int i = 0; i < (int)ARRAY_LEN(fields); i++) {
		const char *value = (const char *)&a->request->card +
		    fields[i].offset;

		if (all || is_asked(a, i))
			form_add(f, _(fields[i].label), value, fields[i].chars,
			    1, 0);
	}
}

static void
card_leave(void *self)
{
	form_fini(self);
}

static void
card_draw(const struct app *a, void *self, struct canvas *c)
{
	const struct bar_key keys[] = {{"Tab", _("next field")},
	    {"Enter", _("next, at the end: send")}, {"Esc", _("back")},
	    {"F12", _("quit")}};
	struct rect r = view_frame(a, c, _("3 of 3: your request"), keys, 4);
	char price[APP_TEXT], line[3 * APP_TEXT];
	const struct price *p = request_price(a->request);
	struct form *f = self;
	struct rect all;

	/* the fields first, where there is little room */
	if (r.rows > f->fields + 3)
		view_text(c, &r, UI_STRONG,
		    _("Who asks, and what is wrong? One line is enough."));
	view_skip(&r, form_draw(f, c, r, 16));
	if (p == NULL)
		return;
	view_price_text(p, price, sizeof(price));
	snprintf(line, sizeof(line), _("%s: %s. Waiting is free."),
	    a->request->product, price);
	all = r;
	all.rows++; /* one more than there are: is a blank one left? */
	if (canvas_wrap(NULL, all, UI_NORMAL, line) < r.rows)
		view_skip(&r, 1);
	view_text(c, &r, UI_NORMAL, line);
}

static bool
take_form(struct form *f, struct request_card *card, struct err *err)
{
	int n = 0;

	for (int i = 0; i < (int)ARRAY_LEN(fields) && n < f->fields; i++) {
		const struct field *row = &fields[i];
		char *to = (char *)card + row->offset;

		if (!str_eq(f->field[n].label, _(row->label)))
			continue;
		if (!row->check(form_text(f, n), err)) {
			f->active = n;
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
	struct err err = {0};

	if (!take_form(f, &card, &err)) {
		app_notice(a, err.text);
		return;
	}
	app_notice(a, "");
	request_fill(a->request, &card);
}

static void
card_key(struct app *a, void *self, const struct keys_event *ev)
{
	switch (form_key(self, ev)) {
	case FORM_DONE:
		card_done(a, self);
		break;
	case FORM_ESCAPED:
		request_back(a->request);
		break;
	case FORM_IGNORED:
		if (keys_is_ctrl(ev, 'c') || keys_is_ctrl(ev, 'l'))
			app_common_key(a, ev);
		break;
	default:
		app_redraw(a);
		break;
	}
}

const struct view view_form = {
    .name = "card",
    .size = sizeof(struct form),
    .enter = card_enter,
    .leave = card_leave,
    .draw = card_draw,
    .key = card_key,
};
