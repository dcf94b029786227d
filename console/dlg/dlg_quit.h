/*
 * Leaving: asks first when a visit or a clock runs, or somebody counts on us.
 */
#ifndef CONSOLE_DLG_QUIT_H
#define CONSOLE_DLG_QUIT_H

struct app;

void dlg_quit(struct app *a);

#endif
