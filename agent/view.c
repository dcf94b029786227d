#include "agent/view.h"

#include <stdio.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/sys/user.h"
#include "shared/wire/msg.h"

/* Below this the answers go before the standing warning to root; the question
 * of consent has it among its own words. */
#define ROOT_ROWS_MIN 16
#define WARN_ROWS 4 /* at most */
/* With less below it no row of it stays empty. */
#define DESK_ROWS_MIN 14
#define HOST_MAX 44 /* bytes of a host's name, its end */
#define NOTE_LEAVES 4 /* for what is asked there */

static void
top_row(const struct app *a, struct canvas *c, const char *step)
{
	char left[2 * APP_TEXT], right[2 * APP_TEXT + 8];
	const struct firm *f = &a->request->firm;

	snprintf(left, sizeof(left), " %s  %s", "pomoc", step);
	if (f->name[0] == '\0')
		snprintf(right, sizeof(right), "%s ", a->options->host);
	else if (f->phone[0] == '\0')
		snprintf(right, sizeof(right), "%s ", f->name);
	else
		snprintf(right, sizeof(right), "%s  %s ", f->name, f->phone);
	bar_draw(c, 0, UI_BAR, left, right);
}

bool
view_link_lost(const struct app *a)
{
	const struct visit_end *e = &visit_seen(a->visit)->end;

	/* behind his own end nothing is tried any more */
	return a->greeted && !e->closed && !e->by_user &&
	    a->desk_state != DESK_LINK_UP;
}

static void
link_lost_text(const struct app *a, char *dst, size_t size)
{
	const char *phone = a->request->firm.phone;
	size_t len;

	str_copy(dst, size,
	    a->request->ticket != 0
		? _("The link to the service point is lost; trying again. "
		    "Your place is kept.")
		: _("The link to the service point is lost; trying again."));
	len = strlen(dst);
	if (phone[0] != '\0')
		snprintf(
		    dst + len, size - len, _(" Questions? Phone %s."), phone);
}

static const char *
trouble(const struct app *a, int rows, char *dst, size_t size)
{
	if (view_link_lost(a)) {
		link_lost_text(a, dst, size);
		return dst;
	}
	if (a->stage.notice[0] != '\0')
		return a->stage.notice;
	if (!user_is_root() || rows < ROOT_ROWS_MIN ||
	    visit_seen(a->visit)->step == VISIT_CONSENT)
		return NULL;
	snprintf(dst, size,
	    _("You run this as %s: whoever you let in has all rights on this "
	      "machine."),
	    user_root());
	return dst;
}

const struct help_row view_help[] = {
    {NULL, N_("How it goes")},
    {"1", N_("Who shall help: a name, or whoever is free first.")},
    {"2", N_("Which program it is about; what it costs is shown.")},
    {"3",
	N_("Who asks and what is wrong. Then wait, with the phone at hand; "
	   "waiting is free.")},
    {"4",
	N_("On the phone: read six digits out, type the four that are read "
	   "back. So nobody is in between.")},
    {"5",
	N_("Let the technician in, or not. Before that nobody sees or types "
	   "anything here.")},
    {"6",
	N_("Work together. The last rows show who may do what, the time and "
	   "the price.")},
    {NULL, N_("Keys")},
    {"↑ ↓ Enter", N_("choose a line and take it")},
    {"Tab Enter", N_("on to the next field")},
    {"Esc", N_("one step back")},
    {"q", N_("leave, where nothing is typed")},
    {"F12", N_("end everything, at any moment")},
    {NULL, NULL},
};

/* F1 before the last key, which is always seen. */
static void
frame_keys(
    const struct app *a, struct canvas *c, const struct bar_key *keys, int n)
{
	struct bar_key all[VIEW_KEYS_MAX + 1];
	int m = 0;

	for (int i = 0; i < n; i++) {
		if (i == n - 1 && a->view->ops.help != NULL)
			all[m++] = (struct bar_key){"F1", _("help")};
		all[m++] = keys[i];
	}
	bar_keys(c, c->grid.rows - 1, UI_BAR, all, m);
}

