/*
 * The time log: tickets with worked time and amounts, totals, bars, drill.
 */
#ifndef CONSOLE_VIEW_LOG_H
#define CONSOLE_VIEW_LOG_H

#include "console/app/app_view.h"

struct view view_log_new(struct app *a);

#endif
