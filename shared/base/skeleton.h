/*
 * What a name looks like to somebody who glances at it: two names with the same
 * skeleton are taken for the same by people, so they are the same to lists of
 * known names (trust.md). Case, blanks, invisible characters, accents and
 * letters of other scripts that look alike make no difference.
 *
 * Not for sorting and not for search: it throws away more than those may.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* At most size - 1 bytes, whole characters. Returns dst. */
char *skeleton(char *dst, size_t size, const char *src);
/* The small Latin letter that this Greek or Cyrillic one looks like, Cyrillic
 * ones in lower case; 0 = like none. */
char skeleton_latin(uint32_t cp);
