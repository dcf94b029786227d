#include "console/app/app_start.h"

#include <stdlib.h>
#include <string.h>

#include "console/desk/config.h"
#include "console/desk/desk.h"
#include "console/link/embed.h"
#include "console/link/identity.h"
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

bool
app_start(struct app *a, struct err *err)
{
	static const struct attach_events events = {
	    .message = app_on_message, .state = app_on_state};
	char *dir;
	bool ok;

	if (!config_read(&a->config, a->opt.config, err)) {
		a->exit_code = 2;
		return false;
	}
	/* the desk of --desk has its data elsewhere */
	dir = config_data_dir(
	    a->opt.host == NULL ? &a->config : NULL, a->opt.data);
	if (dir == NULL)
		return err_set(err,
		    _("there is no home folder for the data; give one with "
		      "--data"));
	a->key = identity_load(a->opt.identity, dir, err);
	ok = a->key != NULL && path_make_dir(dir, err) && open_log(dir, err);
	if (ok)
		open_clients(a, dir);
	free(dir);
	if (!ok)
		return false;
	log_take_stderr(); /* what libraries and the desk print goes there */
	a->attach = attach_new(a->loop, a->key, &events, a);
	return true;
}

/* --- the embedded desk --- */

static void
desk_ready(
    int connector, const char *address, const char *fingerprint, void *ctx)
{
	struct app *a = ctx;

	log_info("embedded desk at %s", address);
	a->desk_started = true;
	attach_to_embedded(a->attach, connector, fingerprint);
}

static void
desk_down(const char *why, void *ctx)
{
	struct app *a = ctx;

	app_visits_link(a, NULL);
	attach_stop(a->attach);
	a->desk_lost = true;
	app_notice(a, UI_BAR_ALERT, "%s %s",
	    _("The desk ended unexpectedly and is started again; tickets and "
	      "clocks are kept."),
	    why);
}

static void
failed_asked(struct app *a, int value, void *ctx)
{
	app_quit(a);
}

static void
desk_failed(const char *why, void *ctx)
{
	struct app *a = ctx;
	struct dialog *d;

	a->exit_code = 1;
	str_copy(a->desk_why, sizeof(a->desk_why), why);
	if (!a->desk_started) /* no screen yet: app_start_desk() tells */
		return;
	app_visits_link(a, NULL);
	attach_stop(a->attach);
	d = dlg_ask(a, _("The desk could not start"), why,
	    DIALOG_ALERT | DIALOG_ESC | DIALOG_UNASKED, failed_asked, NULL,
	    NULL);
	if (d != NULL)
		dialog_add_no(d, 'q', _("&quit pomoc"), 1);
}

bool
app_start_desk(struct app *a, struct err *err)
{
	static const struct embed_events events = {
	    .ready = desk_ready, .down = desk_down, .failed = desk_failed};
	struct embed_options opt = {.config = a->opt.config,
	    .data = a->opt.data,
	    .listen = a->opt.listen,
	    .owner_key = key_fingerprint(a->key)};
	char name[128];

	if (a->opt.host != NULL) {
		attach_to_host(
		    a->attach, a->opt.host, a->opt.port, a->opt.fingerprint);
		return true;
	}
	user_name(name, sizeof(name));
	opt.owner_name = a->config.technician[0] != '\0' ? a->config.technician
							 : name;
	a->embed = embed_start(a->loop, &opt, &events, a);
	while (!a->desk_started && a->desk_why[0] == '\0')
		loop_turn(a->loop, true);
	return a->desk_started || err_set(err, "%s", a->desk_why);
}
