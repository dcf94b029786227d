/*
 * What is known of a client.
 */
#pragma once

#include <stdint.h>

#include "shared/base/buf.h"

struct app;
struct model_row;

/* Appends it, a line for each: "Phone: 600 100 200". */
void dlg_known_say(
    struct buf *b, const struct app *a, const struct model_row *row);
void dlg_known(struct app *a, int64_t ticket);
