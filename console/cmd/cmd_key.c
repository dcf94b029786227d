#include "console/cmd/cmd_key.h"

#include <errno.h>
#include <stdlib.h>

#include "shared/base/i18n.h"
#include "shared/base/path.h"
#include "shared/base/str.h"

#define HOST_KEY "host_key"

bool
cmd_key(struct cmd_args *a, char fingerprint[KEY_FP_SIZE])
{
	char *path = path_join(a->data, HOST_KEY);
	struct err err = {0};
	struct key *key = key_load(path, NULL, &err);
	bool none = key == NULL && !path_exists(path) && errno != EACCES;

	free(path);
	if (key == NULL && !none)
		return cmd_fail(
		    a, _("the desk's key cannot be read: %s"), err.text);
	if (key == NULL)
		return cmd_fail(a,
		    _("the desk has no key yet; it is made when pomoc or "
		      "pomoc-desk is started first (%s)"),
		    err.text);
	str_copy(fingerprint, KEY_FP_SIZE, key_fingerprint(key));
	key_free(key);
	return true;
}
