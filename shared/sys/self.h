/*
 * What a process may do to keep its secrets from others of the same user.
 */
#pragma once

/* Nobody but root may read our memory or attach to us, and no core file is
 * written. */
void self_protect(void);
/* In a forked child before exec: another program is not bound by it. */
void self_unprotect(void);
