/*
 * The rows behind msg_spec(), for msg.c and for the check of the manual page.
 */
#pragma once

#include "shared/wire/msg.h"

extern const struct msg_spec msg_table[MSG_KINDS];
