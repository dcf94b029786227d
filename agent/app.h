/*
 * The agent as a whole: what it knows, which view the user sees, and the steps
 * from one to the next. The parts below it (tty, link_desk, inner, share) know
 * nothing of each other; they meet here.
 *
 *	connect -> technician -> card -> queue -> code -> consent -> share ->
 *end
 *
 * A view is one file with one table row. It reads struct app, changes it only
 * through the functions here, and calls app_show() or app_redraw().
 */
#ifndef AGENT_APP_H
#define AGENT_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "agent/billclock.h"
#include "agent/home.h"
#include "agent/inner.h"
#include "agent/link_desk.h"
#include "agent/options.h"
#include "agent/paint.h"
#include "agent/receipt.h"
#include "agent/share.h"
#include "agent/tty.h"
#include "shared/base/mem.h"
#include "shared/core/grant.h"
#include "shared/core/quote.h"
#include "shared/core/rate.h"
#include "shared/ui/dialog.h"
#include "shared/ui/edit.h"
#include "shared/ui/form.h"
#include "shared/ui/keys.h"
#include "shared/ui/menu.h"

#define APP_TEXT 256
#define APP_TECHNICIANS 60
#define APP_PRODUCTS 48
#define APP_CHAT_LINES 50
#define APP_ALERT_MS 3000

struct app;

struct view {
	const char *name;
	void (*enter)(struct app *a);
	void (*draw)(struct app *a, struct canvas *c);
	void (*key)(struct app *a, const struct keys_event *ev);
};

extern const struct view view_connect, view_technician, view_product, view_card,
    view_queue, view_code, view_alarm, view_consent, view_share, view_end;

/* A question over the share. It is drawn below the shell's rectangle, where no
 * program can paint. rows: how many it needs. */
struct panel {
	const char *name;
	void (*enter)(struct app *a);
	int (*rows)(struct app *a);
	void (*draw)(struct app *a, struct canvas *c);
	void (*key)(struct app *a, const struct keys_event *ev);
	bool typing; /* it has a field: the cursor is there */
	bool money; /* it gets keys only while app.focus */
};

extern const struct panel panel_quote, panel_rate, panel_ask, panel_chat,
    panel_help;

struct app_technician {
	char id[APP_TEXT];
	char name[APP_TEXT];
	char state[16];
};

/* What the desk says of itself. */
struct app_firm {
	char name[APP_TEXT];
	char phone[APP_TEXT];
	int64_t grace_s;
	struct prices prices;
	struct app_technician technician[APP_TECHNICIANS];
	int technicians;
	bool listed;
	char receipts[KEY_FP_SIZE]; /* the key that it signs them with */
	const char *receipts_doubt; /* words on that key, or NULL */
};

/* The request card. */
struct app_card {
	char technician[APP_TEXT]; /* id, "any"; "" = not chosen yet */
	char product[APP_TEXT];
	char name[APP_TEXT];
	char company[APP_TEXT];
	char nip[APP_TEXT];
	char phone[APP_TEXT];
	char problem[2001];
	bool ready; /* all steps done */
	bool sent;
};

/* The ticket and the visit on it. */
struct app_visit {
	int64_t ticket;
	int64_t visit;
	bool unwritten; /* what was done is not on the desk's disk yet */
	int64_t active_ms; /* when the desk was told that somebody types, */
	int64_t output_ms; /* or that a program writes */
	int place;
	int of;
	char technician[APP_TEXT];
	char key[KEY_FP_SIZE];
	enum known_state known;
	int64_t known_s;
	char code[SAS_TEXT_SIZE];
	bool fits; /* the technician says so: the field for code B is open */
	int misses; /* of the technician with the code that is shown */
	int back_misses; /* of the user, since a code fitted */
	int exchanges; /* of which none was answered right, in this run */
	bool proven; /* code B of this key fitted */
	char after[APP_TEXT]; /* why nobody was let in, until the next one */
	/* who was let in last, for the way back after a break */
	char trusted[KEY_FP_SIZE];
	char trusted_name[APP_TEXT];
	unsigned trusted_rights;
	int64_t lost_ms; /* -1 = attached or never was */
};

struct app_end {
	bool closed; /* the desk has said what it costs */
	bool by_user;
	char outcome[17];
	int64_t net_gr;
	int64_t vat_gr;
	int64_t gross_gr;
	int64_t worked_s;
	char note[2001];
};

