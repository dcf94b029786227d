/*
 * What the desk has told: to be read only.
 */
#ifndef CONSOLE_APP_KNOW_H
#define CONSOLE_APP_KNOW_H

#include "shared/know/model.h"

struct app;

const struct model *app_model(const struct app *a);

#endif
