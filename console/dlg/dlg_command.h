/*
 * `:` the command line.
 */
#ifndef CONSOLE_DLG_COMMAND_H
#define CONSOLE_DLG_COMMAND_H

struct app;

void dlg_command(struct app *a);

#endif
