/*
 * A note in a ticket, for technicians only: one line at the bottom.
 */
#pragma once

#include <stdint.h>

struct app;

/* text: sent at once, "" = it is asked for; it stays until the desk has it. */
void dlg_note(struct app *a, int64_t ticket, const char *text);
