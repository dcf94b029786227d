/* A visit: the client's screen, with a bar above and a clock below. */
#include "console/view/view_visit.h"

#include <stdio.h>
#include <stdlib.h>

#include "console/app/app_send.h"
#include "console/app/app_tabs.h"
#include "console/app/app_ticket.h"
#include "console/app/app_visits.h"
#include "console/app/tty_curses.h"
#include "console/config/config_predict.h"
#include "console/dlg/dlg_assign.h"
#include "console/dlg/dlg_chat.h"
#include "console/dlg/dlg_end.h"
#include "console/dlg/dlg_kind.h"
#include "console/dlg/dlg_known.h"
#include "console/dlg/dlg_note.h"
#include "console/dlg/dlg_quote.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/mem.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/know/billclock.h"
#include "shared/stage/stage.h"
#include "shared/ui/dialog.h"

#define PREFIX ']' /* with Ctrl */
#define POPUP_MS 700
#define REPEAT_MS 600 /* for arrows: as tmux has it, and a little more */
#define SLACK 32 /* keys_encode() needs this more than the raw bytes */

#define ASK_ROW(right, key, keys, help, ...) {keys, help},

static const struct help_row prefix_rows[] = {
    {"d", N_("back to the queue, the clock runs on")},
    {"p", N_("pause the clock, or end your pause")},
    GRANT_KEYS(ASK_ROW) /* what is asked for */
    {"$", N_("quote, or take it back")},
    {"k", N_("kind of work, or take the question back")},
    {"c", N_("chat")},
    {"[", N_("scrollback")},
    {N_("arrows"), N_("move over a larger screen")},
    {"m", N_("a note, with the time")},
    {"i", N_("card and rights")},
    {"h", N_("hand over to another technician")},
    {"Ctrl-]", N_("send Ctrl-] to the client")},
    {"Ctrl-L", N_("draw the screen again")},
    {"X", N_("end the ticket")},
    {"e", N_("guess keys: when far, always, never")},
    {NULL, NULL},
};

static void
draw(void *self, struct canvas *c)
{
	struct view_visit *v = self;
	bool popup = v->prefix && clock_ms() - v->prefix_ms >= POPUP_MS;

	view_visit_draw(v, c, popup ? &v->keys : NULL);
}

/* The bars say nothing of what a key or a frame does; what they do say comes
 * with an event of its own, or in time. */
static bool
live(void *self, struct canvas *c)
{
	struct view_visit *v = self;

	return v->visit->state == VISIT_LIVE && v->back == 0 && !v->prefix &&
	    view_visit_draw_live(v, c);
}

static int
due_ms(void *self, int64_t now_ms)
{
	struct view_visit *v = self;
	int due = view_visit_bar_due_ms(v->app, v->visit, now_ms);

	if (v->prefix && now_ms - v->prefix_ms < POPUP_MS) {
		int left = (int)(v->prefix_ms + POPUP_MS - now_ms);

		due = due < 0 ? left : MIN_OF(due, left);
	}
	return due;
}

/* --- scrollback --- */

static void
go_back(struct view_visit *v, int lines)
{
	if (v->back == 0)
		visit_forget_lines(v->visit);
	v->back = MAX_OF(
	    0, MIN_OF(v->back + lines, view_visit_back_max(v->visit)));
	if (v->back == 0)
		visit_forget_lines(v->visit);
}

static void
back_key(struct view_visit *v, const struct keys_event *ev)
{
	int by;

	if (keys_is(ev, ' '))
		go_back(v, -MAX_OF(v->area.rows - 1, 1));
	else if (keys_move(ev, v->area.rows, &by))
		go_back(v, -by);
	else if (ev->code != KEYS_MOUSE && ev->code != KEYS_NONE)
		go_back(v, -v->back);
}

/* --- the prefix --- */

static bool
pan_key(struct view_visit *v, const struct keys_event *ev)
{
	int half_rows = MAX_OF(v->area.rows / 2, 1);
	int half_cols = MAX_OF(v->area.cols / 2, 1);

	switch (ev->code) {
	case KEYS_UP:
		v->pan_row -= half_rows;
		break;
	case KEYS_DOWN:
		v->pan_row += half_rows;
		break;
	case KEYS_LEFT:
		v->pan_col -= half_cols;
		break;
	case KEYS_RIGHT:
		v->pan_col += half_cols;
		break;
	default:
		return false;
	}
	v->panned = true;
	v->pan_ms = clock_ms();
	return true;
}

/* Of the rights that there are now: with other ones it is not true any more. */
static void
say_rights(struct view_visit *v, enum ui_style style, const char *text)
{
	stage_notice(app_stage(v->app), style, "%s", text);
	v->said_ms = app_stage(v->app)->notice_ms;
	v->said_rights = v->visit->rights;
	v->said_hidden = v->visit->hidden;
}

