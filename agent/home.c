#include "agent/home.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent/options.h"
#include "shared/base/err.h"
#include "shared/base/i18n.h"
#include "shared/base/log.h"
#include "shared/base/os.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

static struct known *
open_known(const struct home *h, const char *name)
{
	char *path = path_join(h->dir, name);
	struct err err = {0};
	struct known *k = known_open(path, &err);

	if (k == NULL)
		log_warn("%s: %s", name, err.text);
	free(path);
	return k;
}

static void
open_key(struct home *h, struct err *err)
{
	char *path = path_join(h->dir, "agent_key");

	if (path_exists(path)) {
		h->key = key_load(path, NULL, err);
	} else if (os_access(h->dir, W_OK)) {
		h->unsaved = path;
		return;
	} else {
		err_errno(err, _("cannot write %s"), path);
	}
	free(path);
}

static void
open_files(struct home *h, struct err *err)
{
	char *path = path_join(h->dir, "agent.log");

	log_open(path, NULL);
	free(path);
	open_key(h, err);
	h->technicians = open_known(h, "known_technicians");
	h->desks = open_known(h, "known_desks");
}

void
home_open(struct home *h)
{
	struct err err = {0};

	*h = (struct home){.dir = path_data_dir()};
	if (h->dir == NULL)
		err_set(&err, "%s", _("there is no home folder"));
	else if (!path_make_dir(h->dir, &err)) {
		free(h->dir);
		h->dir = NULL;
	}
	if (h->dir != NULL)
		open_files(h, &err);
	if (h->key == NULL) {
		if (err.text[0] != '\0')
			fprintf(stderr, "pomoc-agent: %s\n", err.text);
		str_copy(h->lost, sizeof(h->lost), err.text);
		h->key = key_generate("pomoc-agent");
	}
	h->host_key = key_generate("pomoc-agent");
}

void
home_keep(struct home *h)
{
	struct err err = {0};

	if (h->unsaved == NULL)
		return;
	if (!path_exists(h->unsaved) && !key_save(h->key, h->unsaved, &err)) {
		log_warn("%s", err.text);
		str_copy(h->lost, sizeof(h->lost), err.text);
	}
	free(h->unsaved);
	h->unsaved = NULL;
}

void
home_remember_desk(
    const struct home *h, const char *host, int port, const char *fingerprint)
{
	bool v6 = strchr(host, ':') != NULL;
	struct err err = {0};
	char *path, *text;

	if (h->dir == NULL)
		return;
	path = path_join(h->dir, OPTIONS_LAST_DESK);
	text = str_fmt("[desk]\nhost = %s%s%s:%d\nfingerprint = %s\n",
	    v6 ? "[" : "", host, v6 ? "]" : "", port, fingerprint);
	if (!path_write_atomic(path, text, strlen(text), 0600, &err))
		log_warn("the desk is not remembered: %s", err.text);
	free(text);
	free(path);
}

bool
home_forget_desk(struct err *err)
{
	char *dir = path_data_dir(), *path;
	bool ok;

	if (dir == NULL)
		return true;
	path = path_join(dir, OPTIONS_LAST_DESK);
	ok = path_remove(path, err);
	free(path);
	free(dir);
	return ok;
}

void
home_close(struct home *h)
{
	if (h->dir != NULL)
		path_sweep(h->dir, NULL);
	free(h->unsaved);
	key_free(h->key);
	key_free(h->host_key);
	known_free(h->technicians);
	known_free(h->desks);
	free(h->dir);
}
