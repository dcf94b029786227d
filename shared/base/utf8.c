#include "shared/base/utf8.h"

#include <string.h>
#include <utf8proc.h>

#include "shared/base/util.h"

int
utf8_decode(const void *s, size_t len, uint32_t *cp)
{
	const uint8_t *p = s;
	uint32_t v, min;
	int need;

	*cp = UTF8_BAD;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		need = 2, v = p[0] & 0x1f, min = 0x80;
	else if (p[0] >= 0xe0 && p[0] <= 0xef)
		need = 3, v = p[0] & 0x0f, min = 0x800;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		need = 4, v = p[0] & 0x07, min = 0x10000;
	else
		return 1;
	for (int i = 1; i < need; i++) {
		if ((size_t)i == len) {
			/* cut, but only if what is there can still be valid */
			if (i > 1 || len == 1)
				return 0;
			return 1;
		}
		if ((p[i] & 0xc0) != 0x80)
			return 1;
		if (i == 1) {
			uint32_t lo = (v << 6 | (p[1] & 0x3f))
			    << (6 * (need - 2));
			uint32_t hi = lo | ((1u << (6 * (need - 2))) - 1);

			if (hi < min || lo > 0x10ffff ||
			    (lo >= 0xd800 && hi <= 0xdfff))
				return 1;
		}
		v = v << 6 | (p[i] & 0x3f);
	}
	if (v < min || v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff))
		return 1;
	*cp = v;
	return need;
}

int
utf8_encode(char out[UTF8_MAX], uint32_t cp)
{
	if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff))
		cp = UTF8_BAD;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

bool
utf8_next(const char **s, uint32_t *cp)
{
	size_t len = strnlen(*s, UTF8_MAX);
	int n = len > 0 ? utf8_decode(*s, len, cp) : 0;

	*s += n;
	return n > 0;
}

bool
utf8_valid(const char *s, size_t len)
{
	uint32_t cp;

	while (len > 0) {
		int n = utf8_decode(s, len, &cp);

		if (n == 0 || (n == 1 && cp == UTF8_BAD))
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

/* Where what shells and their programs count with is not what utf8proc says:
 * marks before a number, parts of Hangul syllables, signs of old books. The
 * last ones are kept for pictures that are to come. */
static const struct {
	uint32_t first, last;
	int cols;
} widths[] = {
    {0x600, 0x605, 1},
    {0x6dd, 0x6dd, 1},
    {0x70f, 0x70f, 1},
    {0x890, 0x891, 1},
    {0x8e2, 0x8e2, 1},
    {0x1160, 0x11ff, 0},
    {0x302e, 0x302f, 2},
    {0x3248, 0x324f, 2},
    {0x4dc0, 0x4dff, 2},
    {0xd7b0, 0xd7c6, 0},
    {0xd7cb, 0xd7fb, 0},
    {0x1f6d8, 0x1f6df, 2},
    {0x1fa70, 0x1faff, 2},
};

int
utf8_width(uint32_t cp)
{
	const utf8proc_property_t *p;

	if (cp < 0x7f)
		return cp >= 0x20 ? 1 : -1;
	for (size_t i = 0; i < ARRAY_LEN(widths) && cp >= widths[i].first; i++)
		if (cp <= widths[i].last)
			return widths[i].cols;
	p = utf8proc_get_property((utf8proc_int32_t)cp);
	switch (p->category) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return -1;
	case UTF8PROC_CATEGORY_MC:
		return 1;
	default:
		return (int)p->charwidth;
	}
}

uint32_t
utf8_lower(uint32_t cp)
{
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

uint32_t
utf8_upper(uint32_t cp)
{
	return (uint32_t)utf8proc_toupper((utf8proc_int32_t)cp);
}

int
utf8_cols(const char *s)
{
	uint32_t cp;
	int cols = 0;

	while (utf8_next(&s, &cp)) {
		int w = utf8_width(cp);

		cols += w > 0 ? w : 0;
	}
	return cols;
}

size_t
utf8_count(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s++)
		n += ((uint8_t)*s & 0xc0) != 0x80;
	return n;
}

size_t
utf8_fit(const char *s, int cols)
{
	size_t len = strlen(s), used = 0;
	uint32_t cp;

	while (used < len) {
		int n = utf8_decode(s + used, len - used, &cp);
		int w;

		if (n == 0)
			break;
		w = utf8_width(cp);
		if (w > cols)
			break;
		cols -= w > 0 ? w : 0;
		used += (size_t)n;
	}
	return used;
}

static bool
invisible(uint32_t cp)
{
	return cp == 0xad || cp == 0x34f || cp == 0x61c || cp == 0x115f ||
	    cp == 0x1160 || cp == 0x17b4 || cp == 0x17b5 ||
	    (cp >= 0x180b && cp <= 0x180f) ||
	    (cp >= 0x200b && cp <= 0x200f) || /* zero width, LRM, RLM */
	    (cp >= 0x2028 && cp <= 0x202e) || /* separators, bidi */
	    (cp >= 0x2060 && cp <= 0x206f) || cp == 0x3164 ||
	    (cp >= 0xfe00 && cp <= 0xfe0f) || cp == 0xfeff || cp == 0xffa0 ||
	    (cp >= 0xfff0 && cp <= 0xfffb) || (cp >= 0xe0000 && cp <= 0xe0fff);
}

bool
utf8_is_plain(uint32_t cp)
{
	return cp >= 0x20 && (cp < 0x7f || cp >= 0xa0) && !invisible(cp);
}

uint32_t
utf8_clean_char(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0))
		return '?';
	if (invisible(cp))
		return 0;
	if (utf8_width(cp) < 0)
		return '?';
	return cp;
}