struct app_chat {
	char line[APP_CHAT_LINES][APP_TEXT];
	int lines; /* ever; the newest is line[(lines - 1) % APP_CHAT_LINES] */
	int unread;
};

struct app {
	struct loop *loop;
	struct options *options;
	struct tty *tty;
	struct paint paint;
	struct keys keys;
	struct loop_timer *esc_timer;
	struct loop_timer *clock_timer;
	struct loop_timer *view_timer; /* the view's own; calls on_timer */
	void (*on_timer)(struct app *a);
	struct loop_timer *alert_timer;
	struct loop_timer *ask_timer; /* a right that is asked for */
	struct loop_timer *grace_timer;
	struct loop_timer *announce_timer;
	struct loop_timer *stall_timer; /* see visit_keys.c */
	struct loop_timer *bars_timer;

	struct home home;
	struct link_desk *desk;
	enum link_desk_state desk_state;
	bool greeted; /* the desk was there once */
	struct err desk_why;
	int retry_s;

	struct app_firm firm;
	struct app_card card;
	struct app_visit visit;
	struct billclock clock;
	struct quote quote; /* number 0 = none is open */
	struct rate rate; /* a dearer kind of work; number 0 = none is open */
	struct app_end end;
	struct app_chat chat;
	struct receipt receipt;
	struct inner *inner;
	struct share *share;
	struct grants grants;
	bool hidden;
	bool held; /* a question stands: the share stands still */
	bool stalled; /* the shell does not read: keys are lost */
	size_t stalled_len;
	unsigned told_rights; /* what the desk knows */
	int64_t announced_ms;
	int announced; /* in a row */
	bool inner_ready; /* the guest waits for consent */
	char typist[16];
	unsigned queued; /* whose keys the shell has not read yet, roughly */
	char notice[APP_TEXT]; /* one line for the user */
	int64_t notice_ms;
	int64_t typed_ms; /* the user's last key for the shell */
	int64_t alert_ms; /* until then the bar is inverse */
	unsigned asked; /* a right that the technician wants */
	char asked_text[APP_TEXT];

	const struct view *view;
	bool alarm; /* the warning has to be read first, */
	const struct view *after_alarm; /* then comes this one; NULL = alone */
	const struct panel *panel;
	bool focus; /* the user turned to a question about money */
	int64_t deaf_ms; /* the last key that was dropped, see app_deaf() */
	struct menu menu;
	char menu_text[MENU_ITEMS][APP_TEXT];
	struct form form;
	struct dialog dialog;
	struct price price_asked; /* of an hour, in the consent question */
	struct edit edit;
	bool edit_open;
	bool prefix; /* the prefix key was just pressed */
	enum keys_paste paste; /* of the shell */
	int exit_code;
	char goodbye[1200]; /* printed on stderr after the screen is back */
	bool over; /* no visit comes any more */
	bool quitting;
};

/* Runs until the user leaves; returns the exit code. */
int app_run(struct options *options);

/* --- for the views --- */
void app_show(struct app *a, const struct view *view);
void app_panel(struct app *a, const struct panel *panel); /* NULL closes */
/* To the question that still waits: about money, a right; else none. */
void app_panel_next(struct app *a);
/* A question has come: shown, unless one that matters more stands, or the user
 * is in the middle of something else below the shell; it waits then. */
void app_ask(struct app *a, const struct panel *came);
/* A quote, a dearer kind of work or a right waits for the user's answer. */
bool app_question(const struct app *a);
/* A question has gone by itself: the keys that were meant for it are for nobody
 * else. Deaf until no key came for DIALOG_QUIET_MS. */
void app_deaf(struct app *a);
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
/* Arms the timer for the next change of the clock that is shown. */
void app_arm_clock(struct app *a);
/* Leaves the program with that code. */
void app_quit(struct app *a, int exit_code);
/* The first step of the card that is still open. */
void app_next_step(struct app *a);
/* Sends the card. */
void app_join(struct app *a);
/* Keys that mean the same in every menu: true when used. */
bool app_common_key(struct app *a, const struct keys_event *ev);
/* A row of the price list as text: "200,00 zł net per started hour". */
void app_price_text(const struct price *p, char *dst, size_t size);
/* What an hour of the ticket costs as the desk told it, before that the line
 * that would apply to the card; NULL without any. */
const struct price *app_price(const struct app *a);

/* --- firm.c --- */
/* True when the message was about the firm, its lists or the queue. */
bool firm_message(struct app *a, const struct msg *m);

#endif
