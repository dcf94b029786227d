#include "console/desk/brain_run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>

#include "console/desk/account.h"
#include "console/desk/brain_culprit.h"
#include "console/desk/brain_flush.h"
#include "console/desk/brain_front.h"
#include "console/desk/brain_head.h"
#include "console/desk/brain_hear.h"
#include "console/desk/brain_hold.h"
#include "console/desk/brain_open.h"
#include "console/desk/brain_place.h"
#include "console/desk/brain_prices.h"
#include "console/desk/brain_quote.h"
#include "console/desk/brain_receipt.h"
#include "console/desk/brain_service.h"
#include "console/desk/brain_wall.h"
#include "console/desk/brain_watch.h"
#include "console/desk/farewell.h"
#include "console/store/forget.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/mem.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/net/sock.h"
#include "shared/net/trust.h"
#include "shared/sys/self.h"

#define HOST_KEY_FILE "host_key"
#define RECEIPT_KEY_FILE "receipt_key"
#define LOG_FILE "desk.log"
/* So long the end of a desk waits for a locked database. */
#define END_MS 80000

/* The end of the run as soon as what the store keeps is written, at the latest
 * when END_MS have passed, and at once when asked again. */
static void
end(struct brain *b)
{
	bool again = b->ends_ms != 0;

	(void)store_flush(b->store);
	brain_flush_soon(b);
	brain_service_stopping(store_kept(b->store));
	if (again || store_kept(b->store) == 0) {
		brain_stop(b, DESK_EXIT_OK);
		return;
	}
	b->ends_ms = clock_ms() + END_MS;
	log_warn("%zu rows of the journal wait for the database: tried for "
		 "%d s more; a second signal ends it at once",
	    store_kept(b->store), END_MS / 1000);
}

/* --- timers --- */

static void
flush(void *ctx)
{
	struct brain *b = ctx;

	(void)store_flush(b->store);
	brain_flush_soon(b);
	if (b->ends_ms != 0 &&
	    (store_kept(b->store) == 0 || clock_ms() >= b->ends_ms))
		brain_stop(b, DESK_EXIT_OK);
}

/* --- what is read again --- */

static void
use_config(struct brain *b, const struct config *config)
{
	b->config = *config;
	i18n_speak(b->config.language);
	str_copy(b->lang, sizeof(b->lang), i18n_lang());
}

static bool
read_config(struct brain *b)
{
	struct config *config = mem_alloc(sizeof(*config));
	struct err err = {0};
	bool ok = config_read(config, b->options->config, &err);

	if (ok)
		use_config(b, config);
	else
		log_error("%s; the old configuration stays", err.text);
	free(config);
	return ok;
}

static bool
read_prices(struct brain *b)
{
	struct err err = {0};
	bool ok = brain_prices_read(b, &err);

	if (!ok)
		log_error("%s; the old prices stay", err.text);
	return ok;
}

static void
hang_up(int signum, void *ctx)
{
	struct brain *b = ctx;
	char problems[64];
	bool config, prices, technicians;

	brain_service_reloading();
	config = read_config(b);
	prices = read_prices(b);
	brain_front_limits(b);
	technicians = brain_watch_reload(b);
	brain_receipt_catch_up(b);
	snprintf(problems, sizeof(problems), "%s%s%s",
	    config ? "" : " configuration", prices ? "" : " prices",
	    technicians ? "" : " technicians");
	if (problems[0] == '\0')
		log_info("configuration, prices and technicians were read "
			 "again");
	else
		log_warn("not read again:%s", problems);
	brain_service_reloaded(b, problems);
}

/* Of a desk in a terminal it means that the terminal was closed. */
static bool
has_terminal(const struct brain *b)
{
	return b->options->connector_fd < 0 &&
	    (isatty(STDIN_FILENO) || isatty(STDERR_FILENO));
}

static void
terminate(int signum, void *ctx)
{
	log_info("ended by signal %d", signum);
	end(ctx);
}

/* --- what becomes of the front --- */

