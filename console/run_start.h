/*
 * How the console gets its key and its desk, embedded or over TCP, and what the
 * screen says of the link to it.
 */
#pragma once

#include <stdbool.h>

#include "console/app/app.h"
#include "console/run.h"

struct run {
	struct app app;
	const struct run_options *opt;
	struct embed *embed;
	bool desk_started; /* the embedded one was ready once */
	char desk_why[512]; /* it could not start */
	bool desk_lost; /* said so */
	bool desk_was_up; /* once */
	int exit_code;
};

/* Data folder, log file, the technician's key. Nothing is started yet; false
 * with one sentence on what to do. */
bool run_start(struct run *r, struct err *err);
/* Starts the embedded desk and waits until it accepts, or begins to connect to
 * the given one. False when the embedded one cannot start. */
bool run_start_desk(struct run *r, struct err *err);
