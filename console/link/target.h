/*
 * Which desk, and as whom: what --desk, --fingerprint and --identity say, or
 * else [console] of pomoc.conf.
 */
#pragma once

#include <stdbool.h>

#include "console/config/config.h"
#include "shared/base/err.h"
#include "shared/net/keys.h"

struct target {
	char host[256];
	int port;
	char fingerprint[KEY_FP_SIZE];
};

bool target_take(struct target *t, const char *desk, const char *fingerprint,
    struct err *err);
/* What the command line leaves open (NULL) and the file says; what is set lives
 * as long as c. The file's fingerprint is of the file's desk. */
void target_fill(const struct config *c, const char **desk,
    const char **fingerprint, const char **identity);
