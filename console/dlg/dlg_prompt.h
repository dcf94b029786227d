/*
 * One line at the bottom that is typed.
 */
#ifndef CONSOLE_DLG_PROMPT_H
#define CONSOLE_DLG_PROMPT_H

#include <stddef.h>

struct app;

/* text is NULL when it was left with Esc. */
typedef void dlg_typed_fn(struct app *a, const char *text, void *ctx);
/* changed (may be NULL) is told each change, done the end. */
void dlg_prompt(struct app *a, const char *label, const char *text,
    size_t max_chars, dlg_typed_fn *changed, dlg_typed_fn *done, void *ctx,
    const void *owner);

#endif
