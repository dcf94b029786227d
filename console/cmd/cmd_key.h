/*
 * The key of the desk whose folder it is, for a command that tells clients how
 * to reach it.
 */
#pragma once

#include "console/cmd/cmd_base.h"
#include "shared/net/keys.h"

/* The fingerprint of that in a->data. False, and said, before the desk was
 * started first. */
bool cmd_key(struct cmd_args *a, char fingerprint[KEY_FP_SIZE]);
