/*
 * How a ticket ended.
 */
#ifndef CONSOLE_DLG_END_H
#define CONSOLE_DLG_END_H

#include <stdint.h>

struct app;

void dlg_end(struct app *a, int64_t ticket);

#endif
