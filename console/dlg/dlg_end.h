/*
 * How a ticket ended.
 */
#pragma once

#include <stdint.h>

struct app;

void dlg_end(struct app *a, int64_t ticket);
