/*
 * For which technician a ticket is.
 */
#pragma once

#include <stdint.h>

struct app;

void dlg_assign(struct app *a, int64_t ticket);
