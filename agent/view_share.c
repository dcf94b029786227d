/* The shared shell: everything above is its, the two rows below are ours. */
#include <stdio.h>

#include "agent/panel.h"
#include "agent/view.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/core/ticket.h"
#include "shared/term/vt.h"

#define NOTICE_MS 5000 /* a notice stays at least so long */
#define PREFIX_MS 5000 /* so long the prefix waits for its key */
#define NAME_COLS 40 /* most of a technician's name */

struct share_self {
	struct app *app;
	int64_t prefix_ms; /* when the prefix key was pressed; 0 = no more */
	bool ending; /* x came behind it: a y is waited for */
};

/* --- the bars --- */

/* He has gone for good, and the request waits for the next one. */
static bool
is_left(const struct app *a)
{
	return visit_seen(a->visit)->visit == 0 &&
	    !visit_is_connected(a->visit);
}

/* Brief: what he may in the fewest words. */
static const char *
may_text(const struct app *a, bool brief)
{
	const struct visit_seen *v = visit_seen(a->visit);

	if (a->desk_state != DESK_LINK_UP)
		return brief ? _("link lost") : _("link lost, trying again");
	if (is_left(a))
		return brief ? _("in the queue") : _("nobody: in the queue");
	if (!visit_is_connected(a->visit))
		return _("not connected");
	if (!v->ready || v->grants.held == 0)
		return grant_may(0, brief);
	if (v->hidden)
		return _("SCREEN HIDDEN");
	if (v->held)
		return brief ? _("waits") : _("waits: all stands still");
	return grant_may(v->grants.held, brief);
}

/* Everything but the name. */
static void
what_text(const struct app *a, char *dst, size_t size, bool brief)
{
	const struct visit_seen *v = visit_seen(a->visit);
	const struct request *q = a->request;

	if (is_left(a) && a->desk_state == DESK_LINK_UP && q->place > 0)
		snprintf(dst, size, _(" %s, %d of %d"), may_text(a, brief),
		    q->place, q->of);
	else
		snprintf(dst, size, " %s%s", may_text(a, brief),
		    v->typist == TYPIST_TECHNICIAN && !v->hidden &&
			    visit_is_connected(a->visit)
			? " *"
			: "");
}

/* full: with all keys; else only the two that matter most. */
static void
keys_text(const struct app *a, char *dst, size_t size, bool full)
{
	const struct visit_seen *v = visit_seen(a->visit);
	bool typing = grants_hold(&v->grants, GRANT_TYPE);
	bool asked = (v->grants.asked & GRANT_TYPE) != 0; /* not by F3 then */
	bool money = a->panel != NULL && a->panel->money && !a->focus;
	char chat[32];

	snprintf(chat, sizeof(chat), v->chat.unread > 0 ? "F8 %s(%d)" : "F8 %s",
	    _("chat"), v->chat.unread);
	if (money && (!full || !visit_is_connected(a->visit)))
		snprintf(dst, size, "F6 %s  F12 %s ", _("answer"), _("end"));
	else if (!visit_is_connected(a->visit) || (!full && !typing))
		snprintf(dst, size, "F12 %s ", _("end"));
	else if (!full)
		snprintf(dst, size, "F2 %s  F12 %s ", _("stop"), _("end"));
	else
		snprintf(dst, size, "%s%s%s%s  F4 %s  %s  F12 %s ",
		    money ? "F6 " : "", money ? _("answer") : "",
		    money ? "  " : "",
		    typing	? _("F2 stop typing")
			: asked ? ""
				: _("F3 allow typing"),
		    v->hidden ? _("show") : _("hide"), chat, _("end"));
}

/* What he may and the keys that stop it are never cut: fewer words of both
 * first, then less of his name. */
