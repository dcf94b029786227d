/*
 * C strings with bounds. Copies always end in NUL and are cut at a whole UTF-8
 * character. Results of str_dup/str_fmt are freed with free(3).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shared/base/util.h"

char *str_dup(const char *s); /* NULL gives NULL */
char *str_fmt(const char *fmt, ...) PRINTF_ARGS(1, 2);
/* Copies as much as fits; false when it was cut. */
bool str_copy(char *dst, size_t size, const char *src);
bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);
/* Strips blanks at both ends, in place; returns its argument. */
char *str_trim(char *s);
/* Cuts the first part off *rest, which is behind the separator then, or NULL at
 * the last part. NULL when there is nothing more. */
char *str_part(char **rest, char separator);
/* The i-th of a list such as "A, B", without blanks around it, which are no
 * part of any; false past the end. */
bool str_list_at(const char *list, int i, const char **item, size_t *len);
/* Whether it is one of them; a list of nothing allows all. */
bool str_list_allows(const char *list, const char *item);
/* Whole decimal integer between min and max, nothing before or behind it. */
bool str_int(const char *s, int64_t min, int64_t max, int64_t *out);
/* Decimal digits without a NUL, at most STR_DIGITS; returns how many. */
#define STR_DIGITS 20
size_t str_digits(char *out, uint64_t n);
/* Lower-case hex; out needs 2 * len + 1 bytes. */
void str_hex(char *out, const void *data, size_t len);
/* Exactly len bytes from 2 * len hex digits. */
bool str_unhex(void *out, size_t len, const char *hex);
