/*
 * The running console: loop, desk, what is known, the stage, visits. For
 * app*.c, which write it, and run*.c, which put it together; views and boxes
 * know it only by the headers of its parts:
 *
 *	app_know app_desk app_send app_wait -> app_visits app_tabs -> app_ticket
 *	-> app_screen -> dlg -> view -> run
 *
 * All their functions may be called from any callback of the loop.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/app/app_visits.h"
#include "console/config/config.h"
#include "shared/conv/desk_link.h"
#include "shared/know/model.h"
#include "shared/net/trust.h"
#include "shared/stage/stage.h"

struct app {
	struct config config;
	struct loop *loop;
	struct key *keys; /* the technician's, to be tried */
	const struct key *key; /* the one that the desk took */
	struct known *clients; /* agents that a code verified; NULL = none */
	struct desk_link *desk;
	bool own_desk; /* it ends with us */
	struct model model;
	/* app_visits.c */
	struct visit *visit[APP_VISITS];
	int visits;
	int64_t claim[APP_VISITS]; /* tickets asked for, not answered yet */
	int64_t ended; /* the ticket that was told so last: its row goes then */
	bool quitting;
	struct app_wait *waits; /* app_wait.c */
	/* app_screen.c: the queue, the visits, the other views */
	struct stage stage;
	struct stage_events stage_events;
	struct loop_timer *turn_timer;
	struct loop_watch *input; /* run_term.c: the terminal is read */
	bool lent; /* another program has the terminal */
};