static void
draw_who(const struct app *a, struct canvas *c, int row, enum ui_style style)
{
	const struct visit_seen *v = visit_seen(a->visit);
	char left[2 * APP_TEXT], what[APP_TEXT], keys[APP_TEXT], name[APP_TEXT];
	const char *whose = is_left(a) ? "" : v->technician;
	int room = -1;

	utf8_clean(name, sizeof(name), whose, NAME_COLS);
	for (int level = 0; level < 3 && room < utf8_cols(name); level++) {
		what_text(a, what, sizeof(what), level == 2);
		keys_text(a, keys, sizeof(keys), level == 0);
		room = c->grid.cols - 2 - utf8_cols(what) - utf8_cols(keys);
	}
	if (room < 1) {
		bar_draw(c, row, style, what, "");
		return;
	}
	utf8_clean(name, sizeof(name), whose, MIN_OF(room, NAME_COLS));
	snprintf(left, sizeof(left), "%s%s%s", name[0] != '\0' ? " " : "", name,
	    what);
	bar_draw(c, row, style, left, keys);
}

static const char *
pause_text(int why)
{
	static const char *const texts[TICKET_PAUSES] = {
	    [TICKET_PAUSE_TECH] = N_("paused by the technician"),
	    [TICKET_PAUSE_CLIENT] = N_("paused by you"),
	    [TICKET_PAUSE_HOUR] = N_("one hour is full: stands"),
	    [TICKET_PAUSE_QUOTE] = N_("stands until a quote is accepted"),
	    [TICKET_PAUSE_LINK] = N_("stands: link lost"),
	    [TICKET_PAUSE_IDLE] = N_("stands: nothing happens"),
	};

	if (why < 0)
		return _("stands: no word from the desk");
	if (why < TICKET_PAUSES && texts[why] != NULL)
		return _(texts[why]);
	if (why == TICKET_STOP_IN(TICKET_QUOTED))
		return _("stands: a quote waits for your answer");
	return _("clock stands");
}

/* When the next started hour begins to count, or what the line counts by. */
static void
next_text(
    const struct app *a, const char *left, char *dst, size_t size, bool brief)
{
	const struct visit_seen *v = visit_seen(a->visit);

	if (brief)
		snprintf(dst, size, _("next %s"), left);
	else if (v->clock.live.quantum_s >= 3600)
		snprintf(dst, size, _("next hour in %s"), left);
	else
		snprintf(dst, size, _("next in %s"), left);
}

/* What runs, or why it stands; brief: in the fewest words. */
static void
course_text(const struct app *a, const struct bill_now *now, const char *left,
    char *dst, size_t size, bool brief)
{
	const struct visit_seen *v = visit_seen(a->visit);

	if (v->unwritten || v->unsaid != VISIT_NO_QUESTION)
		str_copy(dst, size, _("being written"));
	else if (!billclock_runs(&v->clock, clock_ms()))
		str_copy(dst, size,
		    brief ? _("clock stands") : pause_text(v->clock.why));
	else if (now->next_unit_s < 0)
		str_copy(dst, size,
		    brief ? _("no more") : _("nothing more is added"));
	else
		next_text(a, left, dst, size, brief);
}

/* Rate, working time, the next started unit, net and gross: all of it at any
 * width, only with fewer words. */
static void
clock_text(const struct app *a, int cols, int rows, char dst[BAR_PARTS_SIZE])
{
	const struct visit_seen *v = visit_seen(a->visit);
	char course[100], next[100];
	struct billclock_words w;
	struct bill_now now;
	const struct bar_part parts[] = {{w.worked, w.span, false},
	    {w.rate, w.rate, false}, {course, next, true},
	    {w.amounts, w.sums, false}};

	billclock_now(&v->clock, clock_ms(), &now);
	billclock_words(&v->clock, &now,
	    billclock_seconds(&v->clock, clock_ms(), v->typed_ms), &w);
	course_text(a, &now, w.left, course, sizeof(course), false);
	course_text(a, &now, w.left, next, sizeof(next), true);
	(void)bar_parts(parts, (int)ARRAY_LEN(parts), cols, rows, dst);
}

/* A line that does not fit a narrow window is folded where there is room, and
 * cut below a panel. */
static void
draw_notice(const struct app *a, struct canvas *c, int below)
{
	int rows = app_notice_rows(a);
	struct rect r = {below - rows, 0, rows, c->grid.cols};

	if (rows == 1)
		bar_draw(c, r.row, UI_BAR_ALERT, a->stage.notice, "");
	if (rows <= 1)
		return;
	canvas_fill(c, r, UI_BAR_ALERT);
	canvas_wrap(c, r, UI_BAR_ALERT, a->stage.notice);
}

