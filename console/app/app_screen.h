/*
 * The screen: the view that is shown and the boxes on it are drawn, when it is
 * out of date and when time alone makes it look different.
 */
#ifndef CONSOLE_APP_SCREEN_H
#define CONSOLE_APP_SCREEN_H

struct app;

/* After a->loop is there. */
void app_screen_init(struct app *a);
void app_screen_fini(struct app *a);
/* The terminal has another size, or has begun. */
void app_take_size(struct app *a);
/* Ctrl-Z: stops until the shell continues it. */
void app_suspend(struct app *a);

#endif
