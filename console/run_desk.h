/*
 * What the desk says: to the screen, to the visits, into the model; then boxes
 * and views hear that it was told.
 */
#pragma once

#include "shared/wire/msg.h"

struct app;

void run_desk_message(struct app *a, const struct msg *m);
