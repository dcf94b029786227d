#include "console/run_start.h"

#include <stdlib.h>
#include <string.h>

#include "console/dlg/dlg_ask.h"
#include "console/dlg/dlg_quit.h"
#include "console/link/embed.h"
#include "console/link/identity.h"
#include "console/link/login.h"
#include "console/run_desk.h"
#include "console/run_visits.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/sys/user.h"
#include "shared/ui/dialog.h"

#define CLIENTS_FILE "known_clients"
#define LOG_FILE "console.log"

static bool
open_log(const char *dir, struct err *err)
{
	char *path = path_join(dir, LOG_FILE);
	bool ok = log_open(path, err);

	free(path);
	return ok;
}

/* A list that cannot be read makes nobody known: the code is asked for. */
static void
open_clients(struct app *a, const char *dir)
{
	char *path = path_join(dir, CLIENTS_FILE);
	struct err err = {0};

	a->clients = known_open(path, &err);
	if (a->clients == NULL)
		log_warn("known clients: %s", err.text);
	free(path);
}

/* --- the link to the desk --- */

static void
on_message(const struct msg *m, void *ctx)
{
	struct run *r = ctx;

	run_desk_message(&r->app, m);
}

static void
refused_asked(struct app *a, int value, int64_t ticket)
{
	if (value == 1)
		dlg_quit(a);
}

static void
on_state(enum desk_link_state state, void *ctx)
{
	struct run *r = ctx;
	struct app *a = &r->app;
	enum ui_style style;

	run_visits_link(a, desk_link_link(a->desk));
	if (state == DESK_LINK_UP) {
		a->key = link_key(desk_link_link(a->desk));
		r->desk_was_up = true;
	}
	if (state == DESK_LINK_WAITING) {
		/* what it said last is read first; the tabs' row says the rest
		 */
		if (stage_notice_text(&a->stage, &style) == NULL)
			stage_notice(&a->stage, UI_BAR_ALERT, _("The desk: %s"),
			    desk_link_why(a->desk));
		r->desk_lost = true;
	} else if (state == DESK_LINK_UP && r->desk_lost) {
		stage_notice(&a->stage, UI_BAR, _("The desk is back."));
		r->desk_lost = false;
	} else if (state == DESK_LINK_REFUSED) {
		r->exit_code = desk_link_wrong_key(a->desk) ? 3 : 1;
		dlg_tell(a, _("No link to the desk"), desk_link_why(a->desk),
		    DIALOG_ALERT, _("&quit pomoc"), refused_asked);
	}
	stage_redraw(&a->stage);
}

bool
run_start(struct run *r, struct err *err)
{
	static const struct desk_link_events events = {
	    .message = on_message, .state = on_state};
	char *dir;
	bool ok;

	if (!config_read(&r->app.config, r->opt->config, err)) {
		r->exit_code = 2;
		return false;
	}
	/* the desk of --desk has its data elsewhere */
	dir = config_data_dir(
	    r->opt->host == NULL ? &r->app.config : NULL, r->opt->data);
	if (dir == NULL)
		return err_set(err,
		    _("there is no home folder for the data; give one with "
		      "--data"));
	r->app.keys = r->opt->host != NULL
	    ? identity_load_all(r->opt->identity, dir, err)
	    : identity_load(r->opt->identity, dir, err);
	ok = r->app.keys != NULL && path_make_dir(dir, err) &&
	    open_log(dir, err);
	if (ok)
		open_clients(&r->app, dir);
	free(dir);
	if (!ok)
		return false;
	if (identity_wants_touch(r->app.keys))
		stage_notice(&r->app.stage, UI_BAR, "%s",
		    _("Your key is in a token: touch it when it blinks."));
	log_take_stderr(); /* what libraries and the desk print goes there */
	r->app.desk = login_new(r->app.loop, r->app.keys, false, &events, r);
	run_visits_begin(&r->app);
	return true;
}

/* --- the embedded desk --- */

static void
desk_ready(const char *address, const char *fingerprint, void *ctx)
{
	struct run *r = ctx;

	log_info("embedded desk at %s", address);
	r->desk_started = true;
	desk_link_to_open(r->app.desk, embed_call, r->embed, fingerprint);
}

static void
desk_down(const char *why, void *ctx)
{
	struct run *r = ctx;

	run_visits_link(&r->app, NULL);
	desk_link_stop(r->app.desk);
	r->desk_lost = true;
	stage_notice(&r->app.stage, UI_BAR_ALERT, "%s %s",
	    _("The desk ended unexpectedly and is started again; tickets and "
	      "clocks are kept."),
	    why);
}

static void
failed_asked(struct app *a, int value, int64_t ticket)
{
	dlg_quit(a);
}

static void
desk_failed(const char *why, void *ctx)
{
	struct run *r = ctx;

	r->exit_code = 1;
	str_copy(r->desk_why, sizeof(r->desk_why), why);
	if (!r->desk_started) /* no screen yet: run_start_desk() tells */
		return;
	run_visits_link(&r->app, NULL);
	desk_link_stop(r->app.desk);
	dlg_tell(&r->app, _("The desk could not start"), why, DIALOG_ALERT,
	    _("&quit pomoc"), failed_asked);
}

bool
run_start_desk(struct run *r, struct err *err)
{
	static const struct embed_events events = {
	    .ready = desk_ready, .down = desk_down, .failed = desk_failed};
	struct embed_options opt = {.config = r->opt->config,
	    .data = r->opt->data,
	    .listen = r->opt->listen,
	    .owner_key = key_fingerprint(r->app.keys),
	    .log_level = log_wanted()};
	char name[128];

	if (r->opt->host != NULL) {
		desk_link_to_host(r->app.desk, r->opt->host, r->opt->port,
		    r->opt->fingerprint);
		return true;
	}
	user_name(name, sizeof(name));
	opt.owner_name = r->app.config.technician[0] != '\0'
	    ? r->app.config.technician
	    : name;
	r->app.own_desk = true;
	r->embed = embed_start(r->app.loop, &opt, &events, r);
	while (!r->desk_started && r->desk_why[0] == '\0')
		loop_turn(r->app.loop, true);
	return r->desk_started || err_set(err, "%s", r->desk_why);
}
