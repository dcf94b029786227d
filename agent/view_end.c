/* The last screen: what it costs, and where the receipt is. */
#include <stdio.h>
#include <string.h>

#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/util.h"
#include "shared/core/money.h"
#include "shared/core/ticket.h"

#define RECEIPT_ROWS 4000 /* that can be read here */

struct end_self {
	struct app *app;
	bool reading; /* the receipt; from that row on: */
	int top;
	int rows; /* that are shown of it */
	int64_t typed_ms; /* the last key that came too soon */
};

static void
draw_amount(const struct app *a, struct canvas *c, struct rect *r)
{
	const struct visit_end *e = &visit_seen(a->visit)->end;
	char text[APP_TEXT];

	if (e->gross_gr == 0) {
		view_text(c, r, UI_BIG, _("Nothing to pay."));
		return;
	}
	snprintf(text, sizeof(text), _("To pay: %s net + %s VAT = %s"),
	    MONEY_TEXT(e->net_gr), MONEY_TEXT(e->vat_gr),
	    MONEY_TEXT(e->gross_gr));
	view_text(c, r, UI_BIG, text);
}

static void
unsaved_text(const struct app *a, char *dst, size_t size)
{
	snprintf(dst, size,
	    _("The receipt could not be saved (%s); ask the service point for "
	      "a copy."),
	    visit_seen(a->visit)->receipt.why.text);
}

static void
draw_receipt(const struct app *a, struct canvas *c, struct rect *r)
{
	const struct receipt *p = &visit_seen(a->visit)->receipt;
	char text[1200];

	if (p->path != NULL) /* a row of its own: not folded inside a name */
		snprintf(text, sizeof(text), "%s\n%s", _("The receipt is in"),
		    p->path);
	else if (p->why.text[0] != '\0')
		unsaved_text(a, text, sizeof(text));
	else
		return;
	view_text(c, r, UI_NORMAL, text);
	if (receipt_verdict_text(p->verdict) != NULL)
		view_text(c, r, UI_BAD, receipt_verdict_text(p->verdict));
	if (a->request->receipts_doubt != NULL)
		view_text(c, r, UI_BAD, a->request->receipts_doubt);
}

/* "Worked: 0:12:00, 1 started hour" where that is what is to be paid. */
static void
worked_text(const struct app *a, char *dst, size_t size)
{
	const struct visit_end *e = &visit_seen(a->visit)->end;
	const struct bill_live *l = &visit_seen(a->visit)->clock.live;
	int hours = (int)((e->worked_s + 3599) / 3600);
	size_t len;

	snprintf(dst, size, _("Worked: %s"), CLOCK_HMS(e->worked_s));
	len = strlen(dst);
	if (visit_seen(a->visit)->clock.known && l->quantum_s == 3600 &&
	    e->net_gr > 0 && e->net_gr == hours * l->net_hour_gr)
		snprintf(dst + len, size - len,
		    NGETTEXT(", %d started hour at %s net",
			", %d started hours at %s net", hours),
		    hours, MONEY_TEXT(l->net_hour_gr));
}

static void
draw_closed(const struct app *a, struct canvas *c, struct rect *r)
{
	const struct visit_end *e = &visit_seen(a->visit)->end;
	char text[APP_TEXT], note[sizeof(e->note) + APP_TEXT];

	snprintf(text, sizeof(text), _("The visit is over: %s."),
	    ticket_state_title(e->outcome));
	view_text(c, r, UI_STRONG, text);
	worked_text(a, text, sizeof(text));
	view_text(c, r, UI_NORMAL, text);
	draw_amount(a, c, r);
	/* before the note, which may be long: there may be a warning in it */
	draw_receipt(a, c, r);
	if (e->note[0] == '\0')
		return;
	snprintf(note, sizeof(note), _("The technician's note: %s"), e->note);
	view_text(c, r, UI_NORMAL, note);
}

/* The user ended it himself, or the shell did: the amount is not final yet. */
static void
draw_open(const struct app *a, struct canvas *c, struct rect *r)
{
	const struct visit_end *e = &visit_seen(a->visit)->end;
	char text[2 * APP_TEXT];

	view_text(c, r, UI_STRONG,
	    e->by_user
		? _("You have ended the visit. Nobody sees this machine or can "
		    "type on it any more.")
		: _("The shell has ended, and with it the visit. Nobody sees "
		    "this machine or can type on it any more."));
	snprintf(text, sizeof(text),
	    _("Worked: %s. At most %s net, %s gross, if the technician closes "
	      "the ticket as solved; otherwise nothing."),
	    CLOCK_HMS(e->worked_s), MONEY_TEXT(e->net_gr),
	    MONEY_TEXT(e->gross_gr));
	view_text(
	    c, r, UI_NORMAL, e->gross_gr > 0 ? text : _("Nothing to pay."));
	if (e->unsaid)
		view_text(c, r, UI_NORMAL,
		    _("Your last yes is counted in that; the service point had "
		      "not said yet that it is written."));
	if (!e->by_user)
		view_text(c, r, UI_NORMAL,
		    _("The service point is about to close the ticket; you "
		      "may wait here for the amount."));
}

