/*
 * What everything on the screen may do to it: have it drawn again, put a line
 * at the bottom, leave.
 */
#ifndef CONSOLE_APP_NOTICE_H
#define CONSOLE_APP_NOTICE_H

#include "shared/ui/canvas.h"

struct app;

/* The screen is out of date: redrawn at once, but at most 60 times a second. */
void app_redraw(struct app *a);
/* A line at the bottom for some seconds. */
void app_notice(struct app *a, enum ui_style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* That line and how it looks; NULL when its time is over. */
const char *app_notice_text(const struct app *a, enum ui_style *style);
/* Ends the program, without asking. */
void app_leave(struct app *a);

#endif
