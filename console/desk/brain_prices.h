/*
 * The prices in force: of the list in prices.conf the lines that are valid on
 * this local day. Whoever is connected is told when they change.
 */
#pragma once

#include "console/desk/brain.h"

/* Reads the list (again). False with err: the old prices stay. */
bool brain_prices_read(struct brain *b, struct err *err);
/* Before a price is told or taken: it may be another day by now. */
void brain_prices_today(struct brain *b);
