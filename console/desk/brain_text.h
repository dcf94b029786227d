/*
 * Texts of clients on their way to technicians.
 */
#ifndef DESK_BRAIN_TEXT_H
#define DESK_BRAIN_TEXT_H

#include "shared/wire/msg.h"

/* Safe to be sent on, of so many bytes at the most. free() it. */
char *brain_text_clean(const char *text, size_t max_bytes);
/* The same into a field of m. */
void brain_text_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes);

#endif
