/*
 * The console without a terminal and a desk: its boxes and views take keys and
 * are drawn, and what a desk says is told to it. Include it in one file per
 * program.
 */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "console/app/app.h"
#include "console/app/app_screen.h"
#include "console/app/app_visits.h"
#include "console/run_desk.h"
#include "console/run_visits.h"
#include "console/view/view_queue.h"
#include "console/view/view_visit.h"
#include "console/link/login.h"
#include "console/link/visit_impl.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/str.h"
#include "shared/base/clock.h"
#include "shared/core/ticket.h"
#include "shared/stage/stage.h"
#include "shared/ui/dialog.h"

static char dir[64];

static inline void
on_message(const struct msg *m, void *ctx)
{
	run_desk_message(ctx, m);
}

static inline void
on_state(enum desk_link_state state, void *ctx)
{
}

static inline void
no_keys(const struct keys_event *ev, void *ctx)
{
}

/* Nothing is drawn: it has no size. */
static inline int
setup(void **state)
{
	static const struct desk_link_events events = {
	    .state = on_state, .message = on_message};
	struct app *a = mem_alloc(sizeof(*a));
	char *file;

	strcpy(dir, "/tmp/pomoc-app-test.XXXXXX");
	assert_non_null(mkdtemp(dir));
	file = str_fmt("%s/known_clients", dir);
	a->loop = loop_new();
	app_screen_init(a, no_keys);
	a->keys = key_generate("anna");
	a->key = a->keys;
	a->clients = known_open(file, NULL);
	a->desk = login_new(a->loop, a->key, false, &events, a);
	model_init(&a->model);
	stage_add_view(&a->stage, 0, view_queue_new(a));
	free(file);
	*state = a;
	return 0;
}

static inline int
teardown(void **state)
{
	struct app *a = *state;
	char *clean = str_fmt("rm -rf '%s'", dir);

	app_close_visits(a);
	loop_turn(a->loop, false);
	desk_link_free(a->desk);
	app_screen_fini(a);
	model_fini(&a->model);
	known_free(a->clients);
	key_free(a->keys);
	loop_forget(a->loop, a);
	loop_free(a->loop);
	free(a);
	assert_int_equal(system(clean), 0);
	free(clean);
	return 0;
}

/* --- what the desk says --- */

static inline void
tell(struct app *a, const char *json)
{
	struct err err = {0};
	struct msg *m = msg_parse(json, strlen(json), &err);

	if (m == NULL)
		fail_msg("%s: %s", json, err.text);
	run_desk_message(a, m);
	msg_free(m);
}

static inline void
tell_row_of(struct app *a, int ticket, const char *company, const char *key,
    const char *state, const char *by)
{
	char line[1024];

	snprintf(line, sizeof(line),
	    "{\"t\":\"row\",\"ticket\":%d,\"state\":\"%s\",\"name\":"
	    "\"Ewa\",\"company\":\"%s\",\"phone\":\"\",\"product\":\"x\","
	    "\"wanted\":\"\",\"problem\":\"p\",\"since_s\":1,\"waited_s\":100,"
	    "\"called\":false,\"online\":true,\"by\":\"%s\",\"visit\":0,"
	    "\"key\":\"%s\",\"known_s\":0,\"earlier\":0,"
	    "\"rate\":\"\"}",
	    ticket, state, company, by, key);
	tell(a, line);
}

static inline void
tell_row(struct app *a, int ticket, const char *company, const char *key)
{
	tell_row_of(a, ticket, company, key, "waiting", "");
}

/* Of the technician at this console. */
static inline void
tell_own_row(struct app *a, int ticket, const char *company)
{
	str_copy(a->model.firm.me, sizeof(a->model.firm.me), "anna");
	tell_row_of(a, ticket, company, "", "working", "anna");
}

static inline struct visit *
open_visit(struct app *a, int ticket)
{
	run_visits_claimed(a, ticket);
	assert_non_null(app_visit(a, ticket));
	return app_visit(a, ticket);
}
