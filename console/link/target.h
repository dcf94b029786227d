/*
 * Which desk, and as whom: what --desk, --fingerprint and --identity say, or
 * else [console] of pomoc.conf.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/net/keys.h"

struct target {
	char host[256];
	int port;
	char fingerprint[KEY_FP_SIZE];
};

bool target_take(struct target *t, const char *desk, const char *fingerprint,
    struct err *err);
/* What the command line leaves open (NULL) and pomoc.conf says, which is read
 * as config_read() does; what is set lives until the next call. The file's
 * fingerprint is of the file's desk. A short name of a desk is looked up by
 * sshconfig_ask(), which may name a key, too. own: a desk here is wanted, so
 * only the identity is asked for. */
bool target_fill(const char *config, bool own, const char **desk,
    const char **fingerprint, const char **identity, struct err *err);
