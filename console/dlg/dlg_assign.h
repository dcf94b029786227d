/*
 * For which technician a ticket is.
 */
#ifndef CONSOLE_DLG_ASSIGN_H
#define CONSOLE_DLG_ASSIGN_H

#include <stdint.h>

struct app;

void dlg_assign(struct app *a, int64_t ticket);

#endif