bool
utf8_is_space(uint32_t cp)
{
	return cp == ' ' || cp == '\t' || cp == '\n' || cp == '\r' ||
	    cp == 0xa0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) ||
	    cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f ||
	    cp == 0x3000;
}

bool
utf8_is_blank(const char *s)
{
	uint32_t cp;

	while (utf8_next(&s, &cp))
		if (!utf8_is_space(cp) && utf8_is_plain(cp) && cp != UTF8_BAD)
			return false;
	return true;
}

bool
utf8_is_line(const char *s)
{
	uint32_t cp;

	if (!utf8_valid(s, strlen(s)))
		return false;
	while (utf8_next(&s, &cp))
		if (!utf8_is_plain(cp))
			return false;
	return true;
}

char *
utf8_clean_first(char dst[UTF8_ONE], const char *src)
{
	char one[UTF8_MAX + 1] = "";
	uint32_t cp;
	int n = utf8_decode(src, strlen(src), &cp);

	memcpy(one, src, n > 0 ? (size_t)n : strnlen(src, 1));
	return utf8_clean(dst, UTF8_ONE, one, 0);
}

char *
utf8_strip(char *s, bool multiline)
{
	size_t len = strlen(s), used = 0;

	for (size_t i = 0; i < len;) {
		uint32_t cp;
		int n = utf8_decode(s + i, len - i, &cp);

		if (n <= 0)
			break;
		if (utf8_is_plain(cp) || (cp == '\n' && multiline)) {
			memmove(s + used, s + i, (size_t)n);
			used += (size_t)n;
		} else if (utf8_is_space(cp)) {
			s[used++] = ' ';
		}
		i += (size_t)n;
	}
	s[used] = '\0';
	return s;
}

/* One safe character from src; returns the bytes read. *out 0 = show nothing.
 */
static size_t
next_clean(const char *src, size_t len, uint32_t *out)
{
	uint32_t cp;
	int n = utf8_decode(src, len, &cp);

	if (n <= 0 || (n == 1 && cp == UTF8_BAD)) {
		*out = '?';
		return n <= 0 ? len : 1;
	}
	*out = utf8_is_space(cp) ? ' ' : utf8_clean_char(cp);
	return (size_t)n;
}

static size_t
cut_with_ellipsis(char *dst, size_t size, int max_cols)
{
	size_t used = utf8_fit(dst, max_cols - 1);

	while (used + 4 > size && used > 0) {
		used--;
		while (used > 0 && ((uint8_t)dst[used] & 0xc0) == 0x80)
			used--;
	}
	if (used + 4 > size)
		return used;
	memcpy(dst + used, "\xe2\x80\xa6", 3);
	return used + 3;
}

char *
utf8_clean(char *dst, size_t size, const char *src, int max_cols)
{
	size_t len = strlen(src), used = 0;
	int cols = 0, marks = 0;
	bool cut = false, blank = false;
	char enc[UTF8_MAX];

	if (size == 0)
		return dst;
	for (size_t i = 0; i < len && !cut;) {
		uint32_t cp;
		int n, w;

		i += next_clean(src + i, len - i, &cp);
		if (cp == 0 || (cp == ' ' && (blank || used == 0)))
			continue;
		blank = cp == ' ';
		w = utf8_width(cp);
		marks = w == 0 ? marks + 1 : 0;
		if (marks > UTF8_MARKS || (w == 0 && used == 0))
			continue;
		n = utf8_encode(enc, cp);
		cut = used + (size_t)n + 1 > size ||
		    (max_cols > 0 && cols + w > max_cols);
		if (cut)
			break;
		memcpy(dst + used, enc, (size_t)n);
		used += (size_t)n;
		cols += w;
	}
	dst[used] = '\0';
	if (cut)
		used = cut_with_ellipsis(
		    dst, size, max_cols > 0 ? max_cols : cols);
	else if (used > 0 && dst[used - 1] == ' ')
		used--;
	if (used == 0 && len > 0 && size > 1)
		dst[used++] = '?';
	dst[used] = '\0';
	return dst;
}