/* Over a panel that has too little room, for no bar may be covered. */
static void
share_over(void *self, struct canvas *c)
{
	const struct app *a = ((struct app_self *)self)->app;
	const struct visit_seen *v = visit_seen(a->visit);
	char text[BAR_PARTS_SIZE];
	int bars = app_bar_rows(a);
	int row = c->grid.rows - bars;

	draw_who(a, c, row, clock_ms() < v->alert_ms ? UI_BAR_ALERT : UI_BAR);
	if (v->clock.known)
		clock_text(a, c->grid.cols, bars - 1, text);
	else
		str_copy(text, sizeof(text), _(" the clock has not begun"));
	bar_draw_parts(c, row + 1, bars - 1, UI_BAR, text);
	draw_notice(a, c, row);
}

/* What waited for a key does so no more. */
static void
lapse(struct share_self *s)
{
	if (s->prefix_ms == 0)
		return;
	s->prefix_ms = 0;
	s->ending = false;
	app_notice(s->app, "");
}

static int
share_due_ms(void *self, int64_t now_ms)
{
	struct share_self *s = self;
	const struct visit_seen *v = visit_seen(s->app->visit);
	int due = (int)billclock_wait_ms(&v->clock, now_ms, v->typed_ms);
	int left = (int)(s->prefix_ms + PREFIX_MS - now_ms);

	if (s->prefix_ms == 0)
		return due;
	if (left > 0)
		return due >= 0 ? MIN_OF(due, left) : left;
	lapse(s);
	return due;
}

/* --- keys --- */

static void
toggle_chat(struct app *a)
{
	if (a->panel == &panel_chat) {
		panel_next(a);
		return;
	}
	app_notice(a, ""); /* what it said of the chat stands in it */
	app_panel(a, &panel_chat);
}

static bool
is_answer_key(enum keys_code code, uint32_t letter)
{
	return code == KEYS_F1 + 5 || letter == 'a';
}

/* On the user's own account. What is asked is answered in its box alone: F3
 * could have been on its way before the box was there. */
static void
give_type(struct app *a)
{
	if ((visit_seen(a->visit)->grants.asked & GRANT_TYPE) == 0)
		visit_give(a->visit, GRANT_TYPE);
	else if (a->panel != &panel_ask)
		app_notice(
		    a, _("The technician asks for that: answer the question."));
}

/* A program fills the screen, and F1 is its. */
static bool
is_full(const struct app *a)
{
	return a->vt != NULL && vt_grid(a->vt)->modes.alt;
}

/* --- looking back --- */

static void
look_back(struct app *a, int by)
{
	bool was = a->paint.back.lines > 0;

	paint_back(&a->paint, by);
	if (was && a->paint.back.lines == 0)
		app_notice(a, "");
	else if (!was && a->paint.back.lines > 0)
		app_notice(a,
		    _("Looking back: arrows, PgUp, PgDn, Home and the wheel "
		      "move; any other key returns."));
	else if (!was)
		app_notice(a, _("Nothing has scrolled away yet."));
}

/* False while the screen is live: the key is for the shell. */
static bool
back_key(struct app *a, const struct keys_event *ev)
{
	int by;

	if (a->paint.back.lines == 0)
		return false;
	if (keys_move(ev, a->paint.rows - a->paint.lower_rows, &by))
		look_back(a, -by);
	else if (ev->code != KEYS_MOUSE && ev->code != KEYS_NONE)
		look_back(a, -a->paint.back.lines);
	return true;
}

/* --- commands --- */

/* What F-keys do, by key or by the letter behind the prefix. */
static bool
command(struct app *a, enum keys_code code, uint32_t letter)
{
	const struct grant_keys *k = grant_taken_by(
	    (int)code - (int)KEYS_F1 + 1, letter);

	if (k != NULL)
		visit_take(a->visit, k->right);
	else if (code == KEYS_F1 + 2 || letter == 't')
		give_type(a);
	else if (code == KEYS_F1 + 3 || letter == 'h')
		visit_hide(a->visit, !visit_seen(a->visit)->hidden);
	else if (code == KEYS_F1 + 7 || letter == 'c')
		toggle_chat(a);
	else if (letter == '[')
		look_back(a, MAX_OF(a->paint.rows / 2, 1));
	else if (is_answer_key(code, letter) && a->panel != NULL &&
	    a->panel->money)
		app_focus(a, !a->focus);
	else if (letter == '?' || (code == KEYS_F1 && !is_full(a)))
		app_panel(a, &panel_help);
	else
		return false;
	return true;
}

