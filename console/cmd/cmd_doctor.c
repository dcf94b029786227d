/* `pomoc doctor`: is the desk on this machine set up as it should be, and can
 * clients reach it? Reads only; each line says what to do. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "console/cmd/cmd_doctor_reach.h"
#include "console/cmd/cmd_json.h"
#include "console/cmd/cmd_read.h"
#include "console/config/config.h"
#include "console/config/config_address.h"
#include "console/config/config_prices.h"
#include "console/desk/desk.h"
#include "console/store/head.h"
#include "console/store/lock.h"
#include "console/store/migrate.h"
#include "shared/base/clock.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/keys.h"
#include "shared/net/sock.h"
#include "shared/net/trust.h"
#include "shared/wire/msg.h"

#define HOST_KEY "host_key"
#define RECEIPT_KEY "receipt_key"
#define LOG "desk.db"
#define ROOM_LEAST_MB 100
#define ROOM_WANTED_MB 1000
#define TITLE_COLS 17

enum state { FINE, WARNING, BAD };

static const struct {
	const char *name; /* in JSON */
	const char *title;
} states[] = {
    [FINE] = {"ok", N_("ok")},
    [WARNING] = {"warning", N_("warning")},
    [BAD] = {"error", N_("ERROR")},
};

struct doctor {
	struct cmd_args *a;
	struct config config;
	char fingerprint[KEY_FP_SIZE]; /* of the desk; "" = it has no key */
	char running[SOCK_ADDR_SIZE]; /* where it listens; "" = it does not */
	bool shut; /* who asks may not look into its folder */
	int count[3]; /* of each state */
	struct json_out out;
};

struct check {
	const char *name; /* in JSON */
	const char *title;
	void (*run)(struct doctor *d, const struct check *c);
	bool inside; /* asks what only the data folder tells */
};

static bool json;

/* --- what is told --- */

static void
tell_json(struct doctor *d, const struct check *c, enum state s,
    const char *remedy, const char *text)
{
	json_t *o = json_object();

	json_out_text(o, "check", c->name);
	json_out_text(o, "state", states[s].name);
	json_out_text(o, "text", text);
	json_out_text(o, "remedy", remedy != NULL ? _(remedy) : "");
	json_out_row(&d->out, o);
}

/* remedy: N_(), what to do; NULL = nothing. */
static void __attribute__((format(printf, 5, 6)))
tell(struct doctor *d, const struct check *c, enum state s, const char *remedy,
    const char *fmt, ...)
{
	const char *word = _(states[s].title), *title = _(c->title);
	char text[1500];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	d->count[s]++;
	if (json) {
		tell_json(d, c, s, remedy, text);
		return;
	}
	printf("%s%*s  %s%*s  %s\n", word, MAX_OF(12 - utf8_cols(word), 0), "",
	    title, MAX_OF(TITLE_COLS - utf8_cols(title), 0), "",
	    UTF8_CLEAN(1500, text, 0));
	if (remedy != NULL)
		printf("%*s%s\n", 12 + 2 + TITLE_COLS + 2, "", _(remedy));
}

/* --- configuration --- */

static void
check_version(struct doctor *d, const struct check *c)
{
	tell(d, c, FINE, NULL, _("pomoc %s, protocol %d, log format %d"),
	    POMOC_VERSION, MSG_VERSION, migrate_latest());
}

static void
check_config(struct doctor *d, const struct check *c)
{
	struct err err = {0};

	if (!config_read(&d->config, d->a->config, &err)) {
		tell(d, c, BAD, N_("Mend that; see man 5 pomoc.conf."), "%s",
		    err.text);
		config_default(&d->config);
	} else if (d->config.phone[0] == '\0') {
		tell(d, c, WARNING,
		    N_("Set firm and phone in section [desk] of pomoc.conf: "
		       "clients are told to phone before they let anybody in."),
		    "%s", _("clients see no phone number"));
	} else {
		tell(d, c, FINE, NULL, "%s, %s", d->config.firm,
		    d->config.phone);
	}
}

