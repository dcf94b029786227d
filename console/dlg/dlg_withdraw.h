/*
 * Takes back what a client is asked: a quote, a dearer kind of work.
 */
#pragma once

#include <stdint.h>

#include "console/dlg/dlg_ask.h"

/* Asks whether to, while it stands; ctx of stands is the ticket's number. */
void dlg_withdraw(struct app *a, int64_t ticket, const char *title,
    const char *text, dlg_stands_fn *stands);
