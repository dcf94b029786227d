/*
 * Leaving: asks first when a visit or a clock runs, or somebody counts on us.
 */
#pragma once

struct app;

void dlg_quit(struct app *a);
