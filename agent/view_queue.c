/* Waiting: the place, who is coming, and a way out that asks first. */
#include <stdio.h>
#include <string.h>

#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"

enum { QUEUE_STAY = 1, QUEUE_LEAVE };

struct queue_self {
	struct app *app;
	int64_t since_ms; /* it is shown */
	struct dialog dialog; /* without choices it is not asked */
};

static void
queue_shown(void *self)
{
	struct queue_self *s = self;

	s->dialog.choices = 0;
	if (s->since_ms == 0)
		s->since_ms = clock_ms();
}

/* May he take it? The one who was asked for alone, or each who serves the
 * program. */
static bool
is_asked_for(const struct request *q, const struct firm_technician *t)
{
	const struct firm_technician *one = firm_technician(
	    &q->firm, q->technician);

	if (one != NULL)
		return one == t;
	return q->product[0] == '\0' ||
	    str_list_allows(t->products, q->product);
}

static int
count_present(const struct request *q, enum presence state)
{
	const struct firm_technician *t = q->firm.technician;
	int n = 0;

	for (int i = 0; i < q->firm.technicians; i++)
		n += t[i].state == state && is_asked_for(q, &t[i]);
	return n;
}

static void
present_text(const struct request *q, char *dst, size_t size)
{
	int ready = count_present(q, PRESENCE_FREE);
	int busy = count_present(q, PRESENCE_BUSY);

	if (ready > 0)
		snprintf(dst, size, _("Technicians: %d free, %d busy."), ready,
		    busy);
	else if (busy == 0)
		str_copy(dst, size,
		    _("None of the technicians is there at the moment."));
	else if (busy == 1)
		str_copy(dst, size, _("One technician is there, and busy."));
	else
		snprintf(dst, size,
		    _("%d technicians are there, all of them busy."), busy);
}

/* How long so far, and who is there. */
static void
queue_state_text(const struct queue_self *s, char *dst, size_t size)
{
	int minutes = (int)((clock_ms() - s->since_ms) / 60000);
	size_t len;

	dst[0] = '\0';
	if (minutes > 0)
		snprintf(dst, size, _("You have waited %d min. "), minutes);
	len = strlen(dst);
	present_text(s->app->request, dst + len, size - len);
}

static int
queue_due_ms(void *self, int64_t now_ms)
{
	const struct queue_self *s = self;

	return 60000 - (int)((now_ms - s->since_ms) % 60000);
}

static void
queue_who(const struct app *a, struct canvas *c, struct rect *r)
{
	const struct visit_seen *v = visit_seen(a->visit);
	const struct request *q = a->request;
	char text[2 * APP_TEXT];

	if (v->visit != 0 && v->after[0] != '\0') {
		view_text(c, r, UI_STRONG, v->after);
	} else if (view_link_lost(a) && (v->visit != 0 || q->ticket == 0)) {
		/* nobody can come now; the frame says why */
	} else if (v->visit != 0 && v->key[0] != '\0') {
		snprintf(text, sizeof(text),
		    _("%s takes care of you now and is about to connect."),
		    v->technician);
		view_text(c, r, UI_GOOD, text);
	} else if (q->ticket == 0) {
		view_text(c, r, UI_NORMAL, _("Sending your request …"));
	} else if (q->place == 1) {
		view_text(c, r, UI_STRONG, _("You are next in the queue."));
	} else {
		snprintf(text, sizeof(text),
		    _("Your place in the queue: %d of %d."), q->place, q->of);
		view_text(c, r, UI_STRONG, text);
	}
}

/* Where there is no room, in fewer words. */
static const char *
calm_text(const struct rect *r)
{
	const char *text = _("Keep this window open and your phone at hand. "
			     "Waiting is free. Nobody sees your screen and "
			     "nobody can type here before you have said yes.");
	struct rect all = {0, 0, r->rows + 1, r->cols};

	return canvas_wrap(NULL, all, UI_NORMAL, text) <= r->rows
	    ? text
	    : _("Waiting is free. Nobody sees or types here before your yes.");
}

static void
queue_draw(void *self, struct canvas *c)
{
	struct queue_self *s = self;
	const struct app *a = s->app;
	const struct bar_key keys[] = {
	    {"q", _("leave the queue")}, {"F12", _("quit")}};
	struct rect r = view_frame(a, c, _("waiting"), keys, 2);
	char text[2 * APP_TEXT];

	queue_who(a, c, &r);
	if (a->request->ticket != 0) {
		snprintf(text, sizeof(text), _("Request number %lld: %s, %s."),
		    (long long)a->request->ticket, a->request->product,
		    a->request->card.name);
		view_text(c, &r, UI_NORMAL, text);
	}
	view_text(c, &r, UI_NORMAL, calm_text(&r));
	queue_state_text(s, text, sizeof(text));
	if (a->request->ticket != 0 && visit_seen(a->visit)->visit == 0 &&
	    !view_link_lost(a))
		view_text(c, &r, UI_DIM, text);
	if (s->dialog.choices > 0)
		dialog_draw(&s->dialog, c, clock_ms());
}

static void
ask_leave(struct dialog *d)
{
	dialog_init(d, _("Leave the queue?"), _("Your place will be lost."),
	    DIALOG_ESC, clock_ms());
	dialog_add(d, 's', _("&stay"), QUEUE_STAY);
	dialog_add(d, 'l', _("&leave"), QUEUE_LEAVE);
}

static bool
queue_key(void *self, const struct keys_event *ev)
{
	struct queue_self *s = self;
	struct dialog *d = &s->dialog;
	int answer;

	if (d->choices == 0) {
		if (keys_is(ev, 'q') || ev->code == KEYS_ESC ||
		    keys_is_ctrl(ev, 'c'))
			ask_leave(d);
		else
			app_common_key(s->app, ev);
		return true;
	}
	answer = dialog_key(d, ev, clock_ms());
	if (answer == QUEUE_LEAVE)
		app_quit(s->app, AGENT_EXIT_OK);
	else if (answer != DIALOG_OPEN)
		d->choices = 0;
	return true;
}

const struct view view_queue = {
    .ops = {.help_title = VIEW_HELP_TITLE,
	.help = view_help,
	.shown = queue_shown,
	.draw = queue_draw,
	.key = queue_key,
	.due_ms = queue_due_ms},
    .size = sizeof(struct queue_self),
};
