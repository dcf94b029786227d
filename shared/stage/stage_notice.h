/*
 * What everything on the stage may do to it: have it drawn again, tell a line.
 */
#pragma once

#include "shared/base/util.h"
#include "shared/ui/canvas.h"

struct stage;

/* It is out of date: drawn after the callback, but at most 60 times a second.
 */
void stage_redraw(struct stage *s);
/* The same of what the view that is shown draws by its op live alone. */
void stage_live(struct stage *s);
/* A line for the user, instead of the last; "" = none. */
void stage_notice(struct stage *s, enum ui_style style, const char *fmt, ...)
    PRINTF_ARGS(3, 4);
/* That line and how it looks; NULL when there is none, or its time is over. */
const char *stage_notice_text(const struct stage *s, enum ui_style *style);
/* How long it stays, in ms; -1 = there is none that goes by itself. */
int stage_notice_left_ms(const struct stage *s);

typedef void stage_free_fn(void *self);
/* Frees that after the callback; fn NULL = free(). */
void stage_bury(struct stage *s, stage_free_fn *fn, void *self);
/* Those, now. */
void stage_free_gone(struct stage *s);
