/*
 * The number under which a firm pays tax in Poland (NIP): ten digits, the last
 * of which checks the others.
 */
#ifndef CORE_NIP_H
#define CORE_NIP_H

#include <stdbool.h>

#include "shared/base/err.h"

#define NIP_SIZE 11

/* With or without "PL", blanks and dashes; out gets the ten digits, "" for an
 * empty text. False with err, which names the digit that was expected. */
bool nip_parse(const char *text, char out[NIP_SIZE], struct err *err);

#endif
