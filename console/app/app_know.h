/*
 * What views and boxes may know: to be read only.
 */
#ifndef CONSOLE_APP_KNOW_H
#define CONSOLE_APP_KNOW_H

#include <stdbool.h>

#include "shared/conv/desk_link.h"
#include "shared/know/model.h"

struct app;
struct config;

/* What the desk has told. */
const struct model *app_model(const struct app *a);
/* pomoc.conf of this machine. */
const struct config *app_config(const struct app *a);
/* The desk ends with this console. */
bool app_has_own_desk(const struct app *a);
enum desk_link_state app_desk_state(const struct app *a);
/* The last failure, "" when there was none; one sentence. */
const char *app_desk_why(const struct app *a);
/* Of the screen. */
int app_cols(const struct app *a);

#endif
