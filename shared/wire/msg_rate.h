/*
 * The message `rate` and what it says (shared/core/rate.h).
 */
#ifndef WIRE_MSG_RATE_H
#define WIRE_MSG_RATE_H

#include "shared/core/rate.h"
#include "shared/wire/msg.h"

struct msg *msg_rate_new(const struct rate *r, const char *hash);
/* False with err when it cannot be shown, or is not what its hash says. */
bool msg_rate_read(const struct msg *m, struct rate *r, struct err *err);

#endif
