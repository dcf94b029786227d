/*
 * A quote for the client, or to take it back.
 */
#pragma once

#include <stdint.h>

struct app;

void dlg_quote(struct app *a, int64_t ticket);
