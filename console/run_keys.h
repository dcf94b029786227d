/*
 * Who takes a key: everywhere valid ones go first, then the box on top, then
 * those of every view, then the view that is shown.
 */
#pragma once

#include "shared/ui/keys.h"

/* ctx is the struct app. */
void run_key(const struct keys_event *ev, void *ctx);
