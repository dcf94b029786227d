#include "console/link/target.h"

#include <stddef.h>

#include "console/config/config.h"
#include "shared/base/i18n.h"
#include "shared/base/str.h"
#include "shared/net/sock.h"
#include "shared/wire/msg.h"

bool
target_take(struct target *t, const char *desk, const char *fingerprint,
    struct err *err)
{
	if (!key_fingerprint_take(fingerprint, t->fingerprint, err))
		return err_wrap(err, "--fingerprint");
	if (!sock_split(
		desk, MSG_PORT, t->host, sizeof(t->host), &t->port, err))
		return false;
	return t->port != 0 || err_set(err, _("0 is no port of a desk"));
}

static const char *
said(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

bool
target_fill(const char *config, bool own, const char **desk,
    const char **fingerprint, const char **identity, struct err *err)
{
	static struct config c;

	if (!config_read(&c, config, err))
		return false;
	if (*desk == NULL && !own)
		*desk = said(c.console_desk);
	if (*fingerprint == NULL && *desk != NULL &&
	    str_eq(*desk, c.console_desk))
		*fingerprint = said(c.console_fingerprint);
	if (*identity == NULL)
		*identity = said(c.console_identity);
	return true;
}
