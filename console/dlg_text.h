/*
 * A box with text that any key closes.
 */
#ifndef CONSOLE_DLG_TEXT_H
#define CONSOLE_DLG_TEXT_H

#include "console/app.h"

/* Both are copied; owner may be NULL. */
void dlg_text(
    struct app *a, const char *title, const char *text, const void *owner);

#endif