static void
check_prices(struct doctor *d, const struct check *c)
{
	struct prices all, now;
	struct err err = {0};

	if (!config_read_prices(&all, d->a->config, &err)) {
		tell(d, c, BAD, N_("Mend it, then: pomoc prices --check FILE"),
		    "%s", err.text);
		return;
	}
	prices_on(&all, CLOCK_DAY(clock_utc_s()), &now);
	if (now.n == 0)
		tell(d, c, BAD,
		    N_("Give a line that is valid from today or before; see "
		       "pomoc prices."),
		    "%s", _("no line of the price list is valid today"));
	else
		tell(d, c, FINE, NULL, _("lines valid today: %d"), now.n);
}

/* --- the data folder --- */

static bool
may(const char *path, int how)
{
	return faccessat(AT_FDCWD, path, how, AT_EACCESS) == 0;
}

static void
check_data(struct doctor *d, const struct check *c)
{
	struct stat st;

	if (stat(d->a->data, &st) != 0)
		tell(d, c, WARNING,
		    N_("Start pomoc-desk (or pomoc) once, which makes it; or "
		       "name another by --data."),
		    _("%s is not there yet"), d->a->data);
	else if (!S_ISDIR(st.st_mode))
		tell(d, c, BAD, N_("Name another folder by --data."),
		    _("%s is no folder"), d->a->data);
	else if ((st.st_mode & 077) != 0)
		tell(d, c, BAD, N_("chmod 700 that folder."),
		    _("other users may look into %s (%03o)"), d->a->data,
		    (unsigned)st.st_mode & 0777);
	else if (d->shut || (geteuid() != 0 && geteuid() != st.st_uid))
		tell(d, c, BAD,
		    N_("Run this as root, or as the user of the desk."),
		    _("%s belongs to another user"), d->a->data);
	else
		tell(d, c, FINE, NULL, "%s", d->a->data);
}

/* Whether that file is as it should be, or is not there; told when not. */
static bool
mode_is_right(
    struct doctor *d, const struct check *c, const char *name, mode_t mask)
{
	char *path = path_join(d->a->data, name);
	struct stat st, dir;
	bool there = stat(path, &st) == 0 && stat(d->a->data, &dir) == 0,
	     right = true;

	if (there && (st.st_mode & mask) != 0) {
		right = false;
		tell(d, c, BAD, N_("chmod 600 that file."),
		    _("other users may open %s (%03o)"), path,
		    (unsigned)st.st_mode & 0777);
	} else if (there && st.st_uid != dir.st_uid) {
		right = false;
		tell(d, c, BAD, N_("chown it to the owner of its folder."),
		    _("%s does not belong to the owner of its folder"), path);
	}
	free(path);
	return right;
}

static void
check_modes(struct doctor *d, const struct check *c)
{
	static const struct {
		const char *name;
		mode_t mask;
	} files[] = {{HOST_KEY, 077}, {RECEIPT_KEY, 077}, {LOG, 077},
	    {"technicians", 022}};
	bool right = true;

	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		right &= mode_is_right(d, c, files[i].name, files[i].mask);
	if (right)
		tell(d, c, FINE, NULL, "%s",
		    _("keys and log are for the desk alone"));
}

/* It is private and can be read: what is wrong with it is in it. */
static bool
is_sound(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && (st.st_mode & 077) == 0 &&
	    may(path, R_OK);
}

/* A desk that has had a log has had its keys, too. */
static void
no_key(struct doctor *d, const struct check *c, const char *remedy)
{
	char *log = path_join(d->a->data, LOG);

	if (path_exists(log))
		tell(d, c, BAD, remedy, "%s", _("it is gone"));
	else
		tell(d, c, WARNING,
		    N_("Start pomoc-desk (or pomoc) once, which makes it."),
		    "%s", _("the desk has no key yet"));
	free(log);
}

