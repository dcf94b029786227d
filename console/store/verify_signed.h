/*
 * What clients signed: consents, rights and answers, with the key in the first
 * row of their ticket.
 */
#ifndef STORE_VERIFY_SIGNED_H
#define STORE_VERIFY_SIGNED_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* bad: the first row that the client did not sign, 0 = none. False with err
 * when it cannot read. */
bool verify_signed(struct db *db, int64_t *bad, struct err *err);

#endif
