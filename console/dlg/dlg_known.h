/*
 * What is known of a client.
 */
#pragma once

#include <stdint.h>

struct app;

void dlg_known(struct app *a, int64_t ticket);