static void
receipt_draw(struct end_self *s, struct canvas *c)
{
	const struct bar_key keys[] = {{"↑↓", _("more")}, {"Enter", _("back")}};
	struct rect r = view_frame(s->app, c, _("the receipt"), keys, 2);
	struct rect all = {0, 0, RECEIPT_ROWS, r.cols};
	const char *text = visit_seen(s->app->visit)->receipt.words;
	struct canvas page;

	all.rows = canvas_wrap(NULL, all, UI_NORMAL, text);
	s->rows = r.rows;
	s->top = MAX_OF(0, MIN_OF(s->top, all.rows - r.rows));
	canvas_init(&page, r.cols, MAX_OF(all.rows, r.rows));
	(void)canvas_wrap(&page, canvas_rect(&page), UI_NORMAL, text);
	canvas_blit(c, r, &page.grid, s->top, 0);
	canvas_fini(&page);
}

static void
end_draw(void *self, struct canvas *c)
{
	struct end_self *s = self;
	const struct app *a = s->app;
	const struct bar_key keys[] = {
	    {"p", _("show the receipt")}, {"Enter", _("close")}};
	struct rect r;
	int none;
	char text[2 * APP_TEXT];

	if (s->reading) {
		receipt_draw(s, c);
		return;
	}
	none = visit_seen(a->visit)->receipt.words == NULL;
	r = view_frame(a, c, _("the end"), keys + none, 2 - none);

	if (visit_seen(a->visit)->end.closed)
		draw_closed(a, c, &r);
	else
		draw_open(a, c, &r);
	if (a->request->firm.phone[0] == '\0')
		return;
	snprintf(text, sizeof(text), _("Questions? %s, phone %s"),
	    a->request->firm.name, a->request->firm.phone);
	view_text(c, &r, UI_DIM, text);
}

static void
end_shown(void *self)
{
	struct end_self *s = self;

	s->typed_ms = INT64_MIN / 2;
	s->reading = false;
	app_notice(s->app, "");
}

/* Who is still typing for the shell that has just gone must not close this
 * before he has read it. */
static bool
still_typing(struct end_self *s)
{
	int64_t now_ms = clock_ms();
	int64_t last_ms = MAX_OF(
	    s->typed_ms, visit_seen(s->app->visit)->typed_ms);
	bool still = now_ms - last_ms < DIALOG_QUIET_MS;

	if (still)
		s->typed_ms = now_ms;
	return still;
}

/* What stays in the terminal: the sum, and where the receipt is. */
static void
last_lines(const struct app *a, char *dst, size_t size)
{
	const struct visit_end *e = &visit_seen(a->visit)->end;
	const char *net = MONEY_TEXT(e->net_gr);
	const char *gross = MONEY_TEXT(e->gross_gr);
	size_t len;

	dst[0] = '\0';
	if (!e->closed && e->gross_gr == 0)
		return;
	if (!e->closed)
		snprintf(dst, size,
		    _("request %lld: at most %s net, %s gross, if it is "
		      "closed as solved"),
		    (long long)a->request->ticket, net, gross);
	else if (e->gross_gr == 0)
		snprintf(dst, size, _("request %lld: nothing to pay"),
		    (long long)a->request->ticket);
	else
		snprintf(dst, size, _("request %lld: to pay %s net, %s gross"),
		    (long long)a->request->ticket, net, gross);
	len = strlen(dst);
	if (visit_seen(a->visit)->receipt.path != NULL)
		snprintf(dst + len, size - len, "\n%s %s",
		    _("The receipt is in"), visit_seen(a->visit)->receipt.path);
	else if (visit_seen(a->visit)->receipt.why.text[0] != '\0') {
		dst[len++] = '\n';
		unsaved_text(a, dst + len, size - len);
	}
}

/* Any key that does not move goes back. */
static void
reading_key(struct end_self *s, const struct keys_event *ev)
{
	int by = 0;

	if (keys_move(ev, MAX_OF(s->rows, 1), &by))
		s->top = MAX_OF(0, s->top + by);
	else if (ev->code != KEYS_MOUSE && ev->code != KEYS_F1)
		s->reading = false;
	app_redraw(s->app);
}

static bool
end_key(void *self, const struct keys_event *ev)
{
	struct end_self *s = self;
	struct app *a = s->app;
	char last[sizeof(a->goodbye)];

	if (keys_is_ctrl(ev, 'l'))
		paint_reset(&a->paint);
	else if (s->reading)
		reading_key(s, ev);
	else if (keys_is(ev, 'p') &&
	    visit_seen(a->visit)->receipt.words != NULL && !still_typing(s)) {
		s->reading = true;
		s->top = 0;
		app_redraw(a);
	} else if (!still_typing(s) &&
	    (ev->code == KEYS_ENTER || ev->code == KEYS_ESC ||
		keys_is(ev, 'q') || keys_is_ctrl(ev, 'c'))) {
		last_lines(a, last, sizeof(last));
		app_quit_saying(a, AGENT_EXIT_OK, last);
	}
	return false;
}

const struct view view_end = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.shown = end_shown,
	.draw = end_draw,
	.key = end_key},
    .size = sizeof(struct end_self),
};
