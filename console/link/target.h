/*
 * Which desk: what --desk and --fingerprint say.
 */
#ifndef CONSOLE_TARGET_H
#define CONSOLE_TARGET_H

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

#endif