struct rect
view_frame(const struct app *a, struct canvas *c, const char *step,
    const struct bar_key *keys, int n)
{
	struct rect r = canvas_rect(c);
	char text[2 * APP_TEXT];
	const char *warn = trouble(a, r.rows, text, sizeof(text));
	struct rect at = {0, 2, WARN_ROWS, MAX_OF(r.cols - 4, 1)};

	top_row(a, c, step);
	frame_keys(a, c, keys, n);
	if (warn != NULL) {
		at.rows = MAX_OF(canvas_wrap(NULL, at, UI_WARN, warn), 2);
		at.row = r.rows - 1 - at.rows;
		canvas_wrap(c, at, UI_WARN, warn);
		r.rows -= at.rows + 1;
	}
	return (struct rect){
	    2, 2, MAX_OF(r.rows - 3, 1), MAX_OF(r.cols - 4, 1)};
}

void
view_skip(struct rect *r, int rows)
{
	r->row += rows;
	r->rows = MAX_OF(r->rows - rows, 0);
}

void
view_text(
    struct canvas *c, struct rect *r, enum ui_style style, const char *text)
{
	view_skip(r, canvas_wrap(c, *r, style, text) + 1);
}

/* The end of a long name says whose it is, and it leaves room for the question.
 * The port, where it is not the usual one. */
static void
desk_place(const struct options *o, char *dst, size_t size)
{
	const char *host = UTF8_CLEAN(APP_TEXT, o->host, 0), *dots = "";
	bool v6 = strchr(host, ':') != NULL;

	if (strlen(host) > HOST_MAX) {
		dots = "…";
		host += strlen(host) - HOST_MAX;
		while (((unsigned char)*host & 0xc0) == 0x80)
			host++;
	}
	if (o->port == MSG_PORT)
		snprintf(dst, size, "%s%s", dots, host);
	else
		snprintf(dst, size, v6 ? "%s[%s]:%d" : "%s%s:%d", dots, host,
		    o->port);
}

/* What the firm calls itself, which stands in the first row whole; here it asks
 * nothing, and gives no other place in brackets. */
static void
desk_question(const struct app *a, struct rect r, char *dst, size_t size)
{
	char firm[APP_TEXT], place[APP_TEXT + 16];

	str_copy(firm, sizeof(firm), a->request->firm.name);
	firm[strcspn(firm, "(?")] = '\0';
	str_trim(firm);
	desk_place(a->options, place, sizeof(place));
	snprintf(dst, size,
	    _("This is %s (%s). Did you phone them? If not: F12."), firm,
	    place);
	if (firm[0] == '\0' ||
	    canvas_wrap(NULL, r, UI_NORMAL, dst) > r.rows - NOTE_LEAVES)
		snprintf(dst, size,
		    _("This is %s. Did you phone them? If not: F12."), place);
}

void
view_desk(const struct app *a, struct canvas *c, struct rect *r)
{
	const char *note = a->options->note;
	char text[4 * APP_TEXT];

	if (a->view != a->first)
		return;
	desk_question(a, *r, text, sizeof(text));
	view_skip(r, canvas_wrap(c, *r, UI_NORMAL, text));
	/* it was said before the screen began, too */
	if (note[0] != '\0' &&
	    canvas_wrap(NULL, *r, UI_WARN, note) < r->rows - NOTE_LEAVES)
		view_skip(r, canvas_wrap(c, *r, UI_WARN, note));
	if (r->rows > DESK_ROWS_MIN)
		view_skip(r, 1);
}

void
view_price_text(const struct price *p, bool gross, char *dst, size_t size)
{
	const char *money = MONEY_TEXT(p->net_gr);

	if (p->net_gr == 0)
		str_copy(dst, size, _("only by a quote that you accept"));
	else if (gross)
		rate_price(p, dst, size);
	else if (p->quantum_s >= 3600)
		snprintf(dst, size, _("%s net per started hour"), money);
	else
		snprintf(dst, size, _("%s net per hour, counted by the minute"),
		    money);
}
