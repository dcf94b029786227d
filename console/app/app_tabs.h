/*
 * What frames a view: the bar of tabs above, the line of keys below.
 */
#pragma once

#include "shared/ui/bar.h"

#define APP_COLS_FULL 80 /* below that panels fold */
#define APP_ROWS_FULL 24
#define APP_TAB_COLS 14 /* of a name in a tab */

struct app;
struct keys_event;

#define APP_NOTICE_ROWS 3

void app_draw_tabs(struct app *a, struct canvas *c);
/* It may tell of money, so it is folded and not cut: from that row on, or (-1)
 * up to the last one. right: stays to be seen beside it. */
void app_draw_notice(struct canvas *c, int row, enum ui_style style,
    const char *text, const char *right);
/* Keys, or the notice while there is one. */
void app_draw_foot(
    struct app *a, struct canvas *c, const struct bar_key *keys, int n);
/* Alt-1 to Alt-9, and Alt-a for the next visit with activity, else the queue:
 * goes there, and returns true. */
bool app_tab_key(struct app *a, const struct keys_event *ev);
