/*
 * Which desk is asked, of all that say one: what comes first holds, and where
 * the others say another, that is noted. And by which proxy.
 */
#pragma once

#include <stdbool.h>

#include "agent/options.h"

/* For what was left open so far; to be called in the order of enum options_by.
 */
void options_desk_take(
    struct options *o, const struct desk_given *d, enum options_by by);
/* What the name of the program's file says. False where it is broken and the
 * command line does not say all. */
bool options_desk_name(struct options *o, const char *path, struct err *err);
/* http://..., or none; what was told before stays. */
bool options_desk_proxy(struct options *o, const char *url, struct err *err);
/* That of the environment, where none was told. */
void options_desk_environment(struct options *o);
