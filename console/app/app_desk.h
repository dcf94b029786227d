/*
 * The desk and the link to it, and what pomoc.conf of this machine says.
 */
#pragma once

#include <stdbool.h>

#include "shared/conv/desk_link.h"

struct app;
struct config;

/* The desk ends with this console. */
bool app_has_own_desk(const struct app *a);
const struct desk_link *app_desk(const struct app *a);
const struct config *app_config(const struct app *a);
