/* The one question that lets a technician in. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/core/limits.h"

#define FULL_ROWS_MIN 22 /* of the window */
#define FULL_COLS_MIN 60
#define WORDS_ROWS_MIN 14

enum { CONSENT_TYPE = 1, CONSENT_VIEW, CONSENT_NO };

static void
timed_out(struct app *a)
{
	app_notice(a, _("No answer for two minutes: nobody was let in."));
	visit_consent(a, 0, "timeout");
}

/* Who and how much are always seen; the rest where there is room. */
static void
consent_text(struct app *a, int rows, char *text, size_t size)
{
	const char *firm = a->firm.name[0] != '\0' ? a->firm.name
						   : a->options->host;
	const struct price *p = app_price(a);
	char price[APP_TEXT];
	const char *root = "";

	str_copy(price, sizeof(price), _("as agreed"));
	if (p != NULL)
		app_price_text(p, price, sizeof(price));
	if (rows < WORDS_ROWS_MIN) {
		snprintf(text, size,
		    _("%s of %s wants to work here. The clock begins now: "
		      "%s."),
		    a->visit.technician, firm, price);
		return;
	}
	if (rows < FULL_ROWS_MIN || a->paint.cols < FULL_COLS_MIN) {
		snprintf(text, size,
		    _("%s of %s wants to work here. Who types can do all that "
		      "you can do. The clock begins now: %s."),
		    a->visit.technician, firm, price);
		return;
	}
	if (geteuid() == 0)
		root = _("\n\nYou run this as root: what is typed here can "
			 "change everything on this machine.");
	snprintf(text, size,
	    _("%s of %s wants to work with you in one terminal on this "
	      "machine.\n\nDid you phone them? If not, answer no.\n\n"
	      "Who may type can do all that you can do here. You see "
	      "everything that is done. You can stop typing with F2 and end "
	      "everything with F12, at any moment.\n\n"
	      "The clock begins now: %s.%s"),
	    a->visit.technician, firm, price, root);
}

static void
consent_enter(struct app *a)
{
	char text[DIALOG_TEXT];

	consent_text(a, a->paint.rows, text, sizeof(text));
	dialog_init(
	    &a->dialog, _("Let the technician in?"), text, 0, clock_ms());
	dialog_add(&a->dialog, 'y', _("&yes, see and type"), CONSENT_TYPE);
	dialog_add(&a->dialog, 'w', _("only &watch"), CONSENT_VIEW);
	dialog_add(&a->dialog, 'n', _("&no"), CONSENT_NO);
	app_timer(a, LIMIT_consent_s * 1000, timed_out);
}

static void
consent_draw(struct app *a, struct canvas *c)
{
	const struct bar_key keys[] = {{"F12", _("end everything")}};

	consent_text(a, c->grid.rows, a->dialog.text, sizeof(a->dialog.text));
	view_frame(a, c, _("your consent"), keys, 1);
	dialog_draw(&a->dialog, c);
}

static void
consent_key(struct app *a, const struct keys_event *ev)
{
	switch (dialog_key(&a->dialog, ev, clock_ms())) {
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
