/*
 * What is known of a client.
 */
#ifndef CONSOLE_DLG_KNOWN_H
#define CONSOLE_DLG_KNOWN_H

#include <stdint.h>

struct app;

void dlg_known(struct app *a, int64_t ticket);

#endif
