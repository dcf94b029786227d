/*
 * The whole agent, from the terminal that it takes to the one that it gives
 * back: what comes from the desk, the technician, the user and the clock meets
 * here, and here it is decided which view follows.
 */
#pragma once

#include "agent/options.h"

/* Runs until the user leaves; returns the exit code. */
int run_agent(struct options *options);
