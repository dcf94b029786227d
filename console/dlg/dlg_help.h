/*
 * The page of `?`: the keys that are valid where one is.
 */
#ifndef CONSOLE_DLG_HELP_H
#define CONSOLE_DLG_HELP_H

#include "shared/ui/help.h"

struct app;

/* rows as of help_init(). */
void dlg_help(struct app *a, const char *title, const struct help_row *rows);

#endif
