/*
 * Whom the invoice of a ticket goes to: linked, found or made with one key.
 */
#pragma once

#include <stdint.h>

#include "shared/wire/msg.h"

struct app;

/* Asks the desk; its answer opens the box. */
void dlg_client(struct app *a, int64_t ticket);
void dlg_client_show(struct app *a, const struct msg *contractor);
/* It was done: text is told. */
void dlg_client_done(struct app *a, const char *text);
