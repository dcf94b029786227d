/*
 * Is there a desk at that place, and is it ours? For `pomoc doctor`.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

/* Connects to "HOST[:PORT]", greets and compares its key; at most some 15 s.
 * Nobody logs in. */
bool cmd_doctor_reach(
    const char *address, const char *fingerprint, struct err *err);
