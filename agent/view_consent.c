/* The one question that lets a technician in. */
#include <stdio.h>
#include <string.h>

#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/limits.h"
#include "shared/core/money.h"
#include "shared/core/title.h"
#include "shared/sys/user.h"

#define LEVELS 4 /* of words */

enum { CONSENT_TYPE = 1, CONSENT_KEEP, CONSENT_VIEW, CONSENT_NO };

static void
timed_out(struct app *a)
{
	app_notice(a, _("No answer for two minutes: nobody was let in."));
	visit_consent(a->visit, 0, BYE_TIMEOUT);
}

/* The line of the price list, as it will be signed: its name and kind. */
static void
line_text(const struct price *p, char *dst, size_t size)
{
	const char *kind = price_kind_title(p->kind);

	if (p->name[0] == '\0' || str_eq(title_work(p->name), kind))
		snprintf(dst, size, "%s, ", kind);
	else
		snprintf(dst, size, "%s (%s), ", p->name, kind);
}

/* An hour, net and gross, as the desk has said last; else by the list. */
static void
price_text(const struct app *a, bool line, char *dst, size_t size)
{
	const struct price *p = visit_price(a->visit);
	size_t len;

	dst[0] = '\0';
	if (line)
		line_text(p, dst, size);
	len = strlen(dst);
	rate_price(p, dst + len, size - len);
}

/* What he has accepted is all that he can owe. */
static void
most_text(const struct bill_live *l, char *dst, size_t size)
{
	struct bill_total all = {.net_gr = bill_live_most_gr(l), .fixed = true};
	int64_t vat_gr = bill_live_total_vat_gr(l, 0, &all);

	snprintf(dst, size, _("%s net, %s gross"), MONEY_TEXT(all.net_gr),
	    MONEY_TEXT(all.net_gr + vat_gr));
}

/* By the hour, and nothing is agreed to yet: it begins, goes on where it stood,
 * or waits for the answer to a quote. */
static void
begin_text(const struct billclock *c, bool room, const char *price, char *dst,
    size_t size)
{
	bool on = c->known && c->live.worked_ms > 0;

	if (c->known && c->quote == STANDS_PENDING)
		snprintf(dst, size,
		    _("The clock waits until you have answered the quote that "
		      "you were sent: %s. Not solved: nothing to pay."),
		    price);
	else if (on)
		snprintf(dst, size,
		    room ? _("The clock goes on: %s. Not solved: nothing to "
			     "pay. At 60:00 it stops until you agree to a "
			     "quote.")
			 : _("The clock goes on: %s. Not solved: nothing to "
			     "pay. It stops at 60:00."),
		    price);
	else
		snprintf(dst, size,
		    room ? _("The clock begins now: %s. Not solved: nothing to "
			     "pay. At 60:00 it stops until you agree to a "
			     "quote.")
			 : _("The clock begins now: %s. Not solved: nothing to "
			     "pay. It stops at 60:00."),
		    price);
}

static void
hour_text(const struct app *a, int level, char *dst, size_t size)
{
	const struct billclock *c = &visit_seen(a->visit)->clock;
	char price[APP_TEXT], most[APP_TEXT];

	price_text(a, level < 2, price, sizeof(price));
	most_text(&c->live, most, sizeof(most));
	if (c->known && c->live.quoted && level < LEVELS - 1)
		snprintf(dst, size,
		    _("The clock goes on: %s; at most %s in all, as you "
		      "accepted. Not solved: nothing to pay."),
		    price, most);
	else if (c->known && c->live.quoted)
		snprintf(dst, size, _("%s, at most %s"), price, most);
	else if (level == LEVELS - 1)
		str_copy(dst, size, price);
	else
		begin_text(c, level < 2, price, dst, size);
}

/* What a yes costs: by what is agreed to already, where something is. */
static void
cost_text(const struct app *a, int level, char *dst, size_t size)
{
	const struct billclock *c = &visit_seen(a->visit)->clock;
	const struct price *p = visit_price(a->visit);
	bool last = level == LEVELS - 1;
	char most[APP_TEXT];

	if (c->known && c->live.quoted && c->live.cap_gr == 0) {
		most_text(&c->live, most, sizeof(most));
		snprintf(dst, size,
		    last ? _("By your quote: %s")
			 : _("You have accepted a quote: %s in all, however "
			     "long it takes. Not solved: nothing to pay."),
		    most);
	} else if (p != NULL && p->net_gr > 0 &&
	    (!c->known || c->live.quoted ||
		c->live.worked_ms < BILL_FREE_HOUR_S * INT64_C(1000))) {
		hour_text(a, level, dst, size);
	} else {
		str_copy(dst, size,
		    last ? _("only by a quote that you accept")
			 : _("The clock stands until you accept a quote; "
			     "before that nothing more is to pay."));
	}
}

/* Who, whether he was phoned, what he may, what it costs: in fewer words where
 * there is less room, but all of it in each. */
static void
long_words(int level, const char *name, const char *firm, const char *cost,
    char *text, size_t size)
{
	if (level == 0)
		snprintf(text, size,
		    _("%s of %s wants to work with you in one terminal on this "
		      "machine.\n\nDid you phone them? If not, answer no.\n\n"
		      "Who may type can do all that you can do here. You see "
		      "everything that is done. You can stop typing with F2 "
		      "and end everything with F12, at any moment.\n\n%s"),
		    name, firm, cost);
	else if (level == 1)
		snprintf(text, size,
		    _("%s of %s wants to work with you in one terminal.\nDid "
		      "you phone them? If not, answer no.\nWho may type can do "
		      "all that you can do here. F2 stops typing, F12 ends "
		      "everything.\n%s"),
		    name, firm, cost);
	else
		snprintf(text, size,
		    _("%s of %s wants to work here. Did you phone them? Who "
		      "types can do all that you can do. F2 stops typing, F12 "
		      "ends all.\n%s"),
		    name, firm, cost);
}