/* remedy: what else to do than to set its rights. */
static struct key *
load_key(struct doctor *d, const struct check *c, const char *name,
    const char *remedy)
{
	char *path = path_join(d->a->data, name);
	struct err err = {0};
	struct key *key = key_load(path, NULL, &err);

	if (key != NULL)
		tell(d, c, FINE, NULL, "%s",
		    str_eq(name, HOST_KEY) ? key_fingerprint(key)
					   : _("receipts are signed with it"));
	else if (!path_exists(path))
		no_key(d, c, remedy);
	else
		tell(d, c, BAD, is_sound(path) ? remedy : NULL, "%s", err.text);
	free(path);
	return key;
}

static void
check_key(struct doctor *d, const struct check *c)
{
	struct key *key = load_key(d, c, HOST_KEY,
	    N_("Bring the file back from a copy before the desk starts again: "
	       "with another key no client finds this desk."));

	if (key != NULL)
		str_copy(d->fingerprint, sizeof(d->fingerprint),
		    key_fingerprint(key));
	key_free(key);
}

static void
check_receipt_key(struct doctor *d, const struct check *c)
{
	key_free(load_key(d, c, RECEIPT_KEY,
	    N_("Bring the file back from a copy before the desk starts again: "
	       "it signs receipts with this key.")));
}

static void
check_database(struct doctor *d, const struct check *c)
{
	char *path = path_join(d->a->data, LOG);
	struct err err = {0};

	if (!path_exists(path))
		tell(d, c, WARNING,
		    N_("Start pomoc-desk (or pomoc) once, which makes it."),
		    "%s", _("there is no log yet"));
	else if (cmd_read_moving(d->a, &err))
		tell(d, c, FINE, NULL, "%s", path);
	else
		tell(d, c, BAD,
		    N_("If the file itself is at fault, bring a copy back: "
		       "pomoc restore; see also pomoc verify."),
		    "%s", err.text);
	free(path);
}

static void
check_disk(struct doctor *d, const struct check *c)
{
	const char *remedy = N_(
	    "Make room: a desk whose disk is full takes no new tickets.");
	struct statvfs vfs;
	uint64_t mb;

	if (statvfs(d->a->data, &vfs) != 0) {
		tell(d, c, WARNING, NULL, "%s", _("nothing to measure yet"));
		return;
	}
	if ((vfs.f_flag & ST_RDONLY) != 0) {
		tell(d, c, BAD,
		    N_("Mount it for writing; a disk that became read-only by "
		       "itself may be failing."),
		    "%s", _("nothing can be written on it"));
		return;
	}
	mb = (uint64_t)vfs.f_bavail * vfs.f_frsize / 1000000;
	if (mb < ROOM_WANTED_MB)
		tell(d, c, mb < ROOM_LEAST_MB ? BAD : WARNING, remedy,
		    _("free: %" PRIu64 " MB"), mb);
	else
		tell(d, c, FINE, NULL, _("free: %" PRIu64 " MB"), mb);
}

static void
check_technicians(struct doctor *d, const struct check *c)
{
	char *path = path_join(d->a->data, "technicians");
	struct trust *t = trust_new(path);
	struct err err = {0};

	if (!trust_reload(t, NULL, &err))
		tell(d, c, BAD, N_("Mend that; see man 8 pomoc-desk."), "%s",
		    err.text);
	else if (trust_count(t) == 0)
		tell(d, c, WARNING,
		    N_("pomoc technician add NAME KEYFILE for each; a console "
		       "with the desk inside needs no line."),
		    "%s", _("nobody may log in from elsewhere"));
	else
		tell(d, c, FINE, NULL, _("keys: %zu"), trust_count(t));
	trust_free(t);
	free(path);
}

/* --- time --- */

