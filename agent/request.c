#include "agent/request.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/limits.h"
#include "shared/wire/words.h"

static void
notice(struct request *r, const char *text)
{
	r->events->notice(text, r->ctx);
}

static void
go(struct request *r, enum request_step step)
{
	r->step = step;
	r->events->step(step, r->ctx);
}

/* --- the time --- */

#define DAY_S 86400

int64_t
request_now_s(const struct request *r)
{
	if (r->firm.now_s == 0)
		return clock_utc_s();
	return r->firm.now_s + (clock_ms() - r->heard_ms) / 1000;
}

int64_t
request_since_s(const struct request *r)
{
	int64_t own_s = clock_utc_s(), by_s = request_now_s(r) - own_s;

	return by_s > -DAY_S && by_s < DAY_S ? own_s : 0;
}

static void
take_time(struct request *r)
{
	r->heard_ms = clock_ms();
	if (request_since_s(r) == 0)
		log_warn("the desk says that it is %s",
		    clock_iso(CLOCK_TEXT, r->firm.now_s));
}

static void
doubt_receipts(struct request *r, const char *words)
{
	r->receipts_doubt = words;
	notice(r, words);
}

/* With which key this desk signs its receipts is noted when it is first met;
 * another one later, or none, is said loudly, and stays so; and so is that
 * nobody can tell. */
static void
take_receipt_key(struct request *r)
{
	const char *key = r->firm.receipts;
	const char *desk = r->options->fingerprint;
	int64_t since_s;

	if (r->home->dir != NULL && r->home->desks == NULL)
		doubt_receipts(r,
		    _("CAREFUL: the list of known service points cannot be "
		      "read, so nobody can tell whether this one signs its "
		      "receipts with the same key as before."));
	if (r->home->desks == NULL)
		return;
	switch (known_check(r->home->desks, desk, key, &since_s)) {
	case KNOWN_NEW:
		if (key_fingerprint_valid(key))
			(void)known_add(r->home->desks, desk, key,
			    request_since_s(r), NULL);
		break;
	case KNOWN_SAME:
		break;
	case KNOWN_CHANGED:
		log_warn("the desk signs receipts with another key: %s", key);
		doubt_receipts(r,
		    _("CAREFUL: this service point signs its receipts with "
		      "another key than before. Ask it why before you trust a "
		      "receipt."));
		break;
	}
}

static void
take_product(struct request *r, const char *given)
{
	char product[PRICE_PRODUCT_SIZE];

	for (int i = 0; prices_product(&r->firm.prices, i, product); i++) {
		if (strcasecmp(product, given) == 0) {
			str_copy(r->product, sizeof(r->product), product);
			return;
		}
	}
	if (given[0] != '\0')
		notice(
		    r, _("There is no program of that name: please choose."));
	r->options->product[0] = '\0'; /* told once */
}

/* What was given on the command line is taken when the desk knows it; else the
 * user is asked. */
static void
take_given(struct request *r)
{
	const char *who = r->options->technician;

	if (r->technician[0] == '\0' && who != NULL && who[0] != '\0') {
		if (strcasecmp(who, "any") == 0)
			str_copy(r->technician, sizeof(r->technician), "any");
		for (int i = 0; i < r->firm.technicians; i++) {
			const struct firm_technician *t = &r->firm
							       .technician[i];

			if (strcasecmp(t->name, who) == 0 ||
			    strcasecmp(t->id, who) == 0)
				str_copy(r->technician, sizeof(r->technician),
				    t->id);
		}
		if (r->technician[0] == '\0')
			notice(r,
			    _("There is no technician of that name: please "
			      "choose."));
		r->options->technician[0] = '\0'; /* taken once */
	}
	if (r->product[0] == '\0' && r->options->product != NULL)
		take_product(r, r->options->product);
}

static void
on_listed(struct request *r)
{
	if (!r->early) {
		r->events->listed(r->ctx);
		return;
	}
	take_given(r);
	go(r, REQUEST_SENT);
}

