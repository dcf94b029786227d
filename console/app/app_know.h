/*
 * What the desk has told: to be read only.
 */
#pragma once

#include "shared/know/model.h"

struct app;

const struct model *app_model(const struct app *a);

/* Whose a ticket is, before anything is begun there that the desk would refuse.
 * It is of the technician at this console; else says that it is not. The desk
 * decides on one that is not known here. */
bool app_know_own(struct app *a, int64_t ticket);
/* Or nobody's, or of one who is not here: see model_may_end(). */
bool app_know_free(struct app *a, int64_t ticket);
