/*
 * The brain as a process: it starts, is told by signals, and ends.
 */
#pragma once

#include "console/desk/desk.h"

/* Runs the desk until SIGTERM, SIGINT or the connector's end of file. SIGHUP
 * reads configuration, prices and technicians again. Returns enum desk_exit. */
int brain_run(const struct desk_options *o);
