#include "console/config/config.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "console/config/config_predict.h"
#include "console/config/config_prices.h"
#include "shared/base/conf.h"
#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/keys.h"
#include "shared/net/sock.h"

#define CONFIG_NAME "pomoc.conf"
#define CONFIG_PRICES "prices.conf"
#define CONFIG_SYSTEM "/etc/pomoc"

WORDS_LIST(config_predict_words, "predict", CONFIG_PREDICT_WORDS);

/* [desk], [console] and so on: where each text goes. */
static const struct {
	const char *section;
	const char *key;
	size_t offset;
} config_texts[] = {
    {"desk", "firm", offsetof(struct config, firm)},
    {"desk", "phone", offsetof(struct config, phone)},
    {"desk", "listen", offsetof(struct config, listen)},
    {"desk", "address", offsetof(struct config, address)},
    {"desk", "data", offsetof(struct config, data)},
    {"desk", "user", offsetof(struct config, user)},
    {"desk", "language", offsetof(struct config, language)},
    {"seller", "name", offsetof(struct config, seller)},
    {"seller", "nip", offsetof(struct config, nip)},
    {"seller", "address", offsetof(struct config, seller_address)},
    {"technician", "name", offsetof(struct config, technician)},
    {"console", "desk", offsetof(struct config, console_desk)},
    {"console", "fingerprint", offsetof(struct config, console_fingerprint)},
    {"console", "identity", offsetof(struct config, console_identity)},
    {"console", "predict", offsetof(struct config, predict)},
};

void
config_default(struct config *c)
{
	memset(c, 0, sizeof(*c));
	str_copy(c->firm, sizeof(c->firm), "pomoc");
	str_copy(c->listen, sizeof(c->listen), CONFIG_LISTEN);
	limits_default(&c->limits);
}

static bool
set_text(char *dst, size_t size, const char *value, struct err *err)
{
	if (!utf8_valid(value, strlen(value)))
		return err_set(err, "is not valid UTF-8");
	if (!str_copy(dst, size, value))
		return err_set(err, "longer than %zu bytes", size - 1);
	return true;
}

static bool
set_template(struct config *c, const char *name, const char *key,
    const char *value, struct err *err)
{
	struct config_template *t;

	if (!str_eq(key, "text"))
		return err_set(err, "unknown key \"%s\"", key);
	if (name[0] == '\0')
		return err_set(err, "write [template \"NAME\"]");
	if (c->templates == CONFIG_TEMPLATES_MAX)
		return err_set(
		    err, "more than %d templates", CONFIG_TEMPLATES_MAX);
	t = &c->template[c->templates++];
	return set_text(t->name, sizeof(t->name), name, err) &&
	    set_text(t->text, sizeof(t->text), value, err);
}

static bool
check_language(const struct config *c, struct err *err)
{
	return c->language[0] == '\0' || i18n_has(c->language) ||
	    err_set(
		err, "unknown language \"%s\": write en or pl", c->language);
}

static bool
check_data(const struct config *c, struct err *err)
{
	return c->data[0] == '\0' || c->data[0] == '/' ||
	    err_set(err, "\"%s\" does not begin with /", c->data);
}

/* ~/ is written where no shell takes it out. */
static bool
find_identity(struct config *c, struct err *err)
{
	const char *home = getenv("HOME");
	char *path;
	bool ok;

	if (c->console_identity[0] == '\0' || c->console_identity[0] == '/')
		return true;
	if (!str_starts(c->console_identity, "~/") || home == NULL)
		return err_set(err, "\"%s\" does not begin with / or ~/",
		    c->console_identity);
	path = path_join(home, c->console_identity + 2);
	ok = str_copy(c->console_identity, sizeof(c->console_identity), path);
	free(path);
	return ok || err_set(err, "too long");
}

static bool
check_console(struct config *c, struct err *err)
{
	char host[CONFIG_TEXT_SIZE], fingerprint[KEY_FP_SIZE];
	int port;

	return (c->console_desk[0] == '\0' ||
		   sock_split(
		       c->console_desk, 1, host, sizeof(host), &port, err)) &&
	    (c->console_fingerprint[0] == '\0' ||
		key_fingerprint_take(
		    c->console_fingerprint, fingerprint, err)) &&
	    find_identity(c, err);
}

