/*
 * What the desk says: to the screen, to the visits, into the model; then boxes
 * and views hear that it was told.
 */
#ifndef CONSOLE_RUN_DESK_H
#define CONSOLE_RUN_DESK_H

#include "shared/wire/msg.h"

struct app;

void run_desk_message(struct app *a, const struct msg *m);

#endif
