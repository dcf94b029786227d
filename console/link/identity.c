#include "console/link/identity.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
#include "shared/base/utf8.h"
#include "shared/base/util.h"
#include "shared/net/sshagent.h"
#include "shared/net/sshsig.h"
#include "shared/sys/passphrase.h"

#define KEY_FILE "console_key"
#define PASSPHRASE_SIZE 1024
#define PASSPHRASE_TRIES 3

static struct key *
unlock(const char *path, struct err *err)
{
	char secret[PASSPHRASE_SIZE], *prompt;
	struct key *key = NULL;
	bool asked = true;

	if (!passphrase_can_ask()) {
		err_set(err,
		    _("the key %s is locked with a passphrase, and there is no "
		      "terminal to ask for it: load it into ssh-agent with "
		      "ssh-add"),
		    path);
		return NULL;
	}
	for (int i = 0; i < PASSPHRASE_TRIES && key == NULL && asked; i++) {
		prompt = str_fmt("%s.\r\n%s", err->text, _("Passphrase: "));
		asked = passphrase_ask(prompt, secret, sizeof(secret));
		free(prompt);
		if (asked)
			key = key_load(path, secret, err);
	}
	explicit_bzero(secret, sizeof(secret));
	if (key == NULL && asked)
		err_set(err, _("%d wrong passphrases; the key stays locked"),
		    PASSPHRASE_TRIES);
	else if (key == NULL)
		err_set(err, _("no passphrase; the key %s stays locked"), path);
	return key;
}

/* --- ssh-agent --- */

static bool
has_blob(const struct key *k, const uint8_t *blob, size_t len)
{
	const uint8_t *own;
	size_t own_len;

	own = key_blob(k, &own_len);
	return own_len == len && memcmp(own, blob, len) == 0;
}

/* The one whose public part is in that file. */
static struct key *
from_agent(const char *file, struct err *err)
{
	struct key *keys[SSHAGENT_KEYS], *found = NULL;
	uint8_t blob[KEY_BLOB_MAX];
	size_t len;
	int n;

	if (!key_blob_read(file, blob, &len, err))
		return NULL;
	n = sshagent_keys(keys, err);
	if (n < 0) {
		err_wrap(err,
		    _("%s is a public key, whose private one is looked for "
		      "in ssh-agent"),
		    file);
		return NULL;
	}
	while (n-- > 0) {
		if (found == NULL && has_blob(keys[n], blob, len))
			found = keys[n];
		else
			key_free(keys[n]);
	}
	if (found == NULL)
		err_set(err,
		    _("%s is a public key, and ssh-agent does not have it: "
		      "load the private one with ssh-add"),
		    file);
	return found;
}

/* Nobody is asked for the passphrase of a key that is open there. */
static struct key *
from_agent_too(const char *file)
{
	char *public = str_fmt("%s.pub", file);
	struct err err = {0};
	struct key *key = from_agent(public, &err);

	free(public);
	return key;
}

/* --- files --- */

/* One that could log in, and then order nothing, is refused here. */
static struct key *
that_signs(struct key *key, struct err *err)
{
	char *sig = key == NULL
	    ? NULL
	    : sshsig_make_line(key, "pomoc-trial", "", 0, err);

	if (sig == NULL) {
		key_free(key);
		key = NULL;
	}
	free(sig);
	return key;
}

static struct key *
load(const char *file, struct err *err)
{
	struct key *key = key_load(file, NULL, err);

	if (key == NULL && err->code == KEY_PUBLIC)
		return from_agent(file, err);
	if (key == NULL &&
	    (err->code == KEY_LOCKED || err->code == KEY_TOKEN ||
		err->code == ENOENT))
		key = from_agent_too(file);
	return key == NULL && err->code == KEY_LOCKED
	    ? that_signs(unlock(file, err), err)
	    : key;
}

struct key *
identity_load(const char *file, const char *dir, struct err *err)
{
	struct key *key;
	char *path;

	if (file != NULL)
		return load(file, err);
	if (!path_make_dir(dir, err))
		return NULL;
	path = path_join(dir, KEY_FILE);
	key = key_load_or_make(path, "pomoc console", NULL, err);
	free(path);
	return key;
}

static bool
has_own(const char *dir)
{
	char *path = path_join(dir, KEY_FILE);
	bool has = path_exists(path);

	free(path);
	return has;
}

/* Why the agent that there is gave no keys: whose key is refused may have meant
 * one of those. */
static struct err deaf;
static int untried; /* keys of the agent, for which a desk has no patience */

/* Chained behind head, which may be NULL; the first of them. */
static struct key *
chain_agent(struct key *head)
{
	struct key *keys[SSHAGENT_KEYS], *last = head;
	struct err err = {0};
	int n = sshagent_keys(keys, &err), room;

	if (n < 0 && err.code != SSHAGENT_NONE)
		deaf = err;
	room = IDENTITY_TRIES - (head != NULL);
	untried = MAX_OF(n - room, 0);
	for (int i = 0; i < n; i++) {
		if (i >= room) {
			key_free(keys[i]);
			continue;
		}
		if (head == NULL)
			head = keys[i];
		else
			key_chain(last, keys[i]);
		last = keys[i];
	}
	return head;
}

struct key *
identity_load_all(const char *file, const char *dir, struct err *err)
{
	struct key *key = NULL;

	if (file != NULL)
		return load(file, err);
	if (has_own(dir) && (key = identity_load(NULL, dir, err)) == NULL)
		return NULL;
	key = chain_agent(key);
	return key != NULL ? key : identity_load(NULL, dir, err);
}

bool
identity_wants_touch(const struct key *k)
{
	const uint8_t *blob;
	size_t len;

	for (; k != NULL; k = key_next(k)) {
		blob = key_blob(k, &len);
		if (key_blob_in_token(blob, len))
			return true;
	}
	return false;
}

void
identity_unknown(const struct key *k, struct err *why)
{
	char line[1024];
	int n = 0;

	utf8_clean(line, sizeof(line), key_public_line(k), 0);
	for (const struct key *at = k; at != NULL; at = key_next(at))
		n++;
	if (n == 1 && deaf.text[0] != '\0')
		err_set(why,
		    _("the desk does not know this key, and of ssh-agent none "
		      "could be had: %s. The line for this one in the desk's "
		      "technicians file: name=\"YOUR NAME\" %s"),
		    deaf.text, line);
	else if (n == 1)
		err_set(why,
		    _("the desk does not know this key; its technicians file "
		      "needs the line: name=\"YOUR NAME\" %s"),
		    line);
	else if (untried > 0)
		err_set(why,
		    _("the desk takes none of the first %d of your %d keys, or "
		      "hears fewer; more are not tried: choose one with "
		      "--identity KEY.pub (where the desk has a short name, by "
		      "IdentityFile in ~/.ssh/config); for the first of them "
		      "its technicians file needs the line: name=\"YOUR "
		      "NAME\" %s"),
		    n, n + untried, line);
	else
		err_set(why,
		    _("the desk takes none of your %d keys, or hears fewer: "
		      "choose one with --identity KEY.pub; for the first of "
		      "them its technicians file needs the line: name=\"YOUR "
		      "NAME\" %s"),
		    n, line);
}
