/*
 * A question in a box, for whoever has one.
 */
#pragma once

#include <stdbool.h>

struct app;
struct dialog;

/* done gets the choice's value, 0 when it was closed with Esc. NULL when there
 * is no room for a box. */
typedef void dlg_asked_fn(struct app *a, int value, void *ctx);
struct dialog *dlg_ask(struct app *a, const char *title, const char *text,
    unsigned flags, dlg_asked_fn *done, void *ctx, const void *owner);
/* Is there still something to ask for? When not, the question closes without a
 * call of done; what the desk said about it stands in the last row. */
typedef bool dlg_stands_fn(struct app *a, void *ctx);
/* d is of dlg_ask(). */
void dlg_ask_while(struct dialog *d, dlg_stands_fn *stands);