/* For `pomoc invite`, which runs beside us: where this desk is to be found. */
static void
write_address(const struct brain *b)
{
	char *path = path_join(b->data, DESK_ADDRESS_FILE);
	struct err err = {0};

	if (!path_write_atomic(
		path, b->address, strlen(b->address), 0600, &err))
		log_warn("%s", err.text);
	free(path);
}

static void
tell_starter(const struct brain *b, const struct err *err)
{
	int fd = b->options->ready_fd;

	if (fd < 0)
		return;
	if (err == NULL)
		dprintf(fd, "ready %s %s\n", b->address,
		    key_fingerprint(b->host_key));
	else if (b->options->connector_fd >= 0)
		dprintf(fd, "failed %s\n", err->text);
	close(fd);
}

static void
serves(struct brain *b)
{
	if (b->serves)
		return;
	b->serves = true;
	log_info("desk %s at %s, key %s", POMOC_VERSION, b->address,
	    key_fingerprint(b->host_key));
	write_address(b);
	tell_starter(b, NULL);
	brain_service_ready(b);
}

static void
front_died(struct brain *b, bool own_fault)
{
	if (own_fault)
		brain_culprit_note(b);
	brain_hear_all_down(b, "the front was replaced");
}

static void
orphaned(struct brain *b)
{
	log_info("the console is gone");
	end(b);
}

static const struct brain_front_events front_events = {
    .serves = serves,
    .says = brain_hear_front,
    .line = brain_hear_line,
    .died = front_died,
    .replaced = brain_culprit_ban,
    .orphaned = orphaned,
};

/* --- start --- */

static bool
is_open(const char *address)
{
	char host[SOCK_ADDR_SIZE];

	sock_addr_only(address, host);
	return !sock_is_loopback(host);
}

static bool
open_listener(struct brain *b, struct err *err)
{
	const char *where = b->options->listen != NULL ? b->options->listen
						       : b->config.listen;

	b->listen_fd = sock_hold(where, b->address, err);
	if (b->listen_fd < 0)
		return false;
	b->open = is_open(b->address);
	return true;
}

/* What people wrote: an error in it is told before anything is made. */
static bool
check_input(const struct brain *b, struct err *err)
{
	char *file = path_join(b->data, BRAIN_TECHNICIANS);
	struct trust *t = trust_new(file);
	bool ok = (b->options->listen == NULL ||
		      sock_can_bind(b->options->listen, err)) &&
	    (!path_exists(file) || trust_reload(t, NULL, err));

	trust_free(t);
	free(file);
	return ok;
}

static bool
open_keys(struct brain *b, struct err *err)
{
	char *file = path_join(b->data, RECEIPT_KEY_FILE);

	b->host_key = key_load_or_make(
	    b->host_key_path, "pomoc desk", NULL, err);
	if (b->host_key != NULL)
		b->receipt_key = key_load_or_make(
		    file, "pomoc receipts", NULL, err);
	free(file);
	return b->receipt_key != NULL;
}

static bool
open_files(struct brain *b, struct err *err)
{
	char *technicians;

	if (!path_make_dir(b->data, err))
		return false;
	if (b->options->connector_fd >= 0) {
		char *file = path_join(b->data, LOG_FILE);
		bool ok = log_open(file, err);

		free(file);
		if (!ok)
			return false;
		log_take_stderr();
	}
	b->store = store_open(b->data, err);
	if (b->store == NULL)
		return false;
	if (!open_keys(b, err))
		return false;
	technicians = path_join(b->data, BRAIN_TECHNICIANS);
	b->roster = roster_new(
	    technicians, b->options->owner_name, b->options->owner_key);
	free(technicians);
	return true;
}

/* In a console everything belongs to the user who runs it. */
static bool
take_account(struct brain *b, struct err *err)
{
	if (b->options->connector_fd < 0 &&
	    !account_take(b->config.user, b->data, err))
		return false;
	self_protect(); /* a change of user has undone it */
	return true;
}

static void
restore_quotes(struct brain *b)
{
	for (struct brain_ticket *bt = b->tickets; bt != NULL; bt = bt->next)
		brain_quote_restored(bt);
}

static void
finish_forgetting(struct brain *b)
{
	struct err err = {0};

	if (!forget_finish(store_db(b->store), &err))
		log_error("receipts of forgotten clients: %s", err.text);
}