static bool
is_prefix(const struct app *a, const struct keys_event *ev)
{
	return !keys_is_paste(ev) && ev->raw_len == 1 &&
	    ev->raw[0] == a->options->prefix;
}

static void
drop_old_notice(struct app *a)
{
	if (a->stage.notice[0] != '\0' &&
	    clock_ms() - a->stage.notice_ms >= NOTICE_MS)
		app_notice(a, "");
}

static void
share_shown(void *self)
{
	struct share_self *s = self;

	s->prefix_ms = 0;
	s->ending = false;
}

/* It waits in sight: what is typed later is for the shell again. */
static void
begin_prefix(struct share_self *s)
{
	s->prefix_ms = clock_ms();
	app_notice(s->app,
	    _("The prefix waits for its key: ? lists them, x ENDS everything, "
	      "an F-key is for the shell, Esc takes it back."));
}

/* True when the last key was the prefix. */
static bool
end_prefix(struct share_self *s)
{
	int64_t since_ms = s->prefix_ms;

	lapse(s);
	return since_ms != 0 && clock_ms() - since_ms < PREFIX_MS;
}

static bool
is_f_key(const struct keys_event *ev)
{
	return ev->code >= KEYS_F1 && ev->code <= KEYS_F12;
}

static void
ask_end(struct share_self *s)
{
	s->prefix_ms = clock_ms();
	s->ending = true;
	app_notice(
	    s->app, _("End everything now? y ENDS it, any other key goes on."));
}

static void
prefix_key(struct share_self *s, const struct keys_event *ev)
{
	struct app *a = s->app;

	if (is_prefix(a, ev) || is_f_key(ev))
		visit_key(a->visit, ev);
	else if (keys_is(ev, 'x'))
		ask_end(s);
	else if (ev->code == KEYS_CHAR)
		command(a, KEYS_NONE, ev->cp);
}

/* A key that is neither for the shell nor for what stands below it. */
static bool
own_key(struct share_self *s, const struct keys_event *ev)
{
	struct app *a = s->app;
	bool was_ending = s->ending;
	bool was_prefix = !keys_mouse_goes_on(ev) && end_prefix(s);

	if (was_prefix && !keys_is_paste(ev)) {
		if (!was_ending)
			prefix_key(s, ev);
		else if (keys_is(ev, 'y'))
			visit_end(a->visit, BYE_CLIENT_ENDED);
		return true;
	}
	if (is_prefix(a, ev)) {
		begin_prefix(s);
		return true;
	}
	return is_f_key(ev) && ev->mods == 0 && command(a, ev->code, 0);
}

static bool
share_key(void *self, const struct keys_event *ev)
{
	struct share_self *s = self;
	struct app *a = s->app;

	drop_old_notice(a);
	if (own_key(s, ev)) { /* as any other key: no choice stands */
		if (a->panel != NULL && a->panel->again != NULL)
			a->panel->again(a->panel_self);
		return true;
	}
	if (app_is_deaf(a, ev))
		return false;
	if (a->panel == NULL || (a->panel->money && !a->focus)) {
		if (!back_key(a, ev))
			visit_key(a->visit, ev);
	} else if (a->focus && ev->code == KEYS_ESC)
		app_focus(a, false);
	else
		stage_box_key(&a->stage, ev);
	return false;
}

/* What stops sharing is never hidden. */
static bool
share_fits(const void *self)
{
	return true;
}

const struct view view_share = {
    .ops = {.shown = share_shown,
	.over = share_over,
	.fits = share_fits,
	.key = share_key,
	.due_ms = share_due_ms},
    .size = sizeof(struct share_self),
    .shell = true,
};
