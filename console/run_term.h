/*
 * What comes from the technician's terminal: its bytes, which become keys, and
 * the signals of its window.
 */
#pragma once

#include "console/app/app.h"

struct run_term;

/* After tty_start(). NULL with err. */
struct run_term *run_term_new(struct app *a, struct err *err);
/* Takes no more keys; signals still, for a window that is closed sends SIGHUP
 * twice. NULL is allowed here and below. */
void run_term_deaf(struct run_term *t);
void run_term_free(struct run_term *t);
