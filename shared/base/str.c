#include "shared/base/str.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shared/base/mem.h"

char *
str_dup(const char *s)
{
	return s == NULL ? NULL : mem_dup(s, strlen(s) + 1);
}

char *
str_fmt(const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return str_dup("");
	s = mem_alloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return s;
}

bool
str_copy(char *dst, size_t size, const char *src)
{
	size_t len = strlen(src);

	if (size == 0)
		return false;
	if (len < size) {
		memcpy(dst, src, len + 1);
		return true;
	}
	len = size - 1;
	while (len > 0 && ((unsigned char)src[len] & 0xc0) == 0x80)
		len--;
	memcpy(dst, src, len);
	dst[len] = '\0';
	return false;
}

bool
str_eq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
str_starts(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

char *
str_trim(char *s)
{
	char *start = s;
	size_t len;

	while (*start == ' ' || *start == '\t')
		start++;
	len = strlen(start);
	while (len > 0 && strchr(" \t\r\n", start[len - 1]) != NULL)
		len--;
	memmove(s, start, len);
	s[len] = '\0';
	return s;
}

char *
str_part(char **rest, char separator)
{
	char *part = *rest,
	     *end = part != NULL ? strchr(part, separator) : NULL;

	*rest = end != NULL ? end + 1 : NULL;
	if (end != NULL)
		*end = '\0';
	return part;
}

bool
str_list_at(const char *list, int i, const char **item, size_t *len)
{
	const char *s = list;

	for (;; s++, i--) {
		s += strspn(s, " \t");
		if (*s == '\0')
			return false;
		*item = s;
		s += strcspn(s, ",");
		if (i == 0)
			break;
		if (*s == '\0')
			return false;
	}
	for (*len = (size_t)(s - *item); *len > 0 &&
	     ((*item)[*len - 1] == ' ' || (*item)[*len - 1] == '\t');)
		(*len)--;
	return true;
}

bool
str_list_allows(const char *list, const char *item)
{
	const char *one;
	size_t len;

	for (int i = 0; str_list_at(list, i, &one, &len); i++)
		if (len == strlen(item) && memcmp(one, item, len) == 0)
			return true;
	return list[0] == '\0';
}

bool
str_int(const char *s, int64_t min, int64_t max, int64_t *out)
{
	char *end;
	long long v;

	if (s == NULL ||
	    (!isdigit((unsigned char)s[0]) &&
		!(s[0] == '-' && isdigit((unsigned char)s[1]))))
		return false;
	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno != 0 || *end != '\0' || v < min || v > max)
		return false;
	*out = v;
	return true;
}

size_t
str_digits(char *out, uint64_t n)
{
	char back[STR_DIGITS];
	size_t len = 0;

	do
		back[len++] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	for (size_t i = 0; i < len; i++)
		out[i] = back[len - 1 - i];
	return len;
}

void
str_hex(char *out, const void *data, size_t len)
{
	static const char digits[] = "0123456789abcdef";
	const uint8_t *p = data;

	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * len] = '\0';
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
str_unhex(void *out, size_t len, const char *hex)
{
	uint8_t *p = out;

	if (hex == NULL || strlen(hex) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int hi = hex_digit(hex[2 * i]);
		int lo = hex_digit(hex[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		p[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}