static const char *
why_not(const struct visit *v)
{
	if (v->asking)
		return _("The client is being asked: typing waits for that.");
	if (v->stalled)
		return _("The client's program does not read: the rest of what "
			 "you type is lost.");
	if (v->hidden && (v->rights & GRANT_TYPE))
		return _("The screen is hidden: what you type does not reach "
			 "the client.");
	return _("You may only look. Ctrl-] w asks to type.");
}

/* What those who guess are told of the key. */
static enum predict_key
guess_of(const struct view_visit *v, const struct keys_event *ev)
{
	if ((ev->mods & ~KEYS_SHIFT) != 0 || v->paste != KEYS_PASTE_CLOSED)
		return PREDICT_OTHER;
	switch (ev->code) {
	case KEYS_CHAR:
		return PREDICT_CHAR;
	case KEYS_ENTER:
		return PREDICT_ENTER;
	case KEYS_BACKSPACE:
		return PREDICT_BACKSPACE;
	case KEYS_LEFT:
		return PREDICT_LEFT;
	case KEYS_RIGHT:
		return PREDICT_RIGHT;
	default:
		return PREDICT_OTHER;
	}
}

/* On the bars and beside a smaller screen nothing is clicked. */
static bool
is_on_screen(struct view_visit *v, struct keys_event *ev)
{
	struct rect r = v->area;
	struct keys_screen s = {r.row, r.col, r.rows, r.cols, v->held};
	bool is = ev->code != KEYS_MOUSE || keys_mouse_within(ev, &s);

	v->held = s.held;
	return is;
}

/* What the key does comes back as a frame: nothing is to be drawn before, but
 * a guess. */
static bool
send_key(struct view_visit *v, const struct keys_event *ev)
{
	const struct grid *g = vt_grid(v->visit->vt);
	size_t size = ev->raw_len + SLACK, len;
	/* the clock shows seconds behind a key */
	bool changes = v->panned || v->visit->user_types ||
	    clock_ms() - v->visit->key_ms >= BILLCLOCK_KEY_MS;
	enum predict_key guess = guess_of(v, ev);
	struct predict_over over;
	struct keys_event its = *ev;
	enum keys_paste paste = v->paste;
	char *bytes;

	if (!is_on_screen(v, &its))
		return false;
	bytes = mem_alloc(size);
	len = keys_encode_pasting(&its, &g->modes, v->area.row - v->pan_row,
	    v->area.col - v->pan_col, &v->paste, bytes, size);
	if (len > 0 &&
	    (v->hands_off ||
		!visit_keys(v->visit, guess, ev->cp, bytes, len))) {
		v->paste = paste; /* its mark did not go out */
		say_rights(v, UI_BAR_ALERT, why_not(v->visit));
	}
	v->panned = v->panned && len == 0;
	free(bytes);
	if (predict_over(&v->visit->predict, &over))
		stage_live(app_stage(v->app));
	return changes;
}

static void
ask_key(struct view_visit *v, const struct grant_keys *k)
{
	bool has = k->right == GRANT_TYPE ? visit_may_type(v->visit)
					  : (v->visit->rights & k->right) != 0;

	if (k->right == GRANT_TYPE)
		v->hands_off = false;
	if (!has)
		visit_ask(v->visit, k->right);
	say_rights(v, UI_BAR, _(has ? k->has : k->asked));
}

static void
next_predict(struct view_visit *v)
{
	int mode = ((int)v->visit->predict.mode + 1) % CONFIG_PREDICTS;

	visit_predict(v->visit, (enum predict_mode)mode);
	stage_notice(app_stage(v->app), UI_BAR, "%s",
	    words_text(&config_predict_words, mode));
}

static void
letter_key(struct view_visit *v, uint32_t cp)
{
	struct app *a = v->app;
	int64_t ticket = v->visit->ticket;
	const struct grant_keys *k = grant_asked_by(cp);

	if (k != NULL)
		ask_key(v, k);
	switch (cp) {
	case 'd':
		stage_show(app_stage(a), 0);
		break;
	case 'p':
		app_toggle_pause(a, ticket);
		break;
	case 'v':
		v->hands_off = true;
		say_rights(v, UI_BAR, _("You only look now; Ctrl-] w again."));
		break;
	case '$':
		dlg_quote(a, ticket);
		break;
	case 'k':
		dlg_kind(a, ticket);
		break;
	case 'c':
		dlg_chat(a, v->visit);
		break;
	case '[':
		go_back(v, MAX_OF(v->area.rows / 2, 1));
		break;
	case 'e':
		next_predict(v);
		break;
	case 'm':
		dlg_note(a, ticket, "");
		break;
	case 'i':
		dlg_known(a, ticket);
		break;
	case 'h':
		dlg_assign(a, ticket);
		break;
	case 'x':
	case 'X':
		dlg_end(a, ticket);
		break;
	case '?':
		stage_help(app_stage(a), _("After Ctrl-]"), prefix_rows);
		break;
	}
}

/* The list of keys turns its pages, and waits on. */
static bool
turn_keys(struct view_visit *v, const struct keys_event *ev)
{
	return (ev->code == KEYS_PGDN || ev->code == KEYS_PGUP) &&
	    clock_ms() - v->prefix_ms >= POPUP_MS && help_key(&v->keys, ev);
}

