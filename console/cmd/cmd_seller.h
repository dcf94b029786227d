/* The seller of statements and exports, from the configuration. */
#pragma once

#include "console/config/config.h"
#include "console/store/buyer.h"

struct cmd_args;

/* The texts of *out live in the result; free() it. NULL after a message, *code
 * is the exit code then. */
struct config *cmd_seller(
    const struct cmd_args *a, struct seller *out, int *code);
/* To standard error, when something is missing that an invoice needs. */
void cmd_seller_note(const struct config *conf);