static void
check_clock(struct doctor *d, const struct check *c)
{
	int64_t now = clock_utc_s(), last = head_latest_s(d->a->data);
	struct timex tx = {0};
	const char *text = clock_local(CLOCK_TEXT, "%Y-%m-%d %H:%M:%S %Z", now);

	if (last > now + 60)
		tell(d, c, BAD,
		    N_("Set the clock: it would file new tickets "
		       "before old ones, and days on bills would be wrong."),
		    _("%s, but the log has something of %s"), text,
		    clock_local(CLOCK_TEXT, "%Y-%m-%d %H:%M:%S", last));
	else if (adjtimex(&tx) == TIME_ERROR)
		tell(d, c, WARNING,
		    N_("Let the system set it: timedatectl set-ntp true, or "
		       "install systemd-timesyncd or chrony."),
		    _("%s, not set by a time server"), text);
	else
		tell(d, c, FINE, NULL, "%s", text);
}

static void
check_zone(struct doctor *d, const struct check *c)
{
	const char *given = getenv("TZ"); /* a rule where zones have no data */

	if (d->a->zone.text[0] != '\0')
		tell(d, c, BAD, N_("Unset TZ, or install tzdata."), "%s",
		    d->a->zone.text);
	else if (given != NULL && !str_eq(given, CLOCK_ZONE) &&
	    !str_starts(given, "CET-1CEST"))
		tell(d, c, WARNING,
		    N_("Is that right for the desk, too? Days and months on "
		       "bills are of its zone."),
		    "TZ=%s", given);
	else
		tell(d, c, FINE, NULL, "%s", CLOCK_ZONE);
}

/* --- the way in --- */

static void
find_running(struct doctor *d)
{
	char *path = path_join(d->a->data, DESK_ADDRESS_FILE);
	FILE *f = lock_owner(d->a->data) > 0 ? fopen(path, "re") : NULL;

	if (f != NULL && fgets(d->running, sizeof(d->running), f) != NULL)
		d->running[strcspn(d->running, "\n")] = '\0';
	if (f != NULL)
		fclose(f);
	free(path);
}

/* No desk runs: could one have its place? */
static void
check_free(struct doctor *d, const struct check *c, const char *where)
{
	char bound[SOCK_ADDR_SIZE];
	struct err err = {0};
	int fd = sock_hold(where, bound, &err);

	if (fd >= 0 && sock_serve(fd, where, &err))
		tell(d, c, WARNING, N_("Start it: pomoc-desk, or its service."),
		    _("no desk runs; %s is free"), where);
	else
		tell(d, c, BAD,
		    N_("Another program has that place (ss -ltnp says which), "
		       "or it is none of this machine: change listen in "
		       "pomoc.conf."),
		    "%s", err.text);
	if (fd >= 0)
		close(fd);
}

static bool
is_open(const char *where)
{
	char host[SOCK_ADDR_SIZE];

	sock_addr_only(where, host);
	return !sock_is_loopback(host) && !str_eq(host, "localhost");
}

/* From this machine itself: "all addresses" is reached by loopback. */
static const char *
from_here(const char *where, char *dst, size_t size)
{
	const char *port = strrchr(where, ':');

	if (!str_starts(where, "0.0.0.0:") && !str_starts(where, "[::]:"))
		return where;
	snprintf(dst, size, "localhost%s", port);
	return dst;
}

