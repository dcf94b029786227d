/*
 * Whom the invoice of a ticket goes to: linked, found or made with one key.
 */
#ifndef CONSOLE_DLG_CLIENT_H
#define CONSOLE_DLG_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "shared/wire/msg.h"

struct app;

/* Asks the desk; its answer opens the box. */
void dlg_client(struct app *a, int64_t ticket);
void dlg_client_show(struct app *a, const struct msg *contractor);
/* What the box sent was not done: it stays, with all that was typed. ticket 0 =
 * the link to the desk is gone. False when no box waited for that. */
bool dlg_client_refused(struct app *a, int64_t ticket, const char *why);
/* It was done: the box goes, text is told. */
void dlg_client_done(struct app *a, int64_t ticket, const char *text);

#endif
