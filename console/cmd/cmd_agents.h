/*
 * Agents under the name of this desk, in a folder of a web server.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

/* Copies those of the folder agents (NULL = that of the installed ones) to the
 * folder to, which is made when it is not there, and prints their paths. False
 * also when there is none. */
bool cmd_agents_put(const char *to, const char *agents, const char *address,
    const char *key, struct err *err);
