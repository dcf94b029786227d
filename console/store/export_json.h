/*
 * A ticket as the format json has it, for commands that say more of it.
 */
#pragma once

#include "console/store/json_out.h"
#include "shared/core/logrow.h"

/* A row of it; the members of more, which is taken over, stand behind its own;
 * NULL = none. */
void export_json_row(
    struct json_out *j, const struct logrow *row, json_t *more);
