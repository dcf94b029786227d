/*
 * The account that a desk runs under when root started it: `user =` in
 * pomoc.conf. The port is taken as root, everything else is done as that user.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

/*
 * Becomes name for good; "" = stays what it is. A data folder that is missing
 * is made for him; one with files of somebody else is an error that says so.
 */
bool account_take(const char *name, const char *data, struct err *err);
