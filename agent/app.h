/*
 * What stands on the stage of the agent: one view, over it an alarm or, below
 * the shared shell, a panel; and the room for all that. It knows no view by
 * name and nothing of requests and visits but that there are some; who shows
 * what when is decided above it, see run.c.
 *
 *	connect -> technician -> product -> card -> queue
 *	-> code -> consent -> share -> end
 *
 * A view is one file with one table row. It reads, and changes what is not its
 * own by the functions of app.h, request.h and visit.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/conv/desk_link.h"
#include "agent/options.h"
#include "agent/paint.h"
#include "shared/stage/stage.h"

#define APP_TEXT 256

struct request;
struct visit;

/* What a view or a panel keeps begins with this; the rest is zero at first. */
struct app_self {
	struct app *app;
};

struct view {
	struct stage_view_ops ops;
	size_t size; /* of its self */
	bool shell; /* it is drawn below the shared shell */
	bool alarm; /* nothing leads away from it but app_release() */
};

/* A question or a helper below the shell, where no program can paint. */
struct panel {
	struct stage_box_ops box;
	size_t size; /* of its self */
	/* It begins, perhaps not for the first time. */
	void (*begin)(void *self);
	/* How many it needs. */
	int (*rows)(void *self);
	/* A key was pressed that is not for it: no choice stands. */
	void (*again)(void *self);
	bool typing; /* it has a field: the cursor is there */
	bool question; /* it gets all the room there is */
	bool money; /* it gets keys only while app.focus */
};

struct app_events {
	/* Another view, or the same anew. */
	void (*shown)(void *ctx);
	/* app_quit(): end what runs. */
	void (*quit)(void *ctx);
};

struct app {
	const struct app_events *events;
	void *ctx;
	const struct options *options;
	struct stage stage;
	struct paint paint; /* where it is shown */
	struct desk_link *desk;
	struct request *request;
	struct visit *visit;
	/* the way to the desk */
	enum desk_link_state desk_state;
	bool greeted; /* the desk was there once */
	char desk_why[500];
	int retry_s;
	/* what is shown */
	const struct view *view;
	const struct view *first; /* that asked something; NULL = none yet */
	bool alarm; /* its view has to be answered first, */
	bool alarm_again; /* and another one after it, */
	const struct view *after_alarm; /* then comes this one */
	struct loop_timer *view_timer; /* the view's own; calls on_timer */
	void (*on_timer)(struct app *a);
	struct vt *vt; /* the shell's screen, NULL without one */
	void *self; /* of the view */
	const struct panel *panel;
	void *panel_self;
	bool focus; /* the user turned to a question about money */
	int64_t deaf_ms; /* the last key that was dropped, see app_deaf() */
	/* the end */
	int exit_code;
	char goodbye[1200]; /* printed on stderr after the screen is back */
	bool quitting;
};

void app_init(struct app *a, struct loop *loop, const struct options *options,
    const struct app_events *events, void *ctx);
/* After app_quit(), where it has begun. */
void app_fini(struct app *a);
void app_key(struct app *a, const struct keys_event *ev);
/* The page of F1 of that view, where it has one, on top of it. */
void app_help(struct app *a);
/* That is shown: it gets the keys. */
bool app_has_help(struct app *a);
void app_news(struct app *a);
void app_show(struct app *a, const struct view *view);
/* The alarm is answered: goes on to the next one, then to what was to be shown
 * meanwhile, else was before. */
void app_release(struct app *a);
void app_panel(struct app *a, const struct panel *panel); /* NULL closes */
/* The shell's screen from now on; NULL = none. */
void app_shell(struct app *a, struct vt *vt);
/* The terminal has another size: the shell's share of it, too. */
void app_fit(struct app *a);
/* A question has gone by itself: the keys that were meant for it are for nobody
 * else. Deaf until no key came for DIALOG_QUIET_MS. */
void app_deaf(struct app *a);
/* That key is for nobody. Each one makes it longer. */
bool app_is_deaf(struct app *a, const struct keys_event *ev);
/* The user turns to the question about money, or back to the shell: it begins
 * anew. */
void app_focus(struct app *a, bool focus);
void app_redraw(struct app *a);
/* Calls fn once, unless the view changes before. */
void app_timer(struct app *a, int64_t ms, void (*fn)(struct app *a));
void app_notice(struct app *a, const char *text);
/* The rows of the bars below the share: paint_bars(), but only one for the
 * clock where a question needs the room. */
int app_bar_rows(const struct app *a);
/* The rows that a notice takes over the share: as many as its words need; one
 * below a panel, and none where a question needs the room. */
int app_notice_rows(const struct app *a);
/* Keys that mean the same in every menu: true when used. */
bool app_common_key(struct app *a, const struct keys_event *ev);
/* Leaves the program with that code. */
void app_quit(struct app *a, int exit_code);
/* The same, and says why when the screen is back. */
void app_quit_saying(struct app *a, int exit_code, const char *text);
