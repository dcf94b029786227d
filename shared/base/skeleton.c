/* What a name looks like: see skeleton.h. */
#include "shared/base/skeleton.h"

#include <string.h>

#include "shared/base/utf8.h"
#include "shared/base/util.h"

/* U+00C0 to U+017F without what stands above, below and across them */
static const char latin[] = "aaaaaaaceeeeiiiidnoooooxouuuuyps"
			    "aaaaaaaceeeeiiiidnooooo-ouuuuypy"
			    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhh"
			    "iiiiiiiiiiiijjkkkllllllllllnnnnnnnnn"
			    "oooooooorrrrrrssssssssttttttuuuuuuuuuuuu"
			    "wwyyyzzzzzzs";

_Static_assert(sizeof(latin) - 1 == 0x180 - 0xc0, "a letter each");

/* Greek and Cyrillic that look like Latin; lower case where there is one */
static const struct {
	uint32_t cp;
	char like;
} alike[] = {
    {0x391, 'a'},
    {0x392, 'b'},
    {0x395, 'e'},
    {0x396, 'z'},
    {0x397, 'h'},
    {0x399, 'i'},
    {0x39a, 'k'},
    {0x39c, 'm'},
    {0x39d, 'n'},
    {0x39f, 'o'},
    {0x3a1, 'p'},
    {0x3a4, 't'},
    {0x3a5, 'y'},
    {0x3a7, 'x'},
    {0x3b1, 'a'},
    {0x3b5, 'e'},
    {0x3b7, 'n'},
    {0x3b9, 'i'},
    {0x3ba, 'k'},
    {0x3bd, 'v'},
    {0x3bf, 'o'},
    {0x3c1, 'p'},
    {0x3c4, 't'},
    {0x3c5, 'u'},
    {0x3c7, 'x'},
    {0x3c9, 'w'},
    {0x430, 'a'},
    {0x432, 'b'},
    {0x435, 'e'},
    {0x43a, 'k'},
    {0x43c, 'm'},
    {0x43d, 'h'},
    {0x43e, 'o'},
    {0x440, 'p'},
    {0x441, 'c'},
    {0x442, 't'},
    {0x443, 'y'},
    {0x445, 'x'},
    {0x44c, 'b'},
    {0x451, 'e'},
    {0x455, 's'},
    {0x456, 'i'},
    {0x457, 'i'},
    {0x458, 'j'},
    {0x461, 'w'},
    {0x4bb, 'h'},
    {0x501, 'd'},
    {0x51b, 'q'},
    {0x51d, 'w'},
};

/* The same letters in other clothes: full width, circled, mathematical. */
static uint32_t
undress(uint32_t cp)
{
	if (cp >= 0xff01 && cp <= 0xff5e)
		return cp - 0xff01 + '!';
	if (cp >= 0x24b6 && cp <= 0x24e9)
		return 'a' + (cp - 0x24b6) % 26;
	if (cp >= 0x1d400 && cp <= 0x1d6a3)
		return 'a' + (cp - 0x1d400) % 26;
	if (cp >= 0x1d7ce && cp <= 0x1d7ff)
		return '0' + (cp - 0x1d7ce) % 10;
	return cp;
}

char
skeleton_latin(uint32_t cp)
{
	for (size_t i = 0; i < ARRAY_LEN(alike); i++)
		if (alike[i].cp == cp)
			return alike[i].like;
	return '\0';
}

/* 0 for what is not seen. */
static uint32_t
look(uint32_t cp)
{
	cp = undress(cp);
	if (!utf8_is_plain(cp) || utf8_width(cp) <= 0 || utf8_is_space(cp))
		return 0;
	if (skeleton_latin(cp) != '\0')
		return (uint32_t)skeleton_latin(cp);
	cp = utf8_lower(cp);
	if (cp >= 0xc0 && cp < 0x180)
		cp = (uint32_t)latin[cp - 0xc0];
	if (skeleton_latin(cp) != '\0')
		cp = (uint32_t)skeleton_latin(cp);
	if (cp == 'l' || cp == '1' || cp == '|')
		return 'i';
	return cp == '0' ? 'o' : cp;
}

char *
skeleton(char *dst, size_t size, const char *src)
{
	size_t len = strlen(src), used = 0;
	char enc[UTF8_MAX];

	for (size_t i = 0; i < len;) {
		uint32_t cp;
		int n = utf8_decode(src + i, len - i, &cp);

		i += n > 0 ? (size_t)n : 1;
		cp = cp == 0xa0 ? 0 : look(cp);
		if (cp == 0)
			continue;
		n = utf8_encode(enc, cp);
		if (used + (size_t)n + 1 > size)
			break;
		memcpy(dst + used, enc, (size_t)n);
		used += (size_t)n;
	}
	dst[used] = '\0';
	return dst;
}
