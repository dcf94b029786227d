/*
 * The time log: tickets with worked time and amounts, totals, bars, drill.
 */
#pragma once

#include "shared/stage/stage.h"

struct stage_view view_log_new(struct app *a);
