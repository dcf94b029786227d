/*
 * The running console: loop, terminal, desk, visits, views and what lies on top
 * of them. Views and boxes are files of their own that know only this header;
 * each exports its functions below struct app.
 *
 * The struct may be read freely by them; it is written only by app*.c. All
 * functions may be called from any callback of the loop; what a view or a box
 * frees of itself is freed after the callback.
 */
#ifndef CONSOLE_APP_H
#define CONSOLE_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "console/link/attach.h"
#include "console/desk/config.h"
#include "console/link/model.h"
#include "console/link/visit.h"
#include "shared/net/trust.h"
#include "shared/ui/bar.h"
#include "shared/term/viewer.h"
#include "shared/ui/canvas.h"
#include "shared/ui/help.h"
#include "shared/ui/keys.h"

#define APP_VISITS 9
#define APP_BOXES 16
#define APP_COLS_MIN 40
#define APP_ROWS_MIN 10
#define APP_COLS_FULL 80 /* below that panels fold */
#define APP_ROWS_FULL 24

struct app_options {
	const char *config;
	const char *data;
	const char *listen;
	const char *host; /* NULL = embedded desk */
	int port;
	const char *fingerprint;
	const char *identity;
	const char *warning; /* NULL, or what the screen says first */
};

struct app;

/* A full-screen view. */
struct view_ops {
	void (*draw)(void *self, struct canvas *c);
	/* False when the screen looks the same afterwards. */
	bool (*key)(void *self, const struct keys_event *ev);
	/* Milliseconds until it looks different without any event, -1 never. */
	int (*due_ms)(void *self, int64_t now_ms);
	void (*free)(void *self);
};

/* Something on top of the view that takes the keys: a box, a prompt. */
struct box_ops {
	void (*draw)(void *self, struct canvas *c);
	void (*key)(void *self, const struct keys_event *ev);
	void (*free)(void *self);
	/* The desk has told something: what the box is about may be gone. */
	void (*news)(void *self);
	/* The owner goes: true when the box stays without one. */
	bool (*orphan)(void *self);
	bool of_ticket; /* stays where only the visit is lost or over */
};

struct box {
	const struct box_ops *ops;
	void *self;
	const void *owner; /* the box goes when its owner goes, see orphan */
};

struct view {
	const struct view_ops *ops;
	void *self;
};

struct app {
	struct app_options opt;
	struct config config;
	struct loop *loop;
	struct key *key; /* the technician's */
	struct known *clients; /* agents that a code verified; NULL = none */
	struct attach *attach;
	struct embed *embed;
	struct model model;
	struct canvas canvas;
	struct keys keys;
	struct view queue;
	struct view log;
	struct visit *visit[APP_VISITS];
	struct view visit_view[APP_VISITS];
	int visits;
	int64_t claim[APP_VISITS]; /* tickets asked for, not answered yet */
	int shown; /* 0 queue, 1..visits, visits + 1 log */
	struct box box[APP_BOXES];
	int boxes;
	char notice[512];
	enum ui_style notice_style;
	int64_t notice_until_ms;
	bool mono;
	bool desk_started; /* the embedded one was ready once */
	char desk_why[512]; /* it could not start */
	bool desk_lost; /* said so */
	bool quitting;
	int exit_code;
	struct loop_timer *draw_timer;
	struct loop_timer *esc_timer;
	struct loop_timer *tick_timer;
	struct viewer pace; /* of our own terminal: when to draw */
	struct app_io *io; /* app.c: watches and signals */
};

/* Runs the console until it is left; returns the exit code. */
int app_run(const struct app_options *opt);

/* --- for views and boxes --- */

