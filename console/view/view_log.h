/*
 * The time log: tickets with worked time and amounts, totals, bars, drill.
 */
#ifndef CONSOLE_VIEW_LOG_H
#define CONSOLE_VIEW_LOG_H

#include "shared/stage/stage.h"

struct stage_view view_log_new(struct app *a);

#endif
