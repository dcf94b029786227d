/*
 * The price list beside pomoc.conf.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"
#include "shared/core/prices.h"

/* prices.conf beside the configuration that config_read() would take; the
 * published list when there is none. *prices is unchanged on failure. */
bool config_read_prices(
    struct prices *prices, const char *path, struct err *err);
