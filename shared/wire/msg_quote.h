/*
 * The message `quote` and what it says (shared/core/quote.h).
 */
#ifndef WIRE_MSG_QUOTE_H
#define WIRE_MSG_QUOTE_H

#include "shared/core/quote.h"
#include "shared/wire/msg.h"

struct msg *msg_quote_new(const struct quote *q, const char *hash);
/* False with err when it cannot be shown, or is not what its hash says. vat_bp
 * is not in it. */
bool msg_quote_read(const struct msg *m, struct quote *q, struct err *err);

#endif
