/*
 * The technicians file while the desk runs: a removed line must cut its
 * technician off within five seconds, wherever the file really lies. The kernel
 * tells of what is written and swapped (net/loop_file.h); where it cannot, as
 * on a network disk, the file is looked at every LOOK_MS, else seldom.
 */
#pragma once

#include "console/desk/brain.h"

#define BRAIN_TECHNICIANS "technicians" /* in the data folder */

void brain_watch_start(struct brain *b);
void brain_watch_stop(struct brain *b);
/* Reads the file again; tells front, agents and technicians. False, once it is
 * logged, when the file is not as it must be. */
bool brain_watch_reload(struct brain *b);
