#include "agent/options_file.h"

#include <stdlib.h>
#include <string.h>

#include "agent/options_desk.h"
#include "agent/options_text.h"
#include "shared/base/conf.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

static bool
set_pin(struct options *o, const char *value, struct err *err)
{
	if (o->pins == OPTIONS_PINS_MAX)
		return err_set(
		    err, _("more than %d technicians' keys"), OPTIONS_PINS_MAX);
	if (!key_fingerprint_take(value, o->pin[o->pins], err))
		return false;
	o->pins++;
	return true;
}

/* "^]" or "^A" */
static bool
set_prefix(struct options *o, const char *value, struct err *err)
{
	char c = value[0] == '^' ? value[1] : '\0';

	if (c >= 'a' && c <= 'z')
		c -= 'a' - 'A';
	if (c < 'A' || c > '_' || strlen(value) != 2 || c == '[')
		return err_set(
		    err, _("a prefix key is written ^A to ^Z, or ^], ^\\, ^_"));
	o->prefix = c & 0x1f;
	return true;
}

static bool
conf_desk(
    struct desk_given *d, const char *key, const char *value, struct err *err)
{
	if (str_eq(key, "host"))
		return desk_given_host(d, value, err);
	if (str_eq(key, "fingerprint"))
		return desk_given_fingerprint(d, value, err);
	return err_set(err, _("unknown key \"%s\""), key);
}

struct conf_file {
	struct options *o;
	struct desk_given desk; /* that it says */
};

static bool
conf_key(const char *section, const char *name, const char *key,
    const char *value, void *ctx, struct err *err)
{
	struct conf_file *f = ctx;
	struct options *o = f->o;
	long seconds;

	if (str_eq(section, "desk") && str_eq(key, "proxy"))
		return options_desk_proxy(o, value, err);
	if (str_eq(section, "desk"))
		return conf_desk(&f->desk, key, value, err);
	if (str_eq(section, "me"))
		return options_text_key(o, key, value, err);
	if (str_eq(section, "technician") && str_eq(key, "key"))
		return set_pin(o, value, err);
	if (str_eq(section, "keys") && str_eq(key, "prefix"))
		return set_prefix(o, value, err);
	if (str_eq(section, "visit") && str_eq(key, "grace")) {
		if (!conf_seconds(value, 0, 86400, &seconds, err))
			return false;
		o->grace_s = seconds;
		return true;
	}
	return err_set(err, _("unknown key \"%s\" in [%s]"), key, section);
}

bool
options_file_read(struct options *o, const char *path, struct err *err)
{
	struct conf_file f = {.o = o};

	if (!conf_read(path, conf_key, &f, err))
		return false;
	options_desk_take(o, &f.desk, OPTIONS_BY_FILE);
	return true;
}

bool
options_file_default(struct options *o, struct err *err)
{
	char *dir = path_config_dir();
	char *path;
	bool ok = true;

	if (dir == NULL)
		return true;
	path = path_join(dir, "agent.conf");
	if (path_exists(path))
		ok = options_file_read(o, path, err);
	free(path);
	free(dir);
	return ok;
}

void
options_file_last(struct options *o)
{
	struct options last = {0};
	char *dir = path_data_dir();
	char *path = dir != NULL ? path_join(dir, OPTIONS_LAST_DESK) : NULL;
	bool is = path != NULL && path_exists(path) &&
	    options_file_read(&last, path, NULL);

	if (is && o->host[0] == '\0' && o->fingerprint[0] == '\0') {
		str_copy(o->host, sizeof(o->host), last.host);
		str_copy(
		    o->fingerprint, sizeof(o->fingerprint), last.fingerprint);
		o->port = last.port;
	}
	o->own = (o->host_by == OPTIONS_BY_LINE &&
		     o->fingerprint_by == OPTIONS_BY_LINE) ||
	    (is && str_eq(o->fingerprint, last.fingerprint));
	options_text_fini(&last);
	free(path);
	free(dir);
}
