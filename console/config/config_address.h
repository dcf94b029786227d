/*
 * Where clients find this desk.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Of "every address of this machine", which nobody can type, its host name with
 * that port, in dst; any other as it is. */
const char *config_reachable(const char *address, char *dst, size_t size);
/* A bare host name, which may be known to this machine alone. */
bool config_is_bare(const char *address);
