/*
 * The number under which a firm pays tax in Poland (NIP): ten digits, the last
 * of which checks the others.
 */
#pragma once

#include <stdbool.h>

#include "shared/base/err.h"

#define NIP_SIZE 11

/* With or without "PL", blanks and dashes; out gets the ten digits, "" for an
 * empty text. False with err, which names the digit that was expected. */
bool nip_parse(const char *text, char out[NIP_SIZE], struct err *err);
