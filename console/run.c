#include "console/run.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console/app/app_editor.h"
#include "console/app/app_screen.h"
#include "console/app/tty_curses.h"
#include "console/link/embed.h"
#include "console/run_keys.h"
#include "console/run_start.h"
#include "console/run_term.h"
#include "console/view/view_log.h"
#include "console/view/view_queue.h"
#include "shared/base/util.h"

/* In the order of their tabs; visits stand behind the first. */
static struct stage_view (*const views[])(struct app *a) = {
    view_queue_new,
    view_log_new,
};

static void
init(struct app *a)
{
	memset(a, 0, sizeof(*a));
	a->loop = loop_new();
	app_screen_init(a, run_key);
	model_init(&a->model);
	for (size_t i = 0; i < ARRAY_LEN(views); i++)
		stage_add_view(&a->stage, (int)i, views[i](a));
}

static void
fini(struct run *r, struct run_term *term)
{
	struct app *a = &r->app;

	a->quitting = true;
	run_term_deaf(term);
	stage_close(&a->stage);
	app_close_visits(a);
	desk_link_free(a->desk);
	/* what was queued for the desk, deferred frees */
	loop_turn(a->loop, false);
	embed_stop(r->embed);
	run_term_free(term);
	app_screen_fini(a);
	loop_forget(a->loop, a);
	loop_turn(a->loop, false);
	key_free(a->keys);
	known_free(a->clients);
	loop_free(a->loop);
	model_fini(&a->model);
}

static bool
start(struct run *r, struct run_term **term, struct err *err)
{
	if (!tty_check(err) || !run_start(r, err) || !run_start_desk(r, err) ||
	    !tty_start(err))
		return false;
	*term = run_term_new(&r->app, err);
	return *term != NULL;
}

int
run_console(const struct run_options *opt)
{
	int said = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	struct run r = {.opt = opt};
	struct run_term *term = NULL;
	struct err err = {0};
	bool ok;

	init(&r.app);
	ok = start(&r, &term, &err);
	if (ok) {
		app_take_size(&r.app);
		if (opt->warning != NULL)
			stage_notice(
			    &r.app.stage, UI_BAR_ALERT, "%s", opt->warning);
		loop_run(r.app.loop);
	}
	app_editor_stop();
	tty_end();
	if (!ok) {
		dprintf(said, "pomoc: %s\n", err.text);
		if (r.exit_code == 0)
			r.exit_code = 1;
	} else if (!r.desk_was_up && desk_link_why(r.app.desk)[0] != '\0') {
		/* whole, as no screen has room for it: it may hold a line to be
		 * copied */
		dprintf(said, "pomoc: %s\n", desk_link_why(r.app.desk));
	}
	close(said);
	fini(&r, term);
	return r.exit_code;
}
