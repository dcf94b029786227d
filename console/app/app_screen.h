/*
 * The technician's terminal as the stage has it: when its turn comes, where its
 * picture goes; and the ways out.
 */
#pragma once

#include "shared/ui/keys.h"

struct app;

/* After a->loop is there. */
void app_screen_init(struct app *a, keys_fn *key);
/* Frees what is on the stage, too. */
void app_screen_fini(struct app *a);
/* The terminal has another size, or has begun. */
void app_take_size(struct app *a);
/* Ctrl-Z: stops until the shell continues it. */
void app_suspend(struct app *a);
/* Another program gets the terminal: nothing is drawn and no key read until it
 * is taken back. Returns the loop, which goes on. */
struct loop *app_lend(struct app *a);
void app_take_back(struct app *a);
/* Ends the program, without asking. */
void app_leave(struct app *a);
