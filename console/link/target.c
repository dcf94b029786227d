#include "console/link/target.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "console/config/config.h"
#include "console/link/sshconfig.h"
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

/* A short name stands for what ~/.ssh/config has under it. */
static void
take_alias(const char **desk, const char **identity)
{
	static struct sshconfig found;
	static char where[sizeof(found.host) + 16];

	if (*desk == NULL)
		return;
	sshconfig_ask(*desk, &found);
	if (found.host[0] == '\0')
		return;
	if (*identity == NULL)
		*identity = said(found.identity);
	if (found.port == 0 && str_eq(found.host, *desk))
		return;
	snprintf(where, sizeof(where),
	    strchr(found.host, ':') != NULL ? "[%s]:%d" : "%s:%d", found.host,
	    found.port != 0 ? found.port : MSG_PORT);
	*desk = where;
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
	take_alias(desk, identity);
	return true;
}
