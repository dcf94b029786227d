/* The seller of statements and exports, from the configuration. */
#pragma once

#include "console/store/buyer.h"

struct cmd_args;

/* Its texts live on. False after a message. */
bool cmd_seller(struct cmd_args *a, struct seller *out);
/* To standard error, when it lacks something that an invoice needs. */
void cmd_seller_note(void);
