/*
 * What frames a view: the bar of tabs above, the line of keys below.
 */
#ifndef CONSOLE_APP_TABS_H
#define CONSOLE_APP_TABS_H

#include "shared/ui/bar.h"

#define APP_COLS_FULL 80 /* below that panels fold */
#define APP_ROWS_FULL 24
#define APP_TAB_COLS 14 /* of a name in a tab */

struct app;

void app_draw_tabs(struct app *a, struct canvas *c);
/* Keys, or the notice while there is one. */
void app_draw_foot(
    struct app *a, struct canvas *c, const struct bar_key *keys, int n);

#endif