/* What is not as it should be with him, "" for nothing. */
static void
doubt_text(const struct app *a, char *dst, size_t size)
{
	const struct visit_seen *v = visit_seen(a->visit);

	dst[0] = '\0';
	if (!v->proven)
		snprintf(dst, size,
		    _("No code was compared: the settings on this computer let "
		      "this key in without one.\n"));
	else if (v->unlisted)
		snprintf(dst, size, "%s\n",
		    _("CAREFUL: the list of known technicians cannot be read, "
		      "so nobody is known here."));
	else if (v->known == KNOWN_CHANGED)
		snprintf(dst, size,
		    _("CAREFUL: %s came with another key before.\n"),
		    v->technician);
}

static bool
consent_words(void *ctx, int level, char *dst, size_t size)
{
	struct app *a = ctx;
	const char *name = visit_seen(a->visit)->technician;
	const char *said = a->request->firm.name;
	const char *firm = said[0] != '\0' ? said : a->options->host;
	bool root = user_is_root();
	char cost[4 * APP_TEXT];
	size_t len;

	if (level >= LEVELS)
		return false;
	doubt_text(a, dst, size);
	len = strlen(dst);
	cost_text(a, level, cost, sizeof(cost));
	if (level < LEVELS - 1)
		long_words(level, name, firm, cost, dst + len, size - len);
	else if (root)
		snprintf(dst + len, size - len,
		    _("%s (%s) wants in. Did you phone? Who types can do all "
		      "here, as %s. %s."),
		    name, firm, user_root(), cost);
	else
		snprintf(dst + len, size - len,
		    _("%s (%s) wants in. Did you phone? Who types can do all "
		      "that you can. %s."),
		    name, firm, cost);
	len = strlen(dst);
	if (root && level < LEVELS - 1) {
		str_copy(dst + len, size - len, level == 0 ? "\n\n" : "\n");
		len = strlen(dst);
		snprintf(dst + len, size - len,
		    _("You run this as %s: what is typed here can change "
		      "everything on this machine."),
		    user_root());
	}
	return true;
}

struct consent_self {
	struct app *app;
	struct dialog dialog;
	struct price price; /* of an hour, in the question */
	char cost[4 * APP_TEXT]; /* and what is agreed to already */
};

/* What is signed is what was on the screen when the letter was pressed: after
 * any change, wherever it comes from, one has to be chosen again. */
static void
take_price(const struct app *a, struct consent_self *s)
{
	static const struct price none;
	const struct price *now = visit_price(a->visit);
	char cost[sizeof(s->cost)];

	if (now == NULL)
		now = &none;
	cost_text(a, 0, cost, sizeof(cost));
	if (price_equal(now, &s->price) && str_eq(cost, s->cost))
		return;
	s->price = *now;
	str_copy(s->cost, sizeof(s->cost), cost);
	dialog_again(&s->dialog, clock_ms());
}

static void
consent_shown(void *self)
{
	struct consent_self *s = self;
	struct app *a = s->app;
	const struct visit_seen *v = visit_seen(a->visit);

	dialog_init(&s->dialog, _("Let the technician in?"), "", DIALOG_UNASKED,
	    clock_ms());
	dialog_words(&s->dialog, consent_words, a);
	dialog_add(&s->dialog, 'y', _("&yes, see and type"), CONSENT_TYPE);
	if (!v->unlisted && v->proven && v->known == KNOWN_CHANGED)
		dialog_add(&s->dialog, 'k', _("yes, and &keep the new key"),
		    CONSENT_KEEP);
	dialog_add(&s->dialog, 'w', _("only &watch"), CONSENT_VIEW);
	dialog_add_no(&s->dialog, 'n', _("&no"), CONSENT_NO);
	app_timer(a, LIMIT_consent_s * 1000, timed_out);
}

static void
consent_draw(void *self, struct canvas *c)
{
	const struct bar_key keys[] = {{"F12", _("end everything")}};
	struct consent_self *s = self;

	take_price(s->app, s);
	view_frame(s->app, c, _("your consent"), keys, 1);
	dialog_draw(&s->dialog, c, clock_ms());
}

static bool
consent_key(void *self, const struct keys_event *ev)
{
	static const unsigned rights[] = {
	    [CONSENT_TYPE] = GRANT_VIEW | GRANT_TYPE,
	    [CONSENT_KEEP] = GRANT_VIEW | GRANT_TYPE,
	    [CONSENT_VIEW] = GRANT_VIEW,
	    [CONSENT_NO] = 0,
	};
	struct consent_self *s = self;
	struct app *a = s->app;
	int answer;

	take_price(a, s);
	answer = dialog_key(&s->dialog, ev, clock_ms());
	if (answer <= DIALOG_OPEN)
		return true;
	app_notice(a, "");
	visit_consent(a->visit, rights[answer], BYE_NO);
	if (answer == CONSENT_KEEP &&
	    grants_hold(&visit_seen(a->visit)->grants, GRANT_TYPE)) /* is in */
		visit_settle_key(a->visit);
	return true;
}

/* A wide window has room for it in few rows. */
static bool
consent_fits(const void *self)
{
	const struct consent_self *s = self;

	return s->dialog.whole;
}

const struct view view_consent = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.shown = consent_shown,
	.draw = consent_draw,
	.fits = consent_fits,
	.key = consent_key},
    .size = sizeof(struct consent_self),
};
