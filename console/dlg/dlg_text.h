/*
 * A box with text that any key closes; where it is about a ticket, b asks whom
 * its invoice goes to.
 */
#pragma once

#include <stdint.h>

struct app;

/* Both are copied; owner may be NULL, ticket 0. */
void dlg_text(struct app *a, const char *title, const char *text,
    const void *owner, int64_t ticket);
