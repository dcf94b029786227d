/*
 * The running console: loop, desk, what is known, views, boxes, visits. For
 * app*.c, which write it, and run*.c, which put it together; views and boxes
 * know it only by the headers of its parts:
 *
 *   app_notice app_know -> app_box app_send -> app_view app_tabs -> app_visits
 *   -> app_screen -> dlg -> view -> run
 *
 * All their functions may be called from any callback of the loop; what a view
 * or a box frees of itself is freed after the callback.
 */
#ifndef CONSOLE_APP_H
#define CONSOLE_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "console/app/app_box.h"
#include "console/app/app_notice.h"
#include "console/app/app_view.h"
#include "console/app/app_visits.h"
#include "console/config/config.h"
#include "shared/conv/desk_link.h"
#include "shared/know/model.h"
#include "shared/net/trust.h"
#include "shared/term/viewer.h"

struct app {
	struct config config;
	struct loop *loop;
	struct key *key; /* the technician's */
	struct known *clients; /* agents that a code verified; NULL = none */
	struct desk_link *desk;
	bool own_desk; /* it ends with us */
	struct model model;
	/* app_view.c: the queue first, the visits, the others */
	struct view view[APP_VIEWS];
	int views;
	int shown;
	/* app_box.c */
	struct box box[APP_BOXES];
	int boxes;
	/* app_visits.c */
	struct visit *visit[APP_VISITS];
	int visits;
	int64_t claim[APP_VISITS]; /* tickets asked for, not answered yet */
	/* app_notice.c */
	char notice[512];
	enum ui_style notice_style;
	int64_t notice_until_ms;
	bool quitting;
	/* app_screen.c */
	struct canvas canvas;
	void (*draw)(void *ctx);
	struct loop_timer *draw_timer;
	struct loop_timer *tick_timer;
	struct viewer pace; /* of our own terminal: when to draw */
};

#endif