static void
prefix_key(struct view_visit *v, const struct keys_event *ev)
{
	if (turn_keys(v, ev))
		return;
	v->prefix = false;
	if (keys_is_ctrl(ev, PREFIX))
		send_key(v, ev);
	else if (keys_is_ctrl(ev, 'l'))
		tty_forget();
	else if (ev->code == KEYS_F1)
		letter_key(v, '?');
	else if (!app_tab_key(v->app, ev) && !pan_key(v, ev) &&
	    ev->code == KEYS_CHAR)
		letter_key(v, ev->cp);
}

/* While there is no screen: the few keys that make sense. */
static void
idle_key(struct view_visit *v, const struct keys_event *ev)
{
	struct app *a = v->app;

	if (keys_is(ev, 'q') || ev->code == KEYS_ESC) {
		if (v->visit->state == VISIT_OVER)
			app_close_visit(a, v->visit);
		else
			stage_show(app_stage(a), 0);
	} else if (v->visit->state == VISIT_OVER &&
	    view_visit_is_anothers(a, v->visit)) {
		return;
	} else if (keys_is(ev, 'X')) {
		dlg_end(a, v->visit->ticket);
	} else if (v->visit->state == VISIT_OVER && ev->code == KEYS_ENTER) {
		app_ask_again(a, v->visit->ticket);
	}
}

/* What was typed on for a shell that is gone is for nobody else; behind the
 * prefix it never was for a shell. */
static bool
is_deaf(struct view_visit *v, const struct keys_event *ev)
{
	int64_t now_ms = clock_ms();
	bool quiet = now_ms - MAX_OF(v->key_ms, v->visit->changed_ms) >=
	    DIALOG_QUIET_MS;

	if (ev->code == KEYS_MOUSE)
		return v->typing && v->visit->state != VISIT_LIVE;
	v->key_ms = now_ms;
	if (v->visit->state == VISIT_LIVE)
		v->typing = true;
	else if (quiet)
		v->typing = false;
	return v->typing && v->visit->state != VISIT_LIVE;
}

static bool
key(void *self, const struct keys_event *ev)
{
	struct view_visit *v = self;
	const struct grid *g = vt_grid(v->visit->vt);

	if (!v->prefix && !keys_is_ctrl(ev, PREFIX) && is_deaf(v, ev))
		return true;
	if (v->panned && clock_ms() - v->pan_ms < REPEAT_MS && pan_key(v, ev))
		return true;
	if (keys_is_paste(ev))
		v->prefix = false;
	if (v->prefix && !keys_mouse_goes_on(ev))
		prefix_key(v, ev);
	else if (keys_is_ctrl(ev, PREFIX)) {
		v->prefix = true;
		v->prefix_ms = clock_ms();
		help_init(&v->keys, _("After Ctrl-]"), prefix_rows);
		v->keys.paged = true;
	} else if (v->back > 0)
		back_key(v, ev);
	else if (v->visit->state != VISIT_LIVE) {
		if (!app_tab_key(v->app, ev))
			idle_key(v, ev);
	} else if (ev->code == KEYS_MOUSE && g->modes.mouse == GRID_MOUSE_OFF) {
		if (ev->mouse == KEYS_MOUSE_WHEEL_UP)
			go_back(v, 3);
	} else
		return send_key(v, ev);
	return true;
}

static bool
title(void *self, char *dst, size_t size)
{
	struct view_visit *v = self;
	const struct visit *visit = v->visit;

	snprintf(dst, size, "%s%s",
	    UTF8_CLEAN(64, app_client(v->app, visit->ticket), APP_TAB_COLS),
	    visit->activity && !stage_is_shown(app_stage(v->app), visit) ? " *"
									 : "");
	return visit->state == VISIT_LOST;
}

static void
shown(void *self)
{
	struct view_visit *v = self;

	v->visit->activity = false;
}

static void
drawn(void *self)
{
	struct view_visit *v = self;

	visit_shown(v->visit);
}

void
view_visit_frame(struct visit *v, void *ctx)
{
	struct app *a = ctx;
	uint32_t bells = vt_grid(v->vt)->bells;

	if (!stage_is_shown(app_stage(a), v)) {
		if (!v->activity) {
			v->activity = true;
			stage_redraw(app_stage(a));
		}
		visit_shown_soon(v);
		return;
	}
	if (bells != v->bells)
		tty_bell();
	v->bells = bells;
	if (visit_is_echo(v))
		stage_typed(app_stage(a));
	stage_live(app_stage(a));
}

struct stage_view
view_visit_new(struct app *a, struct visit *visit)
{
	static const struct stage_view_ops ops = {.title = title,
	    .draw = draw,
	    .live = live,
	    .key = key,
	    .due_ms = due_ms,
	    .shown = shown,
	    .drawn = drawn,
	    .free = free};
	struct view_visit *v = mem_alloc(sizeof(*v));

	v->app = a;
	v->visit = visit;
	return (struct stage_view){&ops, v, visit};
}
