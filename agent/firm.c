/* What the desk says of itself, and the queue: lists, places, refusals; and the
 * steps of the request card that follow from them. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "agent/app.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/core/money.h"

#define RESUME_MS 3000 /* the desk says queued at once, or never */

static void
doubt_receipts(struct app *a, const char *words)
{
	a->firm.receipts_doubt = words;
	app_notice(a, words);
}

/* With which key this desk signs its receipts is noted when it is first met;
 * another one later, or none, is said loudly, and stays so; and so is that
 * nobody can tell. */
static void
take_receipt_key(struct app *a, const char *key)
{
	const char *desk = a->options->fingerprint;
	struct app_firm *f = &a->firm;
	int64_t since_s;

	str_copy(f->receipts, sizeof(f->receipts), key);
	if (a->home.dir != NULL && a->home.desks == NULL)
		doubt_receipts(a,
		    _("CAREFUL: the list of known service points cannot be "
		      "read, so nobody can tell whether this one signs its "
		      "receipts with the same key as before."));
	if (a->home.desks == NULL)
		return;
	switch (known_check(a->home.desks, desk, key, &since_s)) {
	case KNOWN_NEW:
		if (key_fingerprint_valid(key))
			(void)known_add(
			    a->home.desks, desk, key, clock_utc_s(), NULL);
		break;
	case KNOWN_SAME:
		break;
	case KNOWN_CHANGED:
		log_warn("the desk signs receipts with another key: %s", key);
		doubt_receipts(a,
		    _("CAREFUL: this service point signs its receipts with "
		      "another key than before. Ask it why before you trust a "
		      "receipt."));
		break;
	}
}

static void
on_welcome(struct app *a, const struct msg *m)
{
	struct app_firm *f = &a->firm;

	utf8_clean(f->name, sizeof(f->name), msg_str(m, "firm"), 64);
	utf8_clean(f->phone, sizeof(f->phone), msg_str(m, "phone"), 32);
	if (msg_has(m, "grace_s"))
		f->grace_s = msg_int(m, "grace_s");
	f->prices.n = 0;
	f->technicians = 0;
	f->listed = false;
	take_receipt_key(a, msg_str(m, "receipts"));
}

static void
on_price(struct app *a, const struct msg *m)
{
	struct prices *list = &a->firm.prices;
	struct price *p;

	if (msg_bool(m, "anew"))
		list->n = 0;
	if (list->n == PRICES_MAX)
		return;
	p = &list->line[list->n];
	memset(p, 0, sizeof(*p));
	if (!price_kind_parse(msg_str(m, "kind"), &p->kind))
		return;
	str_copy(p->name, sizeof(p->name), msg_str(m, "name"));
	str_copy(p->products, sizeof(p->products), msg_str(m, "products"));
	p->net_gr = msg_int(m, "net_gr");
	p->minimum_s = msg_int(m, "minimum_s");
	p->quantum_s = msg_int(m, "quantum_s");
	p->vat_bp = (int)msg_int(m, "vat_bp");
	p->quoted_first = msg_bool(m, "quoted");
	list->n++;
	if (a->firm.listed)
		app_redraw(a);
}

static void
on_technician(struct app *a, const struct msg *m)
{
	struct app_firm *f = &a->firm;
	struct app_technician *t = NULL;
	const char *id = msg_str(m, "id");
	int i;

	for (i = 0; i < f->technicians && t == NULL; i++)
		if (strcmp(f->technician[i].id, id) == 0)
			t = &f->technician[i];
	if (t != NULL && strcmp(msg_str(m, "state"), "gone") == 0) {
		memmove(t, t + 1, (size_t)(f->technicians - i) * sizeof(*t));
		f->technicians--;
	} else {
		if (t == NULL && f->technicians == APP_TECHNICIANS)
			return;
		if (t == NULL)
			t = &f->technician[f->technicians++];
		str_copy(t->id, sizeof(t->id), id);
		utf8_clean(t->name, sizeof(t->name), msg_str(m, "name"), 40);
		str_copy(t->state, sizeof(t->state), msg_str(m, "state"));
	}
	if (f->listed && a->view == &view_technician)
		app_show(a, &view_technician);
}

static void
not_resumed(struct app *a)
{
	a->visit.ticket = 0;
	a->clock.known = false;
	link_desk_resume(a->desk, "");
	app_notice(a,
	    _("The service point does not know this request any more: please "
	      "ask again."));
	a->card.sent = false;
	app_next_step(a);
}

static void
on_listed(struct app *a)
{
	if (a->firm.listed)
		return; /* once for each link */
	a->firm.listed = true;
	if (a->visit.ticket != 0) {
		if (a->share == NULL && !a->end.closed)
			app_timer(a, RESUME_MS, not_resumed);
		return;
	}
	app_next_step(a);
}

static void
on_queued(struct app *a, const struct msg *m)
{
	a->visit.ticket = msg_int(m, "ticket");
	a->visit.place = (int)msg_int(m, "place");
	a->visit.of = (int)msg_int(m, "of");
	if (msg_has(m, "secret"))
		link_desk_resume(a->desk, msg_str(m, "secret"));
	a->on_timer = NULL;
	if (a->share == NULL && a->inner == NULL && !a->over &&
	    a->view != &view_queue && a->view != &view_alarm)
		app_show(a, &view_queue);
	else
		app_redraw(a);
}

/* In the language of this side: the desk's own words may be of another, and
 * stand in the log. */
