/*
 * How a ticket ended.
 */
#pragma once

#include <stdint.h>

struct app;

/* The box; of a colleague who is here only a line that says so. */
void dlg_end(struct app *a, int64_t ticket);
