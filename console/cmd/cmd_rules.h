/*
 * Which options go with which: one that would be passed over in silence is
 * refused (struct cmd_rule). For cmd_args.c.
 */
#pragma once

#include <stdbool.h>

#include "console/cmd/cmd_base.h"

#define CMD_GIVEN_MOST 32

/* The options that were given, by name (borrowed). */
struct cmd_given {
	const char *name[CMD_GIVEN_MOST];
	int n;
};

/* Each name once; there are no more names than options. */
void cmd_given_add(struct cmd_given *g, const char *name);
/* After the words were counted; false after a message. */
bool cmd_rules_keep(struct cmd_args *a, const struct cmd_given *g);
