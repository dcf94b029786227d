/*
 * The rows behind msg_spec(), for msg.c and for the check of the manual page.
 */
#ifndef WIRE_MSG_TABLE_H
#define WIRE_MSG_TABLE_H

#include "shared/wire/msg.h"

extern const struct msg_spec msg_table[MSG_KINDS];

#endif
