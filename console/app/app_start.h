/*
 * How the console gets its key and its desk: embedded, or over TCP. Internal to
 * app.c.
 */
#ifndef CONSOLE_APP_START_H
#define CONSOLE_APP_START_H

#include <stdbool.h>

#include "console/app/app.h"

/* Data folder, log file, the technician's key. Nothing is started yet; false
 * with one sentence on what to do. */
bool app_start(struct app *a, struct err *err);
/* Starts the embedded desk and waits until it accepts, or begins to connect to
 * the given one. False when the embedded one cannot start. */
bool app_start_desk(struct app *a, struct err *err);

#endif
