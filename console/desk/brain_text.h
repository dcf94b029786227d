/*
 * Texts of clients on their way to technicians.
 */
#ifndef DESK_BRAIN_TEXT_H
#define DESK_BRAIN_TEXT_H

#include "shared/wire/msg.h"

/* Cleaned and so many bytes of it at the most, into a field of m. */
void brain_text_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes);

#endif
