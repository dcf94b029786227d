/*
 * Which kind of work it is from now on; while the client is asked about it, to
 * take that question back.
 */
#ifndef CONSOLE_DLG_KIND_H
#define CONSOLE_DLG_KIND_H

#include <stdint.h>

struct app;

void dlg_kind(struct app *a, int64_t ticket);

#endif
