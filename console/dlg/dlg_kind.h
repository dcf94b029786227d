/*
 * Which kind of work it is from now on; while the client is asked about it, to
 * take that question back.
 */
#pragma once

#include <stdint.h>

struct app;

void dlg_kind(struct app *a, int64_t ticket);
