/*
 * `:` the command line.
 */
#pragma once

struct app;

void dlg_command(struct app *a);
