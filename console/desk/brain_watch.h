/*
 * The technicians file while the desk runs: a removed line must cut its
 * technician off within five seconds, wherever the file really lies. Events of
 * the data folder tell of a plain file at once; what is behind a symbolic link
 * or on a network disk is found by looking at it now and then.
 */
#pragma once

#include "console/desk/brain.h"

#define BRAIN_TECHNICIANS "technicians" /* in the data folder */

void brain_watch_start(struct brain *b);
void brain_watch_stop(struct brain *b);
/* Reads the file again; tells front, agents and technicians. False, once it is
 * logged, when the file is not as it must be. */
bool brain_watch_reload(struct brain *b);
