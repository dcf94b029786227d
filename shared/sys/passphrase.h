/*
 * A secret from the person at the terminal, before any screen is drawn.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* There is a controlling terminal. */
bool passphrase_can_ask(void);
/* Shows the prompt on the controlling terminal and reads a line that is not
 * shown. False without a terminal, after Ctrl-C, Ctrl-D, Esc or a signal that
 * ends programs, which comes through afterwards. dst is to be wiped by the
 * caller, what does not fit is not taken. */
bool passphrase_ask(const char *prompt, char *dst, size_t size);
