/*
 * A quote for the client, or to take it back.
 */
#ifndef CONSOLE_DLG_QUOTE_H
#define CONSOLE_DLG_QUOTE_H

#include <stdint.h>

struct app;

void dlg_quote(struct app *a, int64_t ticket);

#endif
