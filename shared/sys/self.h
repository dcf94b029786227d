/*
 * Whether this system can run the process, and what it may do to keep its
 * secrets from others of the same user.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

/* False, with what is wanted, where the system is too old. To be asked first:
 * later something else fails, and says less. */
bool self_can_run(struct err *err);

/* Nobody but root may read our memory or attach to us, and no core file is
 * written. */
void self_protect(void);
/* In a forked child before exec: another program is not bound by it. */
void self_unprotect(void);