static bool
check_predict(const struct config *c, struct err *err)
{
	return c->predict[0] == '\0' ||
	    words_find(&config_predict_words, c->predict) >= 0 ||
	    err_set(err, "\"%s\" is not auto, always or never", c->predict);
}

static bool
set_key(const char *section, const char *name, const char *key,
    const char *value, void *ctx, struct err *err)
{
	struct config *c = ctx;
	bool known = false;

	if (str_eq(section, "template"))
		return set_template(c, name, key, value, err);
	if (name[0] != '\0')
		return err_set(err, "section [%s] takes no name", section);
	if (str_eq(section, "limits"))
		return limits_set(&c->limits, key, value, err);
	for (size_t i = 0; i < ARRAY_LEN(config_texts); i++) {
		if (!str_eq(section, config_texts[i].section))
			continue;
		known = true;
		if (str_eq(key, config_texts[i].key))
			return set_text((char *)c + config_texts[i].offset,
				   CONFIG_TEXT_SIZE, value, err) &&
			    sock_can_bind(c->listen, err) &&
			    check_language(c, err) && check_data(c, err) &&
			    check_console(c, err) && check_predict(c, err);
	}
	if (!known)
		return err_set(err, "unknown section [%s]", section);
	return err_set(err, "unknown key \"%s\" in [%s]", key, section);
}

static bool
check_whole(const struct config *c, const char *place, struct err *err)
{
	bool desk = c->console_desk[0] != '\0',
	     fingerprint = c->console_fingerprint[0] != '\0';

	return (limits_check(&c->limits, err) &&
		   (desk == fingerprint ||
		       err_set(err,
			   "desk and fingerprint of [console] belong "
			   "together"))) ||
	    err_wrap(err, "%s", place);
}

bool
config_parse(
    struct config *c, const char *text, const char *place, struct err *err)
{
	return conf_parse(text, place, set_key, c, err) &&
	    check_whole(c, place, err);
}

/* Of that name, the person's or the system's, whether it is there or not;
 * free() it. */
static char *
default_file(const char *name)
{
	char *dir = path_config_dir(), *file = NULL;

	if (dir != NULL)
		file = path_join(dir, name);
	free(dir);
	if (file != NULL && path_exists(file))
		return file;
	free(file);
	return path_join(CONFIG_SYSTEM, name);
}

/* One in a folder that may not be looked into counts as there, and is then told
 * as what cannot be read: a firm is not to serve without what it has set. */
static bool
is_given(const char *file)
{
	return path_exists(file) || (errno != ENOENT && errno != ENOTDIR);
}

bool
config_read(struct config *c, const char *path, struct err *err)
{
	char *file = path != NULL ? str_dup(path) : default_file(CONFIG_NAME);
	bool ok = true;

	config_default(c);
	if (path != NULL || is_given(file))
		ok = conf_read(file, set_key, c, err) &&
		    check_whole(c, file, err);
	free(file);
	return ok;
}

char *
config_data_dir(const struct config *c, const char *given)
{
	if (given != NULL)
		return str_dup(given);
	if (c == NULL || c->data[0] == '\0' || path_data_is_set())
		return path_data_dir();
	return str_dup(c->data);
}

/* prices.conf in the folder of that file, or in the default folders. */
static char *
find_prices(const char *path)
{
	char *dir, *file;

	if (path == NULL)
		return default_file(CONFIG_PRICES);
	dir = str_dup(path);
	file = path_join(dirname(dir), CONFIG_PRICES);
	free(dir);
	return file;
}

bool
config_read_prices(struct prices *prices, const char *path, struct err *err)
{
	char *file = find_prices(path);
	bool ok = true;

	if (is_given(file))
		ok = prices_read(prices, file, err);
	else
		prices_default(prices);
	free(file);
	return ok;
}
