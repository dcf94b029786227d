#include "console/link/identity.h"

#include <stdlib.h>
#include <string.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"
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

struct key *
identity_load(const char *file, const char *dir, struct err *err)
{
	struct key *key;
	char *path;

	if (file != NULL) {
		key = key_load(file, NULL, err);
		return key == NULL && err->code == KEY_LOCKED
		    ? unlock(file, err)
		    : key;
	}
	if (!path_make_dir(dir, err))
		return NULL;
	path = path_join(dir, KEY_FILE);
	key = key_load_or_make(path, "pomoc console", NULL, err);
	free(path);
	return key;
}
