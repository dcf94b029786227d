/* The one question that lets a technician in. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/limits.h"

#define LEVELS 4 /* of words */

enum { CONSENT_TYPE = 1, CONSENT_KEEP, CONSENT_VIEW, CONSENT_NO };

static void
timed_out(struct app *a)
{
	app_notice(a, _("No answer for two minutes: nobody was let in."));
	visit_consent(a, 0, "timeout");
}

/* Net and gross, as the desk has said last; else by the list. */
static void
price_text(const struct app *a, char *dst, size_t size)
{
	const struct price *p = app_price(a);

	if (p != NULL && p->net_gr > 0)
		rate_price(p, dst, size);
	else
		str_copy(dst, size, _("only by a quote that you accept"));
}

/* Who, what he may, what it costs: in fewer words where there is less room.
 * Level 0 is the longest, LEVELS - 1 the shortest. */
static void
consent_words(struct app *a, int level, char *text, size_t size)
{
	const char *name = a->visit.technician;
	const char *firm = a->firm.name[0] != '\0' ? a->firm.name
						   : a->options->host;
	char price[APP_TEXT];

	price_text(a, price, sizeof(price));
	if (level == 0)
		snprintf(text, size,
		    _("%s of %s wants to work with you in one terminal on this "
		      "machine.\n\nDid you phone them? If not, answer no.\n\n"
		      "Who may type can do all that you can do here. You see "
		      "everything that is done. You can stop typing with F2 "
		      "and end everything with F12, at any moment.\n\nThe "
		      "clock begins now: %s. Not solved: nothing to pay. At "
		      "60:00 it stops until you agree to a quote."),
		    name, firm, price);
	else if (level == 1)
		snprintf(text, size,
		    _("%s of %s wants to work with you in one terminal.\nDid "
		      "you phone them? If not, answer no.\nWho may type can do "
		      "all that you can do here. F2 stops typing, F12 ends "
		      "everything.\nThe clock begins now: %s. Not solved: "
		      "nothing to pay. At 60:00 it stops until you agree to a "
		      "quote."),
		    name, firm, price);
	else if (level == 2)
		snprintf(text, size,
		    _("%s of %s wants to work here. Did you phone them? Who "
		      "types can do all that you can do. F2 stops typing, F12 "
		      "ends all.\nThe clock begins now: %s. Not solved: "
		      "nothing to pay. It stops at 60:00."),
		    name, firm, price);
	else
		snprintf(text, size,
		    _("%s (%s) wants to come in.\n%s. Not solved: nothing to "
		      "pay."),
		    name, firm, price);
}

/* What is not as it should be with him, "" for nothing. */
static void
doubt_text(const struct app *a, char *dst, size_t size)
{
	const struct app_visit *v = &a->visit;

	dst[0] = '\0';
	if (!v->proven)
		snprintf(dst, size,
		    _("No code was compared: the settings on this computer let "
		      "this key in without one.\n"));
	else if (v->known == KNOWN_CHANGED)
		snprintf(dst, size,
		    _("CAREFUL: %s came with another key before.\n"),
		    v->technician);
}

static void
consent_text(struct app *a, int level, char *text, size_t size)
{
	size_t len;

	doubt_text(a, text, size);
	len = strlen(text);
	consent_words(a, level, text + len, size - len);
	len = strlen(text);
	if (level < 2 && geteuid() == 0)
		snprintf(text + len, size - len, "%s%s",
		    level == 0 ? "\n\n" : "\n",
		    _("You run this as root: what is typed here can change "
		      "everything on this machine."));
}

/* What is signed is what was on the screen when the letter was pressed: after
 * any change, wherever it comes from, one has to be chosen again. */
static void
take_price(struct app *a)
{
	static const struct price none;
	const struct price *now = app_price(a);

	if (now == NULL)
		now = &none;
	if (price_equal(now, &a->price_asked))
		return;
	a->price_asked = *now;
	dialog_again(&a->dialog, clock_ms());
}

static void
consent_enter(struct app *a)
{
	dialog_init(&a->dialog, _("Let the technician in?"), "", DIALOG_UNASKED,
	    clock_ms());
	dialog_add(&a->dialog, 'y', _("&yes, see and type"), CONSENT_TYPE);
	if (a->visit.proven && a->visit.known == KNOWN_CHANGED)
		dialog_add(&a->dialog, 'k', _("yes, and &keep the new key"),
		    CONSENT_KEEP);
	dialog_add(&a->dialog, 'w', _("only &watch"), CONSENT_VIEW);
	dialog_add(&a->dialog, 'n', _("&no"), CONSENT_NO);
	app_timer(a, LIMIT_consent_s * 1000, timed_out);
}

static void
consent_draw(struct app *a, struct canvas *c)
{
	const struct bar_key keys[] = {{"F12", _("end everything")}};
	struct dialog *d = &a->dialog;
	int level = 0;

	take_price(a);
	do
		consent_text(a, level++, d->text, sizeof(d->text));
	while (level < LEVELS && !dialog_fits(d, c, d->text));
	view_frame(a, c, _("your consent"), keys, 1);
	dialog_draw(d, c);
}

static void
consent_key(struct app *a, const struct keys_event *ev)
{
	take_price(a);
	switch (dialog_key(&a->dialog, ev, clock_ms())) {
	case CONSENT_KEEP:
		a->notice[0] = '\0';
		visit_consent(a, GRANT_VIEW | GRANT_TYPE, "");
		if (grants_hold(&a->grants, GRANT_TYPE)) /* he is in */
			visit_settle_key(a);
		break;
	case CONSENT_TYPE:
		a->notice[0] = '\0';
		visit_consent(a, GRANT_VIEW | GRANT_TYPE, "");
		break;
	case CONSENT_VIEW:
		a->notice[0] = '\0';
		visit_consent(a, GRANT_VIEW, "");
		break;
	case CONSENT_NO:
		a->notice[0] = '\0';
		visit_consent(a, 0, "no");
		break;
	default:
		app_redraw(a);
		break;
	}
}

const struct view view_consent = {
    .name = "consent",
    .enter = consent_enter,
    .draw = consent_draw,
    .key = consent_key,
};