static void
check_port(struct doctor *d, const struct check *c)
{
	char here[SOCK_ADDR_SIZE];
	struct err err = {0};

	if (d->running[0] == '\0')
		check_free(d, c, d->config.listen);
	else if (d->fingerprint[0] == '\0')
		tell(d, c, WARNING, NULL,
		    _("%s: not tried, the desk's key is not known"),
		    d->running);
	else if (!cmd_doctor_reach(from_here(d->running, here, sizeof(here)),
		     d->fingerprint, &err))
		tell(d, c, BAD, N_("Start the desk anew; its log says more."),
		    "%s: %s", d->running, err.text);
	else if (!is_open(d->running))
		tell(d, c, WARNING,
		    is_open(d->config.listen)
			? N_("Start the desk anew: pomoc.conf has another listen "
			     "by now.")
			: N_("Set listen = *:7722 in section [desk] of pomoc.conf, "
			     "and open that port in the firewall."),
		    _("a desk answers at %s, but only to programs of this "
		      "machine"),
		    d->running);
	else
		tell(d, c, FINE, NULL, _("the desk answers at %s"), d->running);
}

static void
check_address(struct doctor *d, const struct check *c)
{
	const char *address = d->config.address;
	struct err err = {0};

	if (address[0] == '\0' || config_is_bare(address))
		tell(d, c, WARNING,
		    N_("Set address = NAME:PORT in section [desk] of "
		       "pomoc.conf, as clients reach it from outside."),
		    "%s", _("no public name is configured"));
	else if (d->running[0] == '\0')
		tell(d, c, WARNING, NULL, _("%s: not tried, no desk runs"),
		    address);
	else if (d->fingerprint[0] == '\0')
		tell(d, c, WARNING, NULL,
		    _("%s: not tried, the desk's key is not known"), address);
	else if (!cmd_doctor_reach(address, d->fingerprint, &err))
		tell(d, c, WARNING,
		    N_("Does the name lead here, and the router pass that port "
		       "on? Some do so only for others: try pomoc-agent "
		       "--check from outside."),
		    "%s: %s", address, err.text);
	else
		tell(d, c, FINE, NULL, _("this desk answers at %s"), address);
}

/* --- all of them --- */

static const struct check checks[] = {
    {"version", N_("version"), check_version, false},
    {"config", N_("configuration"), check_config, false},
    {"prices", N_("prices"), check_prices, false},
    {"data", N_("data folder"), check_data, false},
    {"modes", N_("rights"), check_modes, true},
    {"key", N_("key"), check_key, true},
    {"receipt_key", N_("receipt key"), check_receipt_key, true},
    {"database", N_("log"), check_database, true},
    {"disk", N_("disk"), check_disk, false},
    {"technicians", N_("technicians"), check_technicians, true},
    {"clock", N_("clock"), check_clock, false},
    {"zone", N_("time zone"), check_zone, false},
    {"port", N_("port"), check_port, true},
    {"address", N_("address"), check_address, true},
};

static void
tell_sum(struct doctor *d)
{
	json_t *sum;

	if (!json) {
		printf(_("errors: %d, warnings: %d\n"), d->count[BAD],
		    d->count[WARNING]);
		return;
	}
	sum = json_object();
	json_out_int(sum, "errors", d->count[BAD]);
	json_out_int(sum, "warnings", d->count[WARNING]);
	json_out_close(&d->out, sum);
}

static bool
run(struct cmd_args *a, struct err *err)
{
	struct doctor d = {.a = a};

	if (json)
		cmd_json_open(&d.out, "doctor");
	d.shut = !may(a->data, R_OK | X_OK) && errno == EACCES;
	if (!d.shut)
		find_running(&d);
	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if (!d.shut || !checks[i].inside)
			checks[i].run(&d, &checks[i]);
	tell_sum(&d);
	a->code = d.count[BAD] > 0 ? CMD_FAIL : CMD_OK;
	return a->code == CMD_OK;
}

const struct cmd cmd_doctor = {
    .name = "doctor",
    .help = N_("check how the desk on this machine is set up"),
    .usage = N_("[OPTION...]"),
    .about = N_("Checks how the desk on this machine is set up, and whether "
		"clients can reach it; says what to do. Ends with 1 when there "
		"is an error. Changes nothing."),
    .opt = {{"json", CMD_FLAG, &json, NULL, N_("as JSON")}},
    .no_days = true,
    .run = run,
};
