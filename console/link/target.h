/*
 * Which desk: what --desk and --fingerprint say.
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