/* The screen is out of date: redrawn at once, but at most 60 times a second. */
void app_redraw(struct app *a);
/* A line at the bottom for some seconds. */
void app_notice(struct app *a, enum ui_style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Puts a box on top; self is freed by ops->free. owner may be NULL. */
void app_push(
    struct app *a, const struct box_ops *ops, void *self, const void *owner);
/* Takes that box away (freed after the callback). */
void app_pop(struct app *a, const void *self);
/* One is on top of the view that is shown. */
bool app_box_is_open(const struct app *a);
/* Takes the boxes of that owner away: all that do not stay as orphans when he
 * goes himself, else those that are not about the ticket. */
void app_pop_of(struct app *a, const void *owner, bool goes);
/* Tells all boxes, after the model has it. */
void app_boxes_news(struct app *a);
/* Takes ownership of m; a notice tells when there is no link. */
bool app_send(struct app *a, struct msg *m);
/* A message with only a ticket in it. */
bool app_send_ticket(struct app *a, enum msg_kind kind, int64_t ticket);
/* Pauses a clock that runs or would go on by itself, resumes another one. */
bool app_toggle_pause(struct app *a, int64_t ticket);
void app_show(struct app *a, int tab);
void app_show_log(struct app *a);
bool app_is_shown(const struct app *a, const struct visit *v);
/* The next visit with activity, the queue when there is none. */
void app_show_active(struct app *a);
/* Ctrl-Z: stops until the shell continues it. */
void app_suspend(struct app *a);
/* Leaves; asks first when a visit or a clock runs. */
void app_quit(struct app *a);

/* app_tabs.c: the bar of tabs, and the line under a view. */
void app_draw_tabs(struct app *a, struct canvas *c);
/* Keys, or the notice while there is one. */
void app_draw_foot(
    struct app *a, struct canvas *c, const struct bar_key *keys, int n);

/* app_visits.c: the visits that are open here */
/* Enter on a ticket: claims a waiting one, goes to or resumes one of ours. */
void app_open_ticket(struct app *a, int64_t ticket);
/* One of ours: shows the visit, or claims anew when it is over. The claim is
 * what lets a client be asked again: a program's own retry has none. */
void app_ask_again(struct app *a, int64_t ticket);
/* The model's rows changed: visits at tickets of others end. */
void app_visits_rows(struct app *a);
/* The desk said that it is ours. */
void app_claimed(struct app *a, int64_t ticket);
/* The claim of that ticket has its answer. False when there was none: then the
 * desk says so by itself, and nothing may begin. */
bool app_claim_answered(struct app *a, int64_t ticket);
struct visit *app_visit(const struct app *a, int64_t ticket);
/* The owner of a box about that ticket: its visit when that is shown, else
 * NULL, for a box is seen only where it was opened. */
const void *app_owner(const struct app *a, int64_t ticket);
/* Closes the tab. The ticket is not touched. */
void app_close_visit(struct app *a, struct visit *v);
void app_close_visits(struct app *a);
void app_visits_link(struct app *a, struct link *link);
const char *app_client(const struct app *a, int64_t ticket);

/* run_desk.c: what the desk says */
void app_on_message(const struct msg *m, void *ctx);
void app_on_state(enum attach_state state, void *ctx);

/* app_keys.c; true when used: keys that work everywhere, also in a box, */
bool app_tab_key(struct app *a, const struct keys_event *ev);
/* and keys that work in every view */
bool app_global_key(struct app *a, const struct keys_event *ev);
struct form;
/* A key for a box with a form: true when the form is done; Esc takes the box
 * away. */
bool app_form_key(struct app *a, const void *box, struct form *f,
    const struct keys_event *ev);

/* --- views --- */
struct view view_queue_new(struct app *a);
void view_queue_changed(void *self); /* the model's rows changed */
int64_t view_queue_selected(void *self); /* ticket, 0 = none */
struct view view_visit_new(struct app *a, struct visit *v);
struct view view_log_new(struct app *a);
void view_log_message(void *self, const struct msg *m); /* logrow, logend */
void view_log_again(void *self); /* the rows may have changed */

/* --- boxes --- */
/* A question; done gets the choice's value, 0 when it was closed with Esc. */
typedef void app_asked_fn(struct app *a, int value, void *ctx);
struct dialog *dlg_ask(struct app *a, const char *title, const char *text,
    unsigned flags, app_asked_fn *done, void *ctx, const void *owner);
/* Is there still something to ask for? When not, the question closes without a
 * call of done; what the desk said about it stands in the last row. */
typedef bool app_stands_fn(struct app *a, void *ctx);
/* d is of dlg_ask(). */
void dlg_ask_while(struct dialog *d, app_stands_fn *stands);
/* One line at the bottom. changed (may be NULL) is told each change, done the
 * end: text is NULL when it was left with Esc. */
typedef void app_typed_fn(struct app *a, const char *text, void *ctx);
void dlg_prompt(struct app *a, const char *label, const char *text,
    size_t max_chars, app_typed_fn *changed, app_typed_fn *done, void *ctx,
    const void *owner);
void dlg_command(struct app *a); /* `:` */
void dlg_help(struct app *a, const char *title, const struct help_row *rows);
void dlg_code(struct app *a, struct visit *v);
void dlg_code_done(struct app *a, struct visit *v);
void dlg_end(struct app *a, int64_t ticket);
void dlg_quote(struct app *a, int64_t ticket);
void dlg_kind(struct app *a, int64_t ticket);
void dlg_card(struct app *a, int64_t ticket);
/* Asks the desk whom the invoice goes to; its answer opens the box. */
void dlg_client(struct app *a, int64_t ticket);
void dlg_client_show(struct app *a, const struct msg *contractor);
/* What the box sent was not done: it stays, with all that was typed. ticket 0 =
 * the link to the desk is gone. False when no box waited for that. */
bool dlg_client_refused(struct app *a, int64_t ticket, const char *why);
/* It was done: the box goes, text is told. */
void dlg_client_done(struct app *a, int64_t ticket, const char *text);
void dlg_chat(struct app *a, struct visit *v);
void dlg_assign(struct app *a, int64_t ticket);
/* What to type at the client's; also `pomoc invite`. */
void dlg_invite(struct app *a);

#endif
