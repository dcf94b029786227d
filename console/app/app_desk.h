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
enum desk_link_state app_desk_state(const struct app *a);
/* The last failure, "" when there was none; one sentence. */
const char *app_desk_why(const struct app *a);
const struct config *app_config(const struct app *a);
