/*
 * What clients signed: consents, rights and answers, with the key in the first
 * row of their ticket.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* bad: the first row that the client did not sign, 0 = none. False with err
 * when it cannot read. */
bool verify_signed(struct db *db, int64_t *bad, struct err *err);