static bool
start(struct brain *b, struct err *err)
{
	if (sodium_init() < 0)
		return err_set(err, "the random generator does not work");
	/* the port first: where it is taken, no file is touched */
	if (!open_listener(b, err) || !take_account(b, err) ||
	    !open_files(b, err) || !sock_serve(b->listen_fd, b->address, err))
		return false;
	b->flush = loop_timer_new(b->loop, flush, b);
	brain_front_new(b, &front_events);
	b->term = loop_signal_new(b->loop, SIGTERM, terminate, b);
	b->intr = loop_signal_new(b->loop, SIGINT, terminate, b);
	b->hup = loop_signal_new(
	    b->loop, SIGHUP, has_terminal(b) ? terminate : hang_up, b);
	if (brain_watch_reload(b) && roster_count(b->roster) == 0)
		log_warn("no technicians: nobody can log in; pomoc technician "
			 "add NAME KEY.pub --data %s",
		    b->data);
	brain_watch_start(b);
	brain_wall_begin(b);
	if (!store_load_open(b->store, clock_ms(), clock_utc_s(),
		brain_open_restored, b, err))
		return false;
	restore_quotes(b);
	brain_flush_soon(b);
	brain_head_note(b);
	finish_forgetting(b);
	brain_receipt_catch_up(b);
	return brain_front_start(b, err);
}

/* --- end --- */

/* How many rows could not be written. */
static size_t
release(struct brain *b)
{
	size_t lost;

	b->ending = true;
	brain_hear_all_down(b, "the desk ends");
	brain_front_stop(b);
	brain_culprit_free(b);
	brain_ticket_free_all(b);
	brain_hold_free(b);
	farewell_free(b);
	lost = store_close(b->store);
	roster_free(b->roster);
	brain_watch_stop(b);
	loop_signal_free(b->term);
	loop_signal_free(b->intr);
	loop_signal_free(b->hup);
	loop_timer_free(b->flush);
	brain_service_free(b);
	brain_receipt_stop(b);
	brain_wall_free(b);
	free(b->head);
	brain_place_free(b);
	loop_forget(b->loop, b);
	loop_free(b->loop);
	if (b->listen_fd >= 0)
		close(b->listen_fd);
	key_free(b->host_key);
	key_free(b->receipt_key);
	free(b->host_key_path);
	free(b->data);
	free(b);
	return lost;
}

static int
fail(struct brain *b, const struct err *err, int exit_code)
{
	if (!b->serves)
		tell_starter(b, err);
	if (b->options->connector_fd >= 0)
		log_error("%s", err->text);
	fprintf(stderr, "pomoc-desk: %s\n", err->text);
	(void)release(b);
	return exit_code;
}

int
brain_run(const struct desk_options *o)
{
	struct brain *b = mem_alloc(sizeof(*b));
	struct err err = {0, ""};
	int exit_code;

	self_protect();
	b->options = o;
	b->banner = -1;
	b->trouble = "";
	b->listen_fd = -1;
	b->loop = loop_new();
	brain_service_start(b);
	if (!config_read(&b->config, o->config, &err) ||
	    !brain_prices_read(b, &err))
		return fail(b, &err, DESK_EXIT_USAGE);
	i18n_speak(b->config.language);
	str_copy(b->lang, sizeof(b->lang), i18n_lang());
	b->data = config_data_dir(&b->config, o->data);
	if (b->data == NULL) {
		err_set(&err, _("there is no home folder; use --data"));
		return fail(b, &err, DESK_EXIT_USAGE);
	}
	b->host_key_path = path_join(b->data, HOST_KEY_FILE);
	if (!check_input(b, &err))
		return fail(b, &err, DESK_EXIT_USAGE);
	if (!start(b, &err))
		return fail(b, &err, DESK_EXIT_FAILED);
	loop_run(b->loop);
	if (b->why.text[0] != '\0')
		return fail(b, &b->why, DESK_EXIT_FAILED);
	exit_code = b->exit_code;
	return release(b) > 0 ? DESK_EXIT_FAILED : exit_code;
}
