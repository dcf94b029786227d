/*
 * The filter options that commands about several tickets share.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "console/store/report_filter.h"

struct cmd_args;

struct cmd_filter {
	int64_t from_s, to_s;
	int64_t month[2];
	const char *client, *technician, *product, *outcome, *words;
	int invoiced;
	bool opened;
};

/* Rows for a command's option table; f is a struct cmd_filter. */
#define CMD_FILTER_OPTIONS(f)                                                           \
	{"from", CMD_FROM, &(f).from_s, N_("DAY"),                                      \
	    N_("completed on or after, such as 2026-11-01")},                           \
	    {"to", CMD_TO, &(f).to_s, N_("DAY"),                                        \
		N_("completed until the end of")},                                      \
	    {"month", CMD_MONTH, (f).month, N_("MONTH"),                                \
		N_("completed in, such as 2026-11")},                                   \
	    {"opened", CMD_FLAG, &(f).opened, NULL,                                     \
		N_("the days are those of the opening; open ones too")},                \
	    {"client", CMD_NAME, &(f).client, N_("TEXT"),                               \
		N_("part of the name; or code, NIP or whole name in the client book")}, \
	    {"technician", CMD_NAME, &(f).technician, N_("NAME"),                       \
		N_("who worked")},                                                      \
	    {"product", CMD_NAME, &(f).product, N_("NAME"),                             \
		N_("for this product")},                                                \
	    {"outcome", CMD_NAME, &(f).outcome, N_("STATE"),                            \
		N_("a state such as solved or waiting; open")},                         \
	    {"invoiced", CMD_YESNO, &(f).invoiced, N_("yes|no"),                        \
		N_("with an invoice number or without")},                               \
	{                                                                               \
		"words", CMD_NAME, &(f).words, N_("TEXT"),                              \
		    N_("all of these words, anywhere")                                  \
	}

/* False after a message when the options contradict each other. */
bool cmd_filter_make(const struct cmd_args *a, const struct cmd_filter *f,
    struct report_filter *out, int *code);