/* What the desk says of itself; false: it is not that. */
static bool
on_firm(struct request *r, const struct msg *m)
{
	bool listed = r->firm.listed;
	unsigned what = firm_apply(&r->firm, m);

	if (msg_kind(m) == MSG_WELCOME) {
		take_time(r);
		take_receipt_key(r);
	}
	if ((what & FIRM_LISTED) && !listed) /* once for each link */
		on_listed(r);
	else if (listed && !(what & FIRM_LISTED) &&
	    (what & (FIRM_PRICES | FIRM_PEOPLE)))
		r->events->news(r->ctx);
	return what != 0;
}

static void
on_queued(struct request *r, const struct msg *m)
{
	r->ticket = msg_int(m, "ticket");
	r->place = (int)msg_int(m, "place");
	r->of = (int)msg_int(m, "of");
	r->step = REQUEST_SENT;
	r->early = false;
	if (msg_has(m, "secret"))
		desk_link_resume(r->desk, msg_str(m, "secret"));
	r->events->queued(r->ctx);
}

/* In the language of this side: the desk's own words may be of another, and
 * stand in the log. */
static void
refusal(struct request *r, const struct msg *m, char *dst, size_t size)
{
	static const char *const texts[REFUSEDS] = {
	    [REFUSED_DISK] = N_("No new requests now, the desk's disk is "
				"full. Enter tries again."),
	    [REFUSED_FULL] = N_("The queue is full: please try again later."),
	    [REFUSED_BUSY] = N_("Too many requests from your address wait "
				"already."),
	    [REFUSED_TECHNICIAN] = N_("That technician cannot help with this "
				      "now."),
	    [REFUSED_LATE] = N_("That quote does not stand any more."),
	};
	const char *text = texts[msg_word(m, "code")];
	const char *phone = r->firm.phone;
	char why[200];

	if (text == NULL) {
		utf8_clean(why, sizeof(why), msg_str(m, "text"), 100);
		snprintf(dst, size, _("The desk did not accept that: %s"), why);
		return;
	}
	if (r->ticket == 0 && phone[0] != '\0')
		snprintf(dst, size, _("%s Phone: %s"), _(text), phone);
	else
		str_copy(dst, size, _(text));
}

static void
on_refused(struct request *r, const struct msg *m)
{
	char text[REQUEST_TEXT];

	log_info("refused: %s %s", msg_str(m, "code"), msg_str(m, "text"));
	if (r->early) { /* as if it had not been sent: what is wrong with it? */
		r->early = false;
		r->events->listed(r->ctx);
		return;
	}
	refusal(r, m, text, sizeof(text));
	notice(r, text);
	if (r->step != REQUEST_SENT || r->ticket != 0)
		return;
	r->ready = false;
	if (msg_word(m, "code") == REFUSED_BAD) {
		go(r, REQUEST_CARD);
		return;
	}
	r->technician[0] = '\0';
	go(r, REQUEST_TECHNICIAN);
}

bool
request_message(struct request *r, const struct msg *m)
{
	if (msg_kind(m) == MSG_PICKED) /* the rest of it is the visit's */
		r->ticket = msg_int(m, "ticket");
	switch (msg_kind(m)) {
	case MSG_QUEUED:
		on_queued(r, m);
		return true;
	case MSG_REFUSED:
		on_refused(r, m);
		return true;
	default:
		return on_firm(r, m);
	}
}

/* --- the card, step by step --- */

static void
send_join(struct request *r, const char *technician, const char *product)
{
	const struct request_card *c = &r->card;
	struct msg *m = msg_new(MSG_JOIN);

	msg_put_str(m, "technician", technician);
	msg_put_str(m, "product", product);
	msg_put_str(m, "name", c->name);
	msg_put_str(m, "company", c->company);
	if (c->nip[0] != '\0')
		msg_put_str(m, "nip", c->nip);
	msg_put_str(m, "phone", c->phone);
	msg_put_str(m, "problem", c->problem);
	desk_link_send(r->desk, m);
}

