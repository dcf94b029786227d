/*
 * Texts of clients on their way to technicians.
 */
#pragma once

#include "shared/wire/msg.h"

/* Cleaned and so many bytes of it at the most, into a field of m. */
void brain_text_put(
    struct msg *m, const char *field, const char *text, size_t max_bytes);