static void
refusal(struct app *a, const struct msg *m, char *dst, size_t size)
{
	static const struct {
		const char *code;
		const char *text;
	} rows[] = {
	    {"disk", N_("No new requests now, the desk's disk is full.")},
	    {"full", N_("The queue is full: please try again later.")},
	    {"busy", N_("Too many requests from your address wait already.")},
	    {"technician", N_("That technician cannot help with this now.")},
	    {"late", N_("That quote does not stand any more.")},
	};
	const char *text = NULL, *phone = a->firm.phone;
	char why[200];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].code, msg_str(m, "code")) == 0)
			text = _(rows[i].text);
	if (text == NULL) {
		utf8_clean(why, sizeof(why), msg_str(m, "text"), 100);
		snprintf(dst, size, _("The desk did not accept that: %s"), why);
		return;
	}
	if (a->visit.ticket == 0 && phone[0] != '\0')
		snprintf(dst, size, _("%s Phone: %s"), text, phone);
	else
		str_copy(dst, size, text);
}

static void
on_refused(struct app *a, const struct msg *m)
{
	char text[APP_TEXT];
	const char *code = msg_str(m, "code");

	log_info("refused: %s %s", code, msg_str(m, "text"));
	refusal(a, m, text, sizeof(text));
	app_notice(a, text);
	if (a->view != &view_queue || a->visit.ticket != 0)
		return;
	a->card.sent = false;
	a->card.ready = false;
	if (strcmp(code, "bad") == 0) {
		app_show(a, &view_card);
		return;
	}
	a->card.technician[0] = '\0';
	app_show(a, &view_technician);
}

/* True when the message was one of these. */
bool
firm_message(struct app *a, const struct msg *m)
{
	switch (msg_kind(m)) {
	case MSG_WELCOME:
		on_welcome(a, m);
		return true;
	case MSG_PRICE:
		on_price(a, m);
		return true;
	case MSG_TECHNICIAN:
		on_technician(a, m);
		return true;
	case MSG_LISTED:
		on_listed(a);
		return true;
	case MSG_QUEUED:
		on_queued(a, m);
		return true;
	case MSG_REFUSED:
		on_refused(a, m);
		return true;
	default:
		return false;
	}
}

/* --- the card, step by step --- */

static void
take_product(struct app *a, const char *given)
{
	char product[PRICE_PRODUCT_SIZE];

	for (int i = 0; prices_product(&a->firm.prices, i, product); i++) {
		if (strcasecmp(product, given) == 0) {
			str_copy(
			    a->card.product, sizeof(a->card.product), product);
			return;
		}
	}
	if (given[0] != '\0')
		app_notice(
		    a, _("There is no program of that name: please choose."));
	a->options->product[0] = '\0'; /* told once */
}

/* What was given on the command line is taken when the desk knows it; else the
 * user is asked. */
static void
take_given(struct app *a)
{
	struct app_card *c = &a->card;
	const char *who = a->options->technician;

	if (c->technician[0] == '\0' && who != NULL && who[0] != '\0') {
		if (strcasecmp(who, "any") == 0)
			str_copy(c->technician, sizeof(c->technician), "any");
		for (int i = 0; i < a->firm.technicians; i++) {
			const struct app_technician *t = &a->firm.technician[i];

			if (strcasecmp(t->name, who) == 0 ||
			    strcasecmp(t->id, who) == 0)
				str_copy(c->technician, sizeof(c->technician),
				    t->id);
		}
		if (c->technician[0] == '\0')
			app_notice(a,
			    _("There is no technician of that name: please "
			      "choose."));
		a->options->technician[0] = '\0'; /* taken once */
	}
	if (c->product[0] == '\0' && a->options->product != NULL)
		take_product(a, a->options->product);
}

void
app_next_step(struct app *a)
{
	struct app_card *c = &a->card;
	const struct options *o = a->options;

	take_given(a);
	if (o->name != NULL && o->company != NULL && o->phone != NULL &&
	    o->problem != NULL)
		c->ready = true;
	if (c->technician[0] == '\0')
		app_show(a, &view_technician);
	else if (c->product[0] == '\0')
		app_show(a, &view_product);
	else if (!c->ready)
		app_show(a, &view_card);
	else
		app_join(a);
}

void
app_join(struct app *a)
{
	const struct app_card *c = &a->card;
	struct msg *m = msg_new(MSG_JOIN);

	msg_put_str(m, "technician", c->technician);
	msg_put_str(m, "product", c->product);
	msg_put_str(m, "name", c->name);
	msg_put_str(m, "company", c->company);
	if (c->nip[0] != '\0')
		msg_put_str(m, "nip", c->nip);
	msg_put_str(m, "phone", c->phone);
	msg_put_str(m, "problem", c->problem);
	a->card.sent = link_desk_send(a->desk, m);
	app_show(a, &view_queue);
}

const struct price *
app_price(const struct app *a)
{
	int i = prices_find(&a->firm.prices, a->card.product, PRICE_SUPPORT);

	if (a->clock.known)
		return &a->clock.price;
	return i >= 0 ? &a->firm.prices.line[i] : NULL;
}

void
app_price_text(const struct price *p, char *dst, size_t size)
{
	char money[MONEY_TEXT_SIZE];

	money_format(money, sizeof(money), p->net_gr);
	if (p->net_gr == 0)
		str_copy(dst, size, _("only by a quote that you accept"));
	else if (p->quantum_s >= 3600)
		snprintf(dst, size, _("%s net per started hour"), money);
	else
		snprintf(dst, size, _("%s net per hour, counted by the minute"),
		    money);
}

bool
app_common_key(struct app *a, const struct keys_event *ev)
{
	if (keys_is(ev, 'q') || ev->code == KEYS_ESC || keys_is_ctrl(ev, 'c')) {
		app_quit(a, AGENT_EXIT_OK);
		return true;
	}
	if (keys_is_ctrl(ev, 'l')) {
		paint_reset(&a->paint);
		return true;
	}
	return false;
}