static bool
card_is_given(const struct request *r)
{
	const struct options *o = r->options;

	return r->ready ||
	    ((r->went_on || o->own) && o->name != NULL && o->company != NULL &&
		o->phone != NULL && o->problem != NULL);
}

/* Of the names given only "any" needs no list; a product that is not spelt as
 * there is refused, and then looked up. */
void
request_greeting(struct request *r)
{
	const struct options *o = r->options;
	const char *who = r->technician, *what = r->product;

	if (who[0] == '\0' && o->technician != NULL &&
	    strcasecmp(o->technician, "any") == 0)
		who = "any";
	if (what[0] == '\0' && o->product != NULL)
		what = o->product;
	r->early = r->ticket == 0 && card_is_given(r) && who[0] != '\0' &&
	    what[0] != '\0';
	if (r->early)
		send_join(r, who, what);
}

/* It is said when it is chosen, and not when the whole form is filled in. */
static bool
fits(struct request *r, const char *technician, const char *product)
{
	const struct firm_technician *t = firm_technician(&r->firm, technician);
	char text[2 * REQUEST_TEXT], name[REQUEST_TEXT];

	if (t == NULL || product[0] == '\0' ||
	    str_list_allows(t->products, product))
		return true;
	snprintf(text, sizeof(text),
	    _("%s does not help with %s: please choose another."),
	    utf8_clean(name, sizeof(name), t->name, 40), product);
	notice(r, text);
	return false;
}

void
request_next(struct request *r)
{
	take_given(r);
	if (!fits(r, r->technician, r->product))
		r->technician[0] = '\0';
	r->ready = card_is_given(r);
	if (r->technician[0] == '\0')
		go(r, REQUEST_TECHNICIAN);
	else if (r->product[0] == '\0')
		go(r, REQUEST_PRODUCT);
	else if (!r->ready)
		go(r, REQUEST_CARD);
	else {
		send_join(r, r->technician, r->product);
		go(r, REQUEST_SENT);
	}
}

void
request_forget(struct request *r)
{
	r->ticket = 0;
	desk_link_resume(r->desk, "");
}

void
request_desk_lost(struct request *r)
{
	r->firm.listed = false;
	r->early = false;
}

void
request_back(struct request *r)
{
	if (r->step == REQUEST_CARD) {
		r->product[0] = '\0';
		go(r, REQUEST_PRODUCT);
	} else {
		r->technician[0] = '\0';
		go(r, REQUEST_TECHNICIAN);
	}
}

void
request_choose_technician(struct request *r, const char *id)
{
	if (!fits(r, id, r->product))
		return;
	str_copy(r->technician, sizeof(r->technician), id);
	r->went_on = true;
	request_next(r);
}

void
request_choose_product(struct request *r, const char *product)
{
	if (!fits(r, r->technician, product))
		return;
	str_copy(r->product, sizeof(r->product), product);
	r->went_on = true;
	request_next(r);
}

void
request_fill(struct request *r, const struct request_card *card)
{
	r->card = *card;
	r->ready = true;
	request_next(r);
}

const struct price *
request_price(const struct request *r)
{
	const struct prices *prices = &r->firm.prices;
	int i = prices_find(prices, r->product, PRICE_SUPPORT);

	return i >= 0 ? &prices->line[i] : NULL;
}

static void
copy_given(char *dst, size_t size, const char *given)
{
	str_copy(dst, size, given != NULL ? given : "");
}

void
request_init(struct request *r, struct options *options,
    const struct home *home, const struct request_events *events, void *ctx)
{
	struct request_card *c = &r->card;

	*r = (struct request){.options = options,
	    .home = home,
	    .events = events,
	    .ctx = ctx,
	    .firm.grace_s = LIMIT_resume_s};
	copy_given(c->name, sizeof(c->name), options->name);
	copy_given(c->company, sizeof(c->company), options->company);
	copy_given(c->nip, sizeof(c->nip), options->nip);
	copy_given(c->phone, sizeof(c->phone), options->phone);
	copy_given(c->problem, sizeof(c->problem), options->problem);
}

void
request_fini(struct request *r)
{
	firm_fini(&r->firm);
}
