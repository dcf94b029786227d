/*
 * Is there a desk at that place, and is it ours? For `pomoc doctor`.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

/* Connects to "HOST[:PORT]", compares its key and has its brain answer, as a
 * client of nobody who asks for nothing; at most some 30 s. */
bool cmd_doctor_reach(
    const char *address, const char *fingerprint, struct err *err);
