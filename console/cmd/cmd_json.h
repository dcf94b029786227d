/*
 * JSON of a command to standard output, without a head.
 */
#pragma once

#include "console/store/json_out.h"

/* Rows follow, and json_out_close(). */
void cmd_json_open(struct json_out *j, const char *command);
/* All of it: of one row, which is taken over. */
void cmd_json_one(const char *command, json_t *row);
