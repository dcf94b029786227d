/*
 * One line at the bottom that is typed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "shared/ui/canvas.h"
#include "shared/ui/keys.h"

struct app;
struct edit;

/* text is NULL when it was left with Esc. */
typedef void dlg_typed_fn(struct app *a, const char *text, void *ctx);
/* changed (may be NULL) is told each change, done the end. */
void dlg_prompt(struct app *a, const char *label, const char *text,
    dlg_typed_fn *changed, dlg_typed_fn *done, void *ctx);

/* What every line at the bottom has: how it looks, and the keys that leave it:
 * Esc, Ctrl-C, Backspace where nothing is typed. */
void dlg_prompt_draw(struct canvas *c, const char *label, struct edit *e);
bool dlg_prompt_leaves(const struct edit *e, const struct keys_event *ev);
