/*
 * What the desk has told: to be read only.
 */
#pragma once

#include "shared/know/model.h"

struct app;

const struct model *app_model(const struct app *a);
