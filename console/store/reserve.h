/*
 * The reserve file of a data folder: 1 MiB that is given back to a full disk,
 * so that the closing row of a ticket can still be written.
 */
#pragma once

#include <stdbool.h>

/* Makes DIR/reserve when it is missing; false when the disk has no room. */
bool reserve_make(const char *dir);
/* Gives the room back; false when there was nothing left to give. */
bool reserve_free(const char *dir);
bool reserve_present(const char *dir);
