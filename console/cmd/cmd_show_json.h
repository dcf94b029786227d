/*
 * One ticket with all that belongs to it, as json.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "shared/base/err.h"

struct db;

/* To standard output. ticks: as report_events() has it. */
bool cmd_show_json(struct db *db, int64_t ticket, bool ticks, struct err *err);
