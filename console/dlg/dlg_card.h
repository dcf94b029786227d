/*
 * What is known of a client.
 */
#ifndef CONSOLE_DLG_CARD_H
#define CONSOLE_DLG_CARD_H

#include <stdint.h>

struct app;

void dlg_card(struct app *a, int64_t ticket);

#endif
