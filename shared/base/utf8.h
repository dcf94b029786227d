/*
 * Strict UTF-8 and the one sanitizer for foreign text.
 *
 * Foreign text is everything that a client, a peer or a shell wrote. It is kept
 * as it came and passes utf8_clean() where it is shown or logged (trust.md):
 * after that it holds no control, bidi or zero-width character, at most
 * UTF8_MARKS combining marks in a row, and at most the asked-for columns.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_MAX 4
#define UTF8_MARKS 2
#define UTF8_BAD 0xfffdu

/* One character from len > 0 bytes. Returns the bytes used (1 for a bad byte,
 * *cp is then UTF8_BAD), or 0 when the bytes are a valid but cut beginning. */
int utf8_decode(const void *s, size_t len, uint32_t *cp);
/* The next character of a text, which *s is behind then; false at its end, or
 * where it is cut. */
bool utf8_next(const char **s, uint32_t *cp);
/* Returns the bytes written (1..4); a surrogate or > 10FFFF becomes U+FFFD. */
int utf8_encode(char out[UTF8_MAX], uint32_t cp);
bool utf8_valid(const char *s, size_t len);
/* Columns of one character: 0 for marks and zero-width, -1 for controls and for
 * what is no character (yet). The same on every system and in every locale. */
int utf8_width(uint32_t cp);
uint32_t utf8_lower(uint32_t cp);
uint32_t utf8_upper(uint32_t cp);
/* Columns of valid UTF-8 text. */
int utf8_cols(const char *s);
/* Number of characters (code points). */
size_t utf8_count(const char *s);
/* Bytes of s that fill at most cols columns, whole characters with marks. */
size_t utf8_fit(const char *s, int cols);
/*
 * Writes src made safe into dst (size bytes, NUL included). Bad bytes and
 * controls become '?' (runs of blanks and newlines one blank), invisible and
 * bidi characters vanish, cut with an ellipsis when over max_cols (0 = no
 * limit). Never empty: text of which nothing is left becomes "?"; an empty src
 * stays empty. Returns dst.
 */
char *utf8_clean(char *dst, size_t size, const char *src, int max_cols);
/* That in a dst of its own, which is there up to the end of the block where it
 * stands. */
#define UTF8_CLEAN(size, src, max_cols) \
	utf8_clean((char[size]){""}, size, src, max_cols)
/* Of its first character alone, as what is wrong with it. */
#define UTF8_ONE 16
char *utf8_clean_first(char dst[UTF8_ONE], const char *src);
/*
 * What may be kept of a foreign text, in place: controls, bidi and zero-width
 * characters are taken out, tabs and newlines become blanks; multiline a
 * newline stays. s is valid UTF-8. Returns s.
 */
char *utf8_strip(char *s, bool multiline);
/* A blank of any kind, tab or end of line. */
bool utf8_is_space(uint32_t cp);
/* There is nothing in it that a person can see; bad bytes end it. */
bool utf8_is_blank(const char *s);
/* Neither a control nor invisible; does not depend on the locale. */
bool utf8_is_plain(uint32_t cp);
/* Valid, and all of it plain: a control, or a character that is not shown as it
 * is, could make two screens differ. */
bool utf8_is_line(const char *s);
/* utf8_clean() for one character: what may be shown in its place, 0 for
 * nothing. */
uint32_t utf8_clean_char(uint32_t cp);
