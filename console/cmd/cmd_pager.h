/*
 * The pager of a command whose output may be long: $PAGER, else less, which
 * shows as ever what fits into the window. Only on a terminal.
 */
#pragma once

#include <stdbool.h>

/* Standard output goes through it from now on; cols as of cmd_columns(). May be
 * called again. */
void cmd_pager(int cols);
/* Standard output is a terminal, or goes to one through a pager. */
bool cmd_pager_on_terminal(void);
/* All was written: waits until the user has left it. */
void cmd_pager_end(void);
